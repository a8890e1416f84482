import Diagnostics
import SoakHarness

/// Thrown by a verb that has said everything and only has a status left to give.
struct ExitWith: Error {
    /// The exit status of the program.
    let code: Int32

    /// Ends the program with this status.
    init(_ status: ExitStatus) { code = status.rawValue }
}
