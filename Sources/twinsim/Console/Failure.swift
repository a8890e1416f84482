import ControlPanel
import Diagnostics
import EvidenceStore
import FaultPlan
import ModbusServer
import ProcessProbes
import SoakHarness
import TwinRuntime

/// An error in the user's words, with the exit status it ends the program with.
struct Failure {
    /// One line an error: `file:line:column: error CODE: what; hint`, or `twinsim: error CODE: what; hint`.
    let text: String
    /// The exit status.
    let status: ExitStatus

    /// The failure behind an error of ours; nil for one that the command-line parser answers itself.
    init?(_ error: any Error) {
        switch error {
        case let invalid as InvalidInput:
            self.init(invalid.description, .invalidData)
        case let error as RuntimeError:
            let status: ExitStatus =
                switch error {
                case .scenarioNotFound, .planNotFound, .filesNotFound, .unreadable, .notRegular: .notFound
                case .tooLarge, .notText: .invalidData
                case .noThread: .unavailable
                case .badUnit: .usage
                }
            // What is wrong inside a file has its own place and code.
            let isPlaced = if case .notText = error { true } else { false }
            self.init(isPlaced ? "\(error)" : "twinsim: error \(error.code): \(error)", status)
        case let error as FaultPlanError:
            let status: ExitStatus =
                switch error {
                case .needsDuration, .repeatsForEver, .emptyWindow, .crowdedWindow: .usage
                default: .invalidData
                }
            self.init("twinsim: error \(error.code): \(error)", status)
        case let error as ServerError:
            self.init("twinsim: error \(error.code): \(error)", .unavailable)
        case let error as LaunchError:
            if case .clientNotFound = error {
                self.init("twinsim: \(error)", .notFound)
            } else {
                self.init("twinsim: \(error)", .unavailable)
            }
        case let error as WatchError:
            self.init("twinsim: \(error)", .notFound)
        case let error as SpeedError:
            self.init("twinsim: error \(error.code): \(error)", error.exitStatus)
        case let error as StoreError:
            self.init(error.description, error.exitStatus)
        case let error as PanelError:
            if case .refused(let sentence) = error {
                // The panel's sentence carries its own place and code.
                self.init(sentence, .invalidData)
            } else {
                self.init("twinsim: error \(error.code): \(error)", .unavailable)
            }
        case let error as OutputError:
            self.init("twinsim: error \(error.code): \(error)", error.status)
        default:
            return nil
        }
    }

    private init(_ text: String, _ status: ExitStatus) {
        self.text = text
        self.status = status
    }
}
