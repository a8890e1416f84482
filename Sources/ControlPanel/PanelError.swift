/// Why a panel could not be opened or reached.
package enum PanelError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The panel's port cannot be had.
    case cannotListen(port: UInt16, reason: String)
    /// Nobody answers at the panel's port.
    case cannotReach(port: UInt16, reason: String)
    /// The panel answered with a refusal.
    case refused(String)
    /// The answer is not one of a panel.
    case notAPanel(port: UInt16)

    /// A stable code for scripts.
    package var code: String {
        switch self {
        case .cannotListen: "PNL001"
        case .cannotReach: "PNL002"
        case .refused: "PNL003"
        case .notAPanel: "PNL004"
        }
    }

    /// What is wrong and how to mend it.
    package var description: String {
        switch self {
        case .cannotListen(let port, let reason):
            "the panel cannot listen on port \(port): \(reason); choose another port, 0 picks a free one"
        case .cannotReach(let port, let reason):
            "no panel answers on port \(port): \(reason); start the twin with --panel \(port)"
        case .refused(let sentence): sentence
        case .notAPanel(let port): "what answers on port \(port) is not a panel of twinsim"
        }
    }
}
