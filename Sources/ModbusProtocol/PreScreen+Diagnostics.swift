/// Functions 7, 8, 11, 12 and 24: no register of the map matters to them.
extension PreScreen {
    /// Judges a request that is its function code alone; with more it is exception 3.
    static func bare(_ pdu: UnsafeRawBufferPointer, _ judgement: Judgement) -> Judgement {
        pdu.count == 1 ? judgement : .refuse(.illegalDataValue)
    }

    /// Judges function 8. An unknown sub-function is a function that the server does not have (section 6.8), so it is
    /// judged before the data.
    static func diagnostics(_ pdu: UnsafeRawBufferPointer) -> Judgement {
        guard pdu.count >= 3 else { return .refuse(.illegalDataValue) }
        guard let function = DiagnosticFunction(rawValue: bigEndianWord(pdu, at: 1)) else {
            return .refuse(.illegalFunction)
        }
        // Data come in words, at least one; only an echo may have more than one.
        guard pdu.count >= 5, pdu.count % 2 == 1 else { return .refuse(.illegalDataValue) }
        if function == .returnQueryData { return .diagnose(function, data: 0) }
        let data = bigEndianWord(pdu, at: 3)
        let isPermitted = data == 0 || function == .restartCommunications && data == DiagnosticFunction.clearsLog
        return pdu.count == 5 && isPermitted ? .diagnose(function, data: data) : .refuse(.illegalDataValue)
    }

    /// Judges function 24. An address without a queue is exception 2. No queue holds more than the 31 values that a reply
    /// may carry, so that the state diagram's exception 3 for a longer one cannot come about.
    static func readQueue(_ pdu: UnsafeRawBufferPointer, _ map: RegisterMap) -> Judgement {
        guard pdu.count == 3 else { return .refuse(.illegalDataValue) }
        guard let queue = map.queueIndex(at: Int(bigEndianWord(pdu, at: 1))) else {
            return .refuse(.illegalDataAddress)
        }
        return .readQueue(queue)
    }
}
