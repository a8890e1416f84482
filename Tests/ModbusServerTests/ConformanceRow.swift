import Testing

/// One line of the conformance table in Docs/Modbus.md: what a client sends, what comes back, and whether it may go on.
struct ConformanceRow: Sendable, CustomTestStringConvertible {
    /// What a client sends at a time.
    enum Step: Sendable {
        /// A request with this PDU.
        case ask([UInt8], unit: UInt8)
        /// These bytes as they are, one segment.
        case bytes([UInt8])
        /// These bytes, each in a segment of its own.
        case single([UInt8])
    }

    /// The case, as the table names it.
    let name: String
    /// What is sent, in order.
    let steps: [Step]
    /// The PDUs that come back, in order.
    let answers: [[UInt8]]
    /// Whether the server ends the connection.
    let isClosed: Bool
    private let inputText: String?

    var testDescription: String { name }

    /// Requests with these PDUs and the PDU that answers each.
    init(_ name: String, unit: UInt8 = 1, _ dialogue: (ask: [UInt8], answer: [UInt8])..., input: String? = nil) {
        self.name = name
        steps = dialogue.map { .ask($0.ask, unit: unit) }
        answers = dialogue.map(\.answer)
        isClosed = false
        inputText = input
    }

    /// Anything else.
    init(_ name: String, _ steps: [Step], answers: [[UInt8]], isClosed: Bool, input: String) {
        self.name = name
        self.steps = steps
        self.answers = answers
        self.isClosed = isClosed
        inputText = input
    }

    /// The line of the table.
    var markdown: String {
        let pdus = steps.map { step in
            switch step {
            case .ask(let pdu, _): Self.hexadecimal(pdu)
            case .bytes(let bytes), .single(let bytes): Self.hexadecimal(bytes)
            }
        }
        let input = inputText ?? pdus.joined(separator: ", then ")
        let answer = answers.isEmpty ? "none" : answers.map(Self.hexadecimal).joined(separator: ", then ")
        return "| \(name) | \(input) | \(answer) | \(isClosed ? "closed" : "open") |"
    }

    private static func hexadecimal(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789ABCDEF")
        let texts = bytes.map { "\(digits[Int($0 >> 4)])\(digits[Int($0 & 15)])" }
        let shown = texts.count <= 18 ? texts : Array(texts.prefix(12)) + ["…"]
        return "`" + shown.joined(separator: " ") + "`"
    }
}
