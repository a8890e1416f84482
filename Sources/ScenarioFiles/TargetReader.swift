import Diagnostics
import FaultPlan
import Yams

/// Reads which requests or connections a fault concerns.
struct TargetReader {
    /// The keys of a target.
    static let keys = ["probability", "unit", "function", "address", "quantity", "connection", "request", "limit"]
    /// What `function: reads` stands for.
    static let reads: [UInt8] = [1, 2, 3, 4, 20, 24]
    /// What `function: writes` stands for; function 23 reads as well.
    static let writes: [UInt8] = [5, 6, 15, 16, 21, 22, 23]

    private let entry: FaultCatalogue.Entry
    private let taken: Set<String>

    /// A reader for a fault of this kind.
    init(_ entry: FaultCatalogue.Entry) {
        self.entry = entry
        let keys: [String] =
            switch entry.aim {
            case .requests: Self.keys
            case .connections: ["probability", "connection", "limit"]
            case .whole: []
            }
        taken = Set(keys).subtracting(entry.parameters.map(\.name))
    }

    /// The target; nil (with findings) when it is wrong.
    func read(from reader: inout MappingReader) -> FaultTarget? {
        let before = reader.findings.diagnostics.count
        let own = Set(entry.parameters.map(\.name))
        for key in Self.keys where !taken.contains(key) && !own.contains(key) {
            reader.refuse(
                key,
                entry.aim == .whole
                    ? "'\(entry.kind)' concerns the whole and takes no '\(key)'"
                    : "'\(entry.kind)' concerns connections and takes no '\(key)'",
                hint: entry.aim == .whole ? "leave it out" : "a connection is chosen by connection, probability, limit")
        }
        var target = FaultTarget()
        if let node = node("probability", from: &reader) {
            target.probability = probability(node, reader) ?? 1
        }
        if let node = node("unit", from: &reader) {
            target.units = integers(node, "unit", in: 0...255, reader).map { UInt8($0) }
        }
        if let node = node("function", from: &reader) { target.functions = functions(node, reader) }
        if let node = node("address", from: &reader) { target.addresses = addresses(node, reader) }
        if node("quantity", from: &reader) != nil {
            target.quantity = reader.integer("quantity", in: 1...65_535, standard: 1)
        }
        if let node = node("connection", from: &reader) { target.connections = connections(node, reader) }
        if let node = node("request", from: &reader) { readRequest(node, into: &target, reader) }
        if node("limit", from: &reader) != nil {
            target.limit = reader.integer("limit", in: 1...Int.max, standard: 1)
        }
        return reader.findings.diagnostics.count == before ? target : nil
    }

    private func node(_ key: String, from reader: inout MappingReader) -> Node? {
        taken.contains(key) ? reader.node(key) : nil
    }

    private func wrong(_ node: Node, _ sentence: String, _ reader: MappingReader, hint: String? = nil) {
        let text = node.scalar.map { ", not '\($0.string)'" } ?? ""
        reader.findings.error("FLT002", reader.file, node.position, sentence + text, hint: hint)
    }

    private func probability(_ node: Node, _ reader: MappingReader) -> Double? {
        if let value = node.scalar.flatMap({ Double($0.string) }), (0...1).contains(value) { return value }
        wrong(node, "'probability' is a number from 0 to 1", reader)
        return nil
    }

    private func integers(
        _ node: Node, _ key: String, in range: ClosedRange<Int>, or words: String = "", _ reader: MappingReader
    ) -> [Int] {
        let nodes = node.sequence.map(Array.init) ?? [node]
        let limits =
            range.upperBound == Int.max ? "from \(range.lowerBound)" : "\(range.lowerBound) to \(range.upperBound)"
        if nodes.isEmpty { wrong(node, "'\(key)' is an empty list", reader, hint: "leave it out to mean all") }
        return nodes.compactMap { node in
            if let value = node.scalar.flatMap({ Int($0.string) }), range.contains(value) { return value }
            wrong(node, "'\(key)' is a whole number \(limits), or a list of them\(words)", reader)
            return nil
        }
    }

    private func functions(_ node: Node, _ reader: MappingReader) -> [UInt8] {
        switch node.scalar?.string {
        case "reads": Self.reads
        case "writes": Self.writes
        default:
            integers(node, "function", in: 1...127, or: ", or 'reads' or 'writes'", reader).map { UInt8($0) }
        }
    }

    private func addresses(_ node: Node, _ reader: MappingReader) -> ClosedRange<Int>? {
        let parts = (node.scalar?.string ?? "").split(separator: "-", omittingEmptySubsequences: false)
        let numbers = parts.compactMap { Int($0) }
        guard numbers.count == parts.count, (1...2).contains(numbers.count),
            numbers.allSatisfy((0...65_535).contains)
        else {
            wrong(
                node, "'address' is an offset from 0 to 65535, or a range of them like 100-120", reader,
                hint: "offsets count from 0, as in the request: register 40001 is offset 0")
            return nil
        }
        guard numbers[0] <= numbers[numbers.count - 1] else {
            wrong(
                node, "'address' is a range from the lower offset to the higher", reader,
                hint: "write \(numbers[1])-\(numbers[0])")
            return nil
        }
        return numbers[0]...numbers[numbers.count - 1]
    }

    private func connections(_ node: Node, _ reader: MappingReader) -> FaultTarget.Connections {
        let words = (node.scalar?.string ?? "").split(separator: " ")
        if words == ["newest"] { return .newest }
        if words.count == 2, words[0] == "every", let step = UInt64(words[1]), step > 0 { return .every(step) }
        return .numbered(
            integers(node, "connection", in: 1...Int.max, or: ", or 'newest', or like 'every 3'", reader)
                .map { UInt64($0) })
    }

    private func readRequest(_ node: Node, into target: inout FaultTarget, _ reader: MappingReader) {
        let words = (node.scalar?.string ?? "").split(separator: " ").map(String.init)
        let numbers = words.filter { $0 != "every" }.compactMap(Int.init).filter { $0 >= 1 }
        switch (words.count, numbers.count) {
        case (1, 1):
            target.first = numbers[0]
            target.every = .max
        case (2, 1) where words[0] == "every":
            target.first = numbers[0]
            target.every = numbers[0]
        case (3, 2) where words[1] == "every":
            target.first = numbers[0]
            target.every = numbers[1]
        default:
            wrong(
                node, "'request' is the number of a request like 5, or 'every 10', or '5 every 10'", reader,
                hint: "requests that match are counted from the fault's beginning, from 1")
        }
    }
}
