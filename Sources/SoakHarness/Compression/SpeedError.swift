import Diagnostics
import Evidence
import ProcessProbes
import Text

/// Why a soak cannot run faster than real time.
package enum SpeedError: Error, Equatable, Sendable, CustomStringConvertible {
    /// libfaketime is in none of the usual places.
    case libraryMissing
    /// The library cannot be preloaded.
    case libraryUnusable(reason: String)
    /// The client's runtime cannot be made faster, or cannot be told.
    case runtime(reason: String)
    /// Kinds of waiting hang or spin; `safe` is the highest factor that was found at which they do not.
    case waits(findings: [WaitFinding], executable: String, factor: Double, safe: Double?)
    /// The user named kinds of waiting that this runtime does not have.
    case unknownWaits([String], known: [String])
    /// There is nothing in the plan that could come oftener.
    case nothingComesBack(plan: String)

    /// A stable code for scripts.
    package var code: String {
        switch self {
        case .libraryMissing: "SPD001"
        case .libraryUnusable: "SPD002"
        case .runtime: "SPD003"
        case .waits: "SPD004"
        case .unknownWaits: "SPD005"
        case .nothingComesBack: "SPD006"
        }
    }

    /// The exit status.
    package var exitStatus: ExitStatus {
        switch self {
        case .libraryMissing, .libraryUnusable, .runtime, .waits: .unavailable
        case .unknownWaits, .nothingComesBack: .usage
        }
    }

    /// What is wrong, and how to mend it.
    package var description: String {
        switch self {
        case .libraryMissing:
            "libfaketime, which makes the client's clock run faster, is not installed; install the package "
                + "\(FaketimeLibrary.package) (apt-get install \(FaketimeLibrary.package)), or name the library with "
                + "--faketime-library"
        case .libraryUnusable(let reason):
            "libfaketime cannot be preloaded: \(reason); name another file with --faketime-library, or install the "
                + "package \(FaketimeLibrary.package)"
        case .runtime(let reason):
            "the client cannot run faster than real time: \(reason); --event-rate compresses its events in real time"
        case .waits(let findings, let executable, let factor, let safe):
            Self.sentence(findings, executable, factor, safe)
        case .unknownWaits(let kinds, let known):
            "the client's runtime has no kind of waiting called \(kinds.joined(separator: ", ")); it has "
                + known.joined(separator: ", ")
        case .nothingComesBack(let plan):
            "nothing in the fault plan '\(plan)' comes back or comes in a number, so that --event-rate has nothing to "
                + "compress; give --faults a plan with 'every' or with storms"
        }
    }

    private static func sentence(
        _ findings: [WaitFinding], _ executable: String, _ factor: Double, _ safe: Double?
    ) -> String {
        let kinds = findings.map(\.kind).joined(separator: ",")
        return
            "under libfaketime at ×\(Figures.factor(factor)) not every way in which \(executable) can wait works: "
            + findings.map(\.sentence).joined(separator: ", ") + "; "
            + (safe.map { "the highest factor tried at which they work is \(Figures.factor($0)); " }
                ?? "no lower factor was found at which they work; ")
            + "if the client waits in none of these ways, say so with --unused-waits \(kinds), which the evidence "
            + "records, or compress its events in real time with --event-rate"
    }
}
