/// The objects of one V8 heap snapshot with what they refer to, to say what holds those of a type.
///
/// Paths are the shortest ones from the heap's roots, along references that keep alive. What the program's own roots, the
/// global objects, lead to comes before what only V8's own lists hold.
package struct HeapGraph {
    /// A node of the graph.
    struct Node {
        /// V8's kind, by its place in `nodeKinds`.
        var kind: UInt8
        /// The number of its name's text.
        var name: UInt32
        /// V8's number of the object: later ones have larger numbers.
        var id: UInt32
        /// The first of its edges; the next node's says where they end.
        var firstEdge: UInt32
    }

    /// A reference.
    struct Edge {
        /// V8's kind, by its place in `edgeKinds`.
        var kind: UInt8
        /// The number of its name's text, or its index.
        var name: UInt32
        /// The node that it leads to.
        var to: UInt32
    }

    /// The most objects of a type whose paths are compared.
    static let mostSamples = 300
    /// The most links of a path that are shown.
    static let mostLinks = 14

    private let nodes: [Node]
    private let edges: [Edge]
    private let nodeKinds: [String]
    private let edgeKinds: [String]
    private let strings: HeapStrings

    private var parents: [Int32] = []
    private var ways: [Int32] = []

    /// A graph of what a parser has read; the walk from the roots is done here.
    init(nodes: [Node], edges: [Edge], nodeKinds: [String], edgeKinds: [String], strings: HeapStrings) {
        self.nodes = nodes
        self.edges = edges
        self.nodeKinds = nodeKinds
        self.edgeKinds = edgeKinds
        self.strings = strings
        parents = Array(repeating: -1, count: nodes.count)
        ways = Array(repeating: -1, count: nodes.count)
        walk()
    }

    /// The largest number of an object of V8's heap: later ones get larger numbers. Such numbers are odd; the even ones, of
    /// what is no object of the heap, are made from addresses and follow no order.
    package var newestID: Int { Int(nodes.lazy.map(\.id).filter { !$0.isMultiple(of: 2) }.max() ?? 0) }

    /// What holds the objects of each of the types: those that came after the object `newerThan`, by the path that most of
    /// them hang on. Types without such an object, and objects that hang on nothing, are left out.
    package func holders(of types: [String], newerThan: Int) -> [TraceHolder] {
        let wanted = Set(types)
        var found: [String: [Int]] = [:]
        for (index, node) in nodes.enumerated() where Int(node.id) > newerThan {
            let name = typeName(node)
            if wanted.contains(name) { found[name, default: []].append(index) }
        }
        return types.compactMap { type in
            guard let all = found[type] else { return nil }
            let stride = max(1, all.count / Self.mostSamples)
            var paths: [[String]: Int] = [:]
            var met = 0
            for place in Swift.stride(from: all.count - 1, through: 0, by: -stride) {
                guard let path = links(to: all[place]) else { continue }
                paths[path, default: 0] += 1
                met += 1
            }
            guard let most = paths.max(by: { ($0.value, $1.key.count) < ($1.value, $0.key.count) }) else { return nil }
            return TraceHolder(
                type: type, chain: most.key, held: Int64(most.value * all.count / max(1, met)),
                lookedAt: Int64(nodes.count), isComplete: true)
        }
    }

    /// The type of an object as `HeapTypes` names it.
    private func typeName(_ node: Node) -> String {
        let name = strings[Int(node.name)]
        switch nodeKinds[Int(node.kind)] {
        case "object", "native": return name.isEmpty ? "(no name)" : name
        case "closure": return "function \(name.isEmpty ? "(anonymous)" : name)"
        case let kind: return "(\(kind))"
        }
    }

    private func edges(of node: Int) -> Range<Int> {
        let end = node + 1 < nodes.count ? Int(nodes[node + 1].firstEdge) : edges.count
        return Int(nodes[node].firstEdge)..<max(Int(nodes[node].firstEdge), end)
    }

    /// Breadth first from the root, V8's own lists last.
    private mutating func walk() {
        guard !nodes.isEmpty else { return }
        let keepsNothing = Set(
            edgeKinds.indices.filter { ["weak", "shortcut"].contains(edgeKinds[$0]) }.map(UInt8.init))
        var later: [Int] = []
        parents[0] = 0
        var queue = [0]
        var at = 0
        while true {
            while at < queue.count {
                let node = queue[at]
                at += 1
                for edge in edges(of: node) where !keepsNothing.contains(edges[edge].kind) {
                    let child = Int(edges[edge].to)
                    guard child < nodes.count, parents[child] < 0 else { continue }
                    parents[child] = Int32(node)
                    ways[child] = Int32(edge)
                    if node == 0, strings[Int(nodes[child].name)] == "(GC roots)" {
                        later.append(child)
                    } else {
                        queue.append(child)
                    }
                }
            }
            guard !later.isEmpty else { return }
            queue = later
            later = []
            at = 0
        }
    }

    /// The links of an object's path for readers; nil when nothing leads there.
    private func links(to object: Int) -> [String]? {
        guard parents[object] >= 0 else { return nil }
        var path = [object]
        while let last = path.last, last != 0 { path.append(Int(parents[last])) }
        var links: [String] = []
        var name = ""
        for node in path.reversed().dropFirst() {
            let edge = edges[Int(ways[node])]
            if ["property", "context"].contains(edgeKinds[Int(edge.kind)]) {
                let said = strings[Int(edge.name)]
                if said != "__proto__" { name = said }
            }
            guard let text = shown(node) else { continue }
            links.append(name.isEmpty ? text : "\(text) `\(name)`")
            name = ""
        }
        if links.count > Self.mostLinks {
            links.replaceSubrange(Self.mostLinks / 2..<links.count - Self.mostLinks / 2, with: ["…"])
        }
        return links
    }

    /// How a node stands in a path; nil for what is part of another one.
    private func shown(_ node: Int) -> String? {
        let name = strings[Int(nodes[node].name)]
        switch nodeKinds[Int(nodes[node].kind)] {
        case "object", "native":
            // A function's variables: they have names, the context has none.
            guard !name.hasPrefix("system / Context") else { return nil }
            return name.isEmpty ? "Object" : name
        case "closure": return "function \(name.isEmpty ? "(anonymous)" : name)"
        case "synthetic": return name == "(GC roots)" ? nil : name
        default: return nil
        }
    }
}
