/// Functions 7, 8, 11, 12 and 24: nothing of the register map matters to them.
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

    /// Judges function 24. No address has a queue behind it, so a well-formed request is exception 2.
    static func readQueue(_ pdu: UnsafeRawBufferPointer) -> Judgement {
        .refuse(pdu.count == 3 ? .illegalDataAddress : .illegalDataValue)
    }
}
