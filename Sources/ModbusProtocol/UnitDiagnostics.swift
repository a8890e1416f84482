/// What one unit counts and logs about its own messages, and the reply PDUs of functions 8, 11 and 12 made of it.
///
/// Every count is one 16-bit word, as in the reply, and rolls over after 65535. The request that asks for a count of
/// messages is counted in it. One thread at a time may use it; nothing is allocated after `init`.
package final class UnitDiagnostics {
    /// The number of events that are kept; the oldest give way.
    package static let logCapacity = 64

    /// The bytes of the event log (section 6.10).
    private enum Event {
        static let restarted: UInt8 = 0x00
        static let received: UInt8 = 0x80
        static let sent: UInt8 = 0x40
        static let sentReadException: UInt8 = 0x41
        static let sentAbortException: UInt8 = 0x42
        static let sentBusyException: UInt8 = 0x44
    }

    private var messages: UInt16 = 0
    private var exceptions: UInt16 = 0
    private var busyReplies: UInt16 = 0
    private var completions: UInt16 = 0
    /// Whether the request at hand counts as a completion if its reply is a good one.
    private var countsCompletion = true
    /// A ring; event number n, from 0, is at n modulo the capacity.
    private let log: UnsafeMutablePointer<UInt8>
    private var logged: UInt64 = 0

    /// Nothing counted, an empty log.
    package init() {
        log = .allocate(capacity: Self.logCapacity)
        log.initialize(repeating: 0, count: Self.logCapacity)
    }

    deinit {
        log.deallocate()
    }

    /// Counts a request, before anything is done with it.
    package func noteRequest() {
        messages &+= 1
        countsCompletion = true
        append(Event.received)
    }

    /// Counts the reply to the request at hand: its exception code, or 0 for a good reply.
    package func noteReply(exception: UInt8) {
        guard exception != 0 else {
            if countsCompletion { completions &+= 1 }
            append(Event.sent)
            return
        }
        exceptions &+= 1
        switch ExceptionCode(rawValue: exception) {
        case .illegalFunction, .illegalDataAddress, .illegalDataValue: append(Event.sentReadException)
        case .serverDeviceFailure: append(Event.sentAbortException)
        case .acknowledge, .serverDeviceBusy:
            if exception == ExceptionCode.serverDeviceBusy.rawValue { busyReplies &+= 1 }
            append(Event.sentBusyException)
        default: append(Event.sent)
        }
    }

    /// Carries out function 8 and writes its reply PDU; `target` has room for 253 bytes.
    ///
    /// - Returns: the number of bytes.
    package func writeDiagnostics(
        _ function: DiagnosticFunction, data: UInt16, request pdu: UnsafeRawBufferPointer,
        to target: UnsafeMutableRawBufferPointer
    ) -> Int {
        target.copyMemory(from: pdu)
        switch function {
        case .returnQueryData: break
        case .restartCommunications:
            clearCounts()
            if data == DiagnosticFunction.clearsLog { logged = 0 }
            append(Event.restarted)
        case .clearCounters: clearCounts()
        case .busMessageCount, .serverMessageCount: write(messages, at: 3, to: target)
        case .exceptionCount: write(exceptions, at: 3, to: target)
        case .busyCount: write(busyReplies, at: 3, to: target)
        // TCP hands over whole messages, and every one of them is answered.
        case .communicationErrorCount, .noResponseCount, .overrunCount: write(0, at: 3, to: target)
        }
        return pdu.count
    }

    /// Writes function 11's reply PDU: ready, and the number of requests with a good reply.
    ///
    /// Asking for it is no event (section 6.9).
    ///
    /// - Returns: the number of bytes.
    package func writeEventCounter(to target: UnsafeMutableRawBufferPointer) -> Int {
        countsCompletion = false
        target[0] = FunctionCode.getEventCounter.rawValue
        write(0, at: 1, to: target)
        write(completions, at: 3, to: target)
        return 5
    }

    /// Writes function 12's reply PDU: ready, both counts and the log, newest event first; `target` has room for 253
    /// bytes.
    ///
    /// - Returns: the number of bytes.
    package func writeEventLog(to target: UnsafeMutableRawBufferPointer) -> Int {
        let count = Int(min(logged, UInt64(Self.logCapacity)))
        target[0] = FunctionCode.getEventLog.rawValue
        target[1] = UInt8(6 + count)
        write(0, at: 2, to: target)
        write(completions, at: 4, to: target)
        write(messages, at: 6, to: target)
        for age in 0..<count { target[8 + age] = log[Self.place(logged - 1 - UInt64(age))] }
        return 8 + count
    }

    /// The request that clears leaves every count at 0, its own included.
    private func clearCounts() {
        messages = 0
        exceptions = 0
        busyReplies = 0
        completions = 0
        countsCompletion = false
    }

    private func append(_ event: UInt8) {
        log[Self.place(logged)] = event
        logged += 1
    }

    private static func place(_ number: UInt64) -> Int { Int(number % UInt64(logCapacity)) }

    private func write(_ word: UInt16, at index: Int, to target: UnsafeMutableRawBufferPointer) {
        target[index] = UInt8(word >> 8)
        target[index + 1] = UInt8(word & 0xFF)
    }
}
