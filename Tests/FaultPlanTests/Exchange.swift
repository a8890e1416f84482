import FaultPlan

/// A request and its honest reply in memory of their own, with a guarded zone behind the reply's room.
///
/// The memory is never freed: drafts and views point into it, and a whole test run takes some ten megabytes.
struct Exchange {
    private static let guardBytes = 64
    private let requestMemory: UnsafeMutableRawBufferPointer
    private let replyMemory: UnsafeMutableRawBufferPointer
    private let length: Int
    let connection: UInt64
    let sequence: UInt64
    let previousTransaction: UInt16

    init(
        request: [UInt8], reply: [UInt8], connection: UInt64 = 1, sequence: UInt64 = 1, previousTransaction: UInt16 = 0
    ) {
        requestMemory = .allocate(byteCount: request.count, alignment: 8)
        requestMemory.copyBytes(from: request)
        replyMemory = .allocate(byteCount: ReplyDraft.room + Self.guardBytes, alignment: 8)
        replyMemory.initializeMemory(as: UInt8.self, repeating: 0xA5)
        replyMemory.copyBytes(from: reply)
        length = reply.count
        self.connection = connection
        self.sequence = sequence
        self.previousTransaction = previousTransaction
    }

    /// An exchange from hexadecimal digits, blanks between as you like.
    init(
        _ request: String, _ reply: String, connection: UInt64 = 1, sequence: UInt64 = 1,
        previousTransaction: UInt16 = 0
    ) {
        self.init(
            request: Self.bytes(request), reply: Self.bytes(reply), connection: connection, sequence: sequence,
            previousTransaction: previousTransaction)
    }

    /// The request as faults see it.
    var request: RequestView {
        RequestView(
            connection: connection, sequence: sequence, nanoseconds: 0, frame: UnsafeRawBufferPointer(requestMemory),
            previousTransaction: previousTransaction)
    }

    /// The honest reply, before any fault.
    var draft: ReplyDraft {
        ReplyDraft(
            buffer: UnsafeMutableRawBufferPointer(rebasing: replyMemory[..<ReplyDraft.room]), count: length,
            request: request)
    }

    /// Whether nothing was written behind the reply's room.
    var isGuardIntact: Bool { replyMemory[ReplyDraft.room...].allSatisfy { $0 == 0xA5 } }

    /// The bytes that leave.
    static func bytes(_ draft: ReplyDraft) -> [UInt8] { Array(draft.buffer[..<draft.count]) }

    /// Bytes from hexadecimal digits.
    static func bytes(_ text: String) -> [UInt8] {
        let digits = text.filter { $0 != " " }.map { UInt8($0.hexDigitValue ?? 0) }
        return stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    }

    /// Bytes as hexadecimal digits.
    static func text(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789ABCDEF")
        return bytes.map { "\(digits[Int($0 >> 4)])\(digits[Int($0 & 15)])" }.joined()
    }

    /// Function 3: three registers from address 100, transaction 0x1234, unit 1.
    static func read(previousTransaction: UInt16 = 0x1233, connection: UInt64 = 1, sequence: UInt64 = 1) -> Exchange {
        Exchange(
            "1234 0000 0006 01 03 0064 0003", "1234 0000 0009 01 03 06 000A 0102 FFFF", connection: connection,
            sequence: sequence, previousTransaction: previousTransaction)
    }

    /// The same request, answered with exception 2.
    static func exception() -> Exchange {
        Exchange("1234 0000 0006 01 03 0064 0003", "1234 0000 0003 01 83 02")
    }

    /// Function 6: 7 into address 100.
    static func write(connection: UInt64 = 1, sequence: UInt64 = 1) -> Exchange {
        Exchange(
            "1234 0000 0006 01 06 0064 0007", "1234 0000 0006 01 06 0064 0007", connection: connection,
            sequence: sequence)
    }

    /// Function 23: reads two registers from 100, writes one to 200.
    static func readWrite() -> Exchange {
        Exchange("1234 0000 000D 01 17 0064 0002 00C8 0001 02 0007", "1234 0000 0007 01 17 04 000A 0102")
    }

    /// A random request and an honest reply of 8 to 260 bytes to it.
    static func random(
        connection: UInt64 = 1, sequence: UInt64 = 1, _ random: inout some RandomNumberGenerator
    ) -> Exchange {
        let functions: [UInt8] = [1, 2, 3, 4, 5, 6, 7, 8, 11, 12, 15, 16, 17, 20, 21, 22, 23, 24, 43, 65, 100]
        let reads: [UInt8] = [3, 4, 23]
        let candidates = Bool.random(using: &random) ? functions : reads
        let function = candidates[Int.random(in: candidates.indices, using: &random)]
        let transaction = UInt16.random(in: .min ... .max, using: &random)
        let unit = UInt8.random(in: .min ... .max, using: &random)
        let header = [UInt8(transaction >> 8), UInt8(transaction & 0xFF), 0, 0]
        let asked = Int.random(in: 1...125, using: &random)
        let start = Bool.random(using: &random) ? 0 : UInt16.random(in: .min ... .max, using: &random)
        let rest = [UInt8(start >> 8), UInt8(start & 0xFF), 0, UInt8(asked)]
        // The parameters of function 23's write stand behind those of its read.
        let request = header + [0, 12, unit, function] + rest + rest + [0, 0]
        var pdu: [UInt8]
        switch Int.random(in: 0..<4, using: &random) {
        case 0: pdu = [function | 0x80, UInt8.random(in: 1...11, using: &random)]
        case 1 where reads.contains(function), 2 where reads.contains(function):
            pdu = [function, UInt8(2 * asked)] + (0..<2 * asked).map { UInt8(truncatingIfNeeded: $0) }
        default:
            let count = Int.random(in: 0...252, using: &random)
            pdu = [function] + (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &random) }
            if count > 0, count < 252 { pdu[1] = UInt8(count - 1) }
        }
        let length = pdu.count + 1
        return Exchange(
            request: request, reply: header + [UInt8(length >> 8), UInt8(length & 0xFF), unit] + pdu,
            connection: connection, sequence: sequence,
            previousTransaction: UInt16.random(in: .min ... .max, using: &random))
    }
}
