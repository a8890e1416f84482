/// An exit status of the program: a contract with the scripts that call it (Docs/ExitStatus.md).
package struct ExitStatus: RawRepresentable, Hashable, Sendable, ExpressibleByIntegerLiteral, CustomStringConvertible {
    /// The number, 0 to 255.
    package let rawValue: Int32

    /// The status with this number.
    package init(rawValue: Int32) { self.rawValue = rawValue }

    /// The status with this number.
    package init(integerLiteral value: Int32) { rawValue = value }

    /// It ran; expected growth only, every criterion met.
    package static let success: ExitStatus = 0
    /// It ran; leak.
    package static let leak: ExitStatus = 1
    /// It ran; suspicious or inconclusive.
    package static let suspicious: ExitStatus = 2
    /// It ran; the client ended early.
    package static let clientEndedEarly: ExitStatus = 3
    /// It ran; a criterion other than memory failed.
    package static let criterionFailed: ExitStatus = 4
    /// The command line is wrong.
    package static let usage: ExitStatus = 64
    /// A scenario, ladder, plan or evidence is invalid.
    package static let invalidData: ExitStatus = 65
    /// A scenario, client or file was not found.
    package static let notFound: ExitStatus = 66
    /// A port or another resource is unavailable.
    package static let unavailable: ExitStatus = 69
    /// An internal fault.
    package static let internalFault: ExitStatus = 70
    /// The evidence cannot be created.
    package static let cannotCreate: ExitStatus = 73
    /// Reading or writing failed.
    package static let inputOutput: ExitStatus = 74

    /// Ended by this signal: 128 and its number, as shells tell it.
    package static func signal(_ number: Int32) -> ExitStatus { ExitStatus(rawValue: 128 + number) }

    /// Whether a signal ended it.
    package var isSignal: Bool { rawValue > 128 }

    /// The number.
    package var description: String { "\(rawValue)" }
}
