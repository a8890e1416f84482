import SoakHarness

/// Thrown by a verb that has said everything and only has a status left to give.
struct ExitWith: Error {
    /// The exit status of the program.
    let code: Int32

    /// Ends the program with this status.
    init(_ code: Int32) { self.code = code }

    /// Ends the program with a status of the contract.
    init(status: ExitStatus) { code = status.rawValue }
}
