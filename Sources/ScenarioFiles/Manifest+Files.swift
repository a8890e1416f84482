import Diagnostics
import ModbusProtocol
import Yams

/// `files` and `fifo` of `scenario.yaml`: what functions 20, 21 and 24 find.
extension Manifest {
    /// A queue as the manifest describes it, before its tag is known.
    struct Queue {
        /// The tag, or a member of one, whose value it takes.
        var tag: String
        /// Where the manifest names the tag.
        var tagPosition: SourcePosition
        /// The queue without its tag.
        var queue: RegisterQueue
    }

    /// Reads the list of files; empty when the key is missing.
    static func readFiles(_ node: Node?, file: String, findings: Findings) -> [RecordFile] {
        let items = list(node, "files", "SCN010", file: file, findings: findings)
        var files: [RecordFile] = []
        for item in items {
            guard let read = readFile(item, file: file, findings: findings) else { continue }
            if files.contains(where: { $0.number == read.number }) {
                findings.error(
                    "SCN011", file, item.position, "there is another file \(read.number)",
                    hint: "give each file a number of its own")
            } else if files.reduce(read.recordCount, { $0 + $1.recordCount }) > RecordFile.totalRecords {
                findings.error(
                    "SCN012", file, item.position,
                    "the files have more than \(RecordFile.totalRecords) records together", hint: "shorten one")
            } else {
                files.append(read)
            }
        }
        return files
    }

    private static func readFile(_ node: Node, file: String, findings: Findings) -> RecordFile? {
        guard var reader = MappingReader(node, what: "a file", file: file, findings: findings) else { return nil }
        let number = reader.integer("number", in: 1...65_535, standard: nil)
        let name = reader.requiredText("name")
        let count = reader.integer("records", in: 1...RecordFile.longest, standard: nil)
        let access = reader.choice("access", among: ["r", "rw"], standard: "r")
        let summary = reader.text("description") ?? ""
        let content = reader.node("content")
        reader.reportUnknownKeys()
        guard let number, let name, let count, let access,
            let words = readContent(content, count: count, file: file, findings: findings)
        else { return nil }
        return RecordFile(
            number: number, name: name, recordCount: count, writable: access == "rw", content: words,
            summary: summary)
    }

    private static func readContent(_ node: Node?, count: Int, file: String, findings: Findings) -> [UInt16]? {
        guard let node else { return [] }
        let items = list(node, "content", "SCN013", file: file, findings: findings)
        guard items.count <= count else {
            findings.error(
                "SCN014", file, items[count].position, "the content has more numbers than the file has records",
                hint: "give the file \(items.count) records, or leave numbers away")
            return nil
        }
        var words: [UInt16] = []
        for item in items {
            guard let text = item.scalar?.string, let number = Int(text), (-32_768...65_535).contains(number) else {
                findings.error(
                    "SCN015", file, item.position, "a record holds a whole number from -32768 to 65535",
                    hint: "a negative number is stored as its two's complement")
                return nil
            }
            words.append(UInt16(truncatingIfNeeded: number))
        }
        return words
    }

    /// Reads the list of queues; empty when the key is missing.
    static func readQueues(_ node: Node?, file: String, findings: Findings) -> [Queue] {
        let items = list(node, "fifo", "SCN020", file: file, findings: findings)
        var queues: [Queue] = []
        for item in items {
            guard let read = readQueue(item, file: file, findings: findings) else { continue }
            if queues.contains(where: { $0.queue.address == read.queue.address }) {
                findings.error(
                    "SCN021", file, item.position, "there is another queue at address \(read.queue.address)",
                    hint: "give each queue an address of its own")
            } else if queues.count == RegisterQueue.limit {
                findings.error("SCN022", file, item.position, "a unit has up to \(RegisterQueue.limit) queues")
            } else {
                queues.append(read)
            }
        }
        return queues
    }

    private static func readQueue(_ node: Node, file: String, findings: Findings) -> Queue? {
        guard var reader = MappingReader(node, what: "a queue", file: file, findings: findings) else { return nil }
        let address = reader.integer("address", in: 0...65_535, standard: nil)
        let tagPosition = reader.node("tag")?.position
        let tag = reader.requiredText("tag")
        let encodings = [RegisterEncoding.uint16, .int16]
        let encoding = reader.choice(
            "encoding", among: encodings.map(\.rawValue), standard: RegisterEncoding.uint16.rawValue)
        let scale = readScale(&reader)
        let summary = reader.text("description") ?? ""
        reader.reportUnknownKeys()
        guard let address, let tag, let tagPosition, let scale,
            let encoding = encoding.flatMap(RegisterEncoding.init(rawValue:))
        else { return nil }
        return Queue(
            tag: tag, tagPosition: tagPosition,
            queue: RegisterQueue(name: tag, address: address, encoding: encoding, scale: scale, summary: summary))
    }

    private static func readScale(_ reader: inout MappingReader) -> Double? {
        guard let node = reader.node("scale") else { return 1 }
        if let scale = node.scalar.flatMap({ Double($0.string) }), scale.isFinite, scale != 0 { return scale }
        reader.findings.error(
            "SCN023", reader.file, node.position, "'scale' is a number other than 0",
            hint: "register value = tag value × scale")
        return nil
    }

    private static func list(
        _ node: Node?, _ key: String, _ code: String, file: String, findings: Findings
    ) -> [Node] {
        guard let node else { return [] }
        if let sequence = node.sequence { return Array(sequence) }
        findings.error(code, file, node.position, "'\(key)' is a list", hint: "begin lines with '- '")
        return []
    }
}
