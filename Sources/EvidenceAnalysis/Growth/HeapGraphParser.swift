import Text

/// Reads a whole V8 heap snapshot, nodes, references and texts, while its bytes pass by.
///
/// Some 25 bytes are held for each node and 12 for each reference, up to fixed limits; beyond them there is no graph.
package struct HeapGraphParser {
    /// The most nodes of a graph.
    static let mostNodes = 3_000_000
    /// The most references of a graph.
    static let mostEdges = 15_000_000
    /// The most bytes of texts.
    static let mostTextBytes = 64 << 20
    /// The longest head, bytes.
    static let mostHeadBytes = 1 << 16

    private enum Part { case head, nodes, toEdges, edges, toStrings, strings, done, failed }

    private static let nodesMark = Array("\"nodes\":[".utf8)
    private static let edgesMark = Array("\"edges\":[".utf8)
    private static let stringsMark = Array("\"strings\":[".utf8)

    private var part = Part.head
    private var head: [UInt8] = []
    private var nodeKinds: [String] = []
    private var edgeKinds: [String] = []
    private var fields: [String] = []
    private var edgeFields: [String] = []
    private var kindAt = 0
    private var nameAt = 0
    private var idAt = 0
    private var edgesAt = 0
    private var values: [Int] = []
    private var number = 0
    private var hasNumber = false
    private var edgesSoFar = 0
    private var matched = 0
    private var isInString = false
    private var isEscaped = false
    private var text: [UInt8] = []
    private var nodes: [HeapGraph.Node] = []
    private var edges: [HeapGraph.Edge] = []
    private var strings = HeapStrings()

    /// A parser that has seen nothing.
    package init() {}

    /// The graph; nil unless a whole snapshot within the limits has passed by.
    package var result: HeapGraph? {
        guard part == .done, edges.count == edgesSoFar else { return nil }
        return HeapGraph(nodes: nodes, edges: edges, nodeKinds: nodeKinds, edgeKinds: edgeKinds, strings: strings)
    }

    /// Takes the next bytes of the file.
    package mutating func feed(_ bytes: UnsafeRawBufferPointer) {
        for byte in bytes {
            switch part {
            case .head: readHead(byte)
            case .nodes, .edges: readNumber(byte)
            case .toEdges: skip(byte, to: Self.edgesMark, then: .edges)
            case .toStrings: skip(byte, to: Self.stringsMark, then: .strings)
            case .strings: readString(byte)
            case .done, .failed: return
            }
        }
    }

    private mutating func readHead(_ byte: UInt8) {
        head.append(byte)
        if byte == 0x5B, head.suffix(Self.nodesMark.count).elementsEqual(Self.nodesMark) {
            part = begin() ? .nodes : .failed
        } else if head.count > Self.mostHeadBytes {
            part = .failed
        }
    }

    /// Learns from the head which field stands where; false when it is none.
    private mutating func begin() -> Bool {
        var text = String(decoding: head.dropLast(Self.nodesMark.count), as: UTF8.self)
        head = []
        while let last = text.last, last == "," || last.isWhitespace { text.removeLast() }
        guard let meta = JSONValue(parsing: text + "}")?["snapshot"]?["meta"] else { return false }
        fields = meta.texts("node_fields")
        edgeFields = meta.texts("edge_fields")
        nodeKinds = (meta["node_types"]?.elements.first?.elements ?? []).map { $0.text ?? "" }
        edgeKinds = (meta["edge_types"]?.elements.first?.elements ?? []).map { $0.text ?? "" }
        guard let kind = fields.firstIndex(of: "type"), let name = fields.firstIndex(of: "name"),
            let id = fields.firstIndex(of: "id"), let count = fields.firstIndex(of: "edge_count"),
            edgeFields == ["type", "name_or_index", "to_node"], !nodeKinds.isEmpty, !edgeKinds.isEmpty
        else { return false }
        (kindAt, nameAt, idAt, edgesAt) = (kind, name, id, count)
        return true
    }

    private mutating func readNumber(_ byte: UInt8) {
        if byte >= 0x30, byte <= 0x39 {
            number = number &* 10 &+ Int(byte &- 0x30)
            hasNumber = true
            return
        }
        if hasNumber {
            values.append(number)
            number = 0
            hasNumber = false
            if part == .nodes, values.count == fields.count { endNode() }
            if part == .edges, values.count == 3 { endEdge() }
        }
        if byte == 0x5D, part != .failed {
            part = !values.isEmpty ? .failed : part == .nodes ? .toEdges : .toStrings
        }
    }

    private mutating func endNode() {
        let (kind, count) = (values[kindAt], values[edgesAt])
        guard kind < nodeKinds.count, nodes.count < Self.mostNodes, count < Self.mostEdges,
            edgesSoFar + count <= Self.mostEdges
        else {
            part = .failed
            return
        }
        nodes.append(
            .init(
                kind: UInt8(clamping: kind), name: UInt32(clamping: values[nameAt]), id: UInt32(clamping: values[idAt]),
                firstEdge: UInt32(edgesSoFar)))
        edgesSoFar += count
        values.removeAll(keepingCapacity: true)
    }

    private mutating func endEdge() {
        let (kind, to) = (values[0], values[2] / fields.count)
        guard kind < edgeKinds.count, to < nodes.count, edges.count < edgesSoFar else {
            part = .failed
            return
        }
        edges.append(.init(kind: UInt8(clamping: kind), name: UInt32(clamping: values[1]), to: UInt32(to)))
        values.removeAll(keepingCapacity: true)
    }

    private mutating func skip(_ byte: UInt8, to mark: [UInt8], then next: Part) {
        matched = byte == mark[matched] ? matched + 1 : byte == mark[0] ? 1 : 0
        guard matched == mark.count else { return }
        matched = 0
        part = next
    }

    private mutating func readString(_ byte: UInt8) {
        guard isInString else {
            if byte == 0x22 { isInString = true } else if byte == 0x5D { part = .done }
            return
        }
        if byte == 0x22, !isEscaped {
            isInString = false
            strings.append(text[...])
            text.removeAll(keepingCapacity: true)
            if strings.size > Self.mostTextBytes { part = .failed }
            return
        }
        isEscaped = byte == 0x5C && !isEscaped
        if text.count < HeapStrings.mostBytes { text.append(byte) }
    }
}
