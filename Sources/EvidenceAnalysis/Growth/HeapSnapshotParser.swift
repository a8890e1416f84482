import Text

/// Counts the objects of a V8 heap snapshot (`.heapsnapshot`) by type, while its bytes pass by.
///
/// The file is one JSON object: a head that names the fields, then the nodes as one list of numbers, the edges likewise,
/// and at the end the strings that the nodes refer to by number. Only totals are held: memory does not depend on the
/// number of objects, only on that of types, of which at most `mostTypes` are told apart.
package struct HeapSnapshotParser {
    /// The most types that are told apart; objects of further ones are counted under `otherTypes`.
    package static let mostTypes = 100_000
    /// The name of what is beyond `mostTypes`.
    package static let otherTypes = "(other types)"
    /// The longest head, bytes.
    static let mostHeadBytes = 1 << 16
    /// The longest name that is kept, bytes; a longer one is cut.
    static let mostNameBytes = 300

    private enum Part {
        case head
        case nodes
        case between
        case strings
        case done
        case failed
    }

    /// A type by V8's kind and, for objects, functions and what is native, the number of its name.
    private struct Key: Hashable {
        var kind: Int32
        var name: Int64
    }

    private static let nodesMark = Array("\"nodes\":[".utf8)
    private static let stringsMark = Array("\"strings\":[".utf8)

    private var part = Part.head
    private var head: [UInt8] = []
    private var kinds: [String] = []
    private var isNamed: [Bool] = []
    private var fields = 0
    private var kindField = 0
    private var nameField = 0
    private var sizeField = 0

    private var field = 0
    private var number: Int64 = 0
    private var hasNumber = false
    private var kind: Int64 = 0
    private var name: Int64 = 0
    private var size: Int64 = 0

    private var byKind: [HeapTypes.Total] = []
    private var byName: [Key: HeapTypes.Total] = [:]
    private var other = HeapTypes.Total(count: 0, bytes: 0)

    private var matched = 0
    private var wanted: Set<Int64> = []
    private var names: [Int64: String] = [:]
    private var stringIndex: Int64 = 0
    private var isInString = false
    private var isEscaped = false
    private var isWanted = false
    private var text: [UInt8] = []

    /// A parser that has seen nothing.
    package init() {}

    /// The totals; nil unless a whole heap snapshot has passed by.
    package var result: HeapTypes? {
        guard part == .done else { return nil }
        var totals: [String: HeapTypes.Total] = [:]
        func add(_ total: HeapTypes.Total, to name: String) {
            var sum = totals[name] ?? HeapTypes.Total(count: 0, bytes: 0)
            sum.count += total.count
            sum.bytes += total.bytes
            totals[name] = sum
        }
        for (index, total) in byKind.enumerated() where total.count > 0 { add(total, to: "(\(kinds[index]))") }
        for (key, total) in byName {
            let name = names[key.name] ?? ""
            let isFunction = kinds[Int(key.kind)] == "closure"
            add(
                total,
                to: isFunction ? "function \(name.isEmpty ? "(anonymous)" : name)" : name.isEmpty ? "(no name)" : name)
        }
        if other.count > 0 { add(other, to: Self.otherTypes) }
        return HeapTypes(totals: totals)
    }

    /// Takes the next bytes of the file.
    package mutating func feed(_ bytes: UnsafeRawBufferPointer) {
        var at = 0
        while at < bytes.count {
            switch part {
            case .head: at = readHead(bytes, from: at)
            case .nodes: at = readNodes(bytes, from: at)
            case .between: at = skip(bytes, from: at)
            case .strings: at = readStrings(bytes, from: at)
            case .done, .failed: return
            }
        }
    }

    private mutating func readHead(_ bytes: UnsafeRawBufferPointer, from start: Int) -> Int {
        for at in start..<bytes.count {
            head.append(bytes[at])
            if bytes[at] == 0x5B, head.suffix(Self.nodesMark.count).elementsEqual(Self.nodesMark) {
                part = begin() ? .nodes : .failed
                return at + 1
            }
        }
        if head.count > Self.mostHeadBytes { part = .failed }
        return bytes.count
    }

    /// Learns from the head which field stands where; false when it is none.
    private mutating func begin() -> Bool {
        var text = String(decoding: head.dropLast(Self.nodesMark.count), as: UTF8.self)
        head = []
        while let last = text.last, last == "," || last.isWhitespace { text.removeLast() }
        guard let meta = JSONValue(parsing: text + "}")?["snapshot"]?["meta"],
            case .array(let fieldNames)? = meta["node_fields"], case .array(let types)? = meta["node_types"],
            case .array(let kindNames)? = types.first, let kindField = fieldNames.firstIndex(of: "type"),
            let nameField = fieldNames.firstIndex(of: "name"), let sizeField = fieldNames.firstIndex(of: "self_size")
        else { return false }
        kinds = kindNames.map { if case .string(let name) = $0 { name } else { "" } }
        isNamed = kinds.map { ["object", "native", "closure"].contains($0) }
        byKind = Array(repeating: HeapTypes.Total(count: 0, bytes: 0), count: kinds.count)
        fields = fieldNames.count
        (self.kindField, self.nameField, self.sizeField) = (kindField, nameField, sizeField)
        return true
    }

    private mutating func readNodes(_ bytes: UnsafeRawBufferPointer, from start: Int) -> Int {
        for at in start..<bytes.count {
            let byte = bytes[at]
            if byte >= 0x30, byte <= 0x39 {
                number = number &* 10 &+ Int64(byte &- 0x30)
                hasNumber = true
                continue
            }
            if hasNumber { endNumber() }
            if byte == 0x5D {
                wanted = Set(byName.keys.map(\.name))
                part = field == 0 ? .between : .failed
                return at + 1
            }
        }
        return bytes.count
    }

    private mutating func endNumber() {
        if field == kindField { kind = number }
        if field == nameField { name = number }
        if field == sizeField { size = number }
        number = 0
        hasNumber = false
        field += 1
        guard field == fields else { return }
        field = 0
        guard kind < kinds.count else { return }
        let index = Int(kind)
        guard isNamed[index] else {
            byKind[index].count += 1
            byKind[index].bytes += size
            return
        }
        let key = Key(kind: Int32(kind), name: name)
        if byName[key] == nil, byName.count >= Self.mostTypes {
            other.count += 1
            other.bytes += size
            return
        }
        var total = byName[key] ?? HeapTypes.Total(count: 0, bytes: 0)
        total.count += 1
        total.bytes += size
        byName[key] = total
    }

    private mutating func skip(_ bytes: UnsafeRawBufferPointer, from start: Int) -> Int {
        for at in start..<bytes.count {
            matched = bytes[at] == Self.stringsMark[matched] ? matched + 1 : bytes[at] == Self.stringsMark[0] ? 1 : 0
            if matched == Self.stringsMark.count {
                part = .strings
                return at + 1
            }
        }
        return bytes.count
    }

    private mutating func readStrings(_ bytes: UnsafeRawBufferPointer, from start: Int) -> Int {
        for at in start..<bytes.count {
            let byte = bytes[at]
            guard isInString else {
                if byte == 0x22 {
                    isInString = true
                    isWanted = wanted.contains(stringIndex)
                } else if byte == 0x5D {
                    part = .done
                    return at + 1
                }
                continue
            }
            if byte == 0x22, !isEscaped {
                endString()
                continue
            }
            isEscaped = byte == 0x5C && !isEscaped
            if isWanted, text.count < Self.mostNameBytes { text.append(byte) }
        }
        return bytes.count
    }

    private mutating func endString() {
        if isWanted {
            let raw = String(decoding: text, as: UTF8.self)
            if case .string(let value)? = JSONValue(parsing: "[\"\(raw)\"]").flatMap({ Self.first($0) }) {
                names[stringIndex] = value
            } else {
                // Cut within an escape; what is legible is a name too.
                names[stringIndex] = raw
            }
            text.removeAll(keepingCapacity: true)
        }
        isInString = false
        stringIndex += 1
    }

    private static func first(_ value: JSONValue) -> JSONValue? {
        if case .array(let items) = value { items.first } else { nil }
    }
}
