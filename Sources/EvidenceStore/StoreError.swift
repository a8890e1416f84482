import Diagnostics

/// Why evidence could not be written or read.
package enum StoreError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The folder cannot be created or written to.
    case cannotCreate(path: String, reason: String)
    /// There is evidence in the folder already, and evidence is never overwritten.
    case alreadyHoldsEvidence(path: String)
    /// The disk or the evidence's own limit is full; what was recorded before is safe.
    case diskFull(path: String)
    /// Reading or writing failed; what was recorded before is safe.
    case inputOutput(path: String, reason: String)
    /// A limit of the store was reached; nothing of the batch was recorded.
    case limitReached(path: String, limit: String)
    /// There is no such folder.
    case notFound(path: String)
    /// The folder holds no evidence.
    case notEvidence(path: String, reason: String)
    /// The evidence was written by a newer twinsim.
    case newerSchema(path: String, found: Int, known: Int)
    /// The evidence is damaged.
    case corrupt(path: String, reason: String)
    /// Another twinsim is writing this evidence now.
    case beingWritten(path: String)
    /// The soak has ended in a way after which it cannot go on.
    case notResumable(path: String, reason: String)

    /// The exit status that the command line promises for it (see `Docs/Evidence.md`).
    package var exitStatus: ExitStatus {
        switch self {
        case .cannotCreate, .alreadyHoldsEvidence: .cannotCreate
        case .diskFull, .inputOutput, .limitReached: .inputOutput
        case .notEvidence, .newerSchema, .corrupt: .invalidData
        case .notFound: .notFound
        case .beingWritten: .unavailable
        case .notResumable: .usage
        }
    }

    /// A stable code that a script may match.
    package var code: String {
        switch self {
        case .cannotCreate: "EVI001"
        case .alreadyHoldsEvidence: "EVI002"
        case .diskFull: "EVI003"
        case .inputOutput: "EVI004"
        case .limitReached: "EVI005"
        case .notEvidence: "EVI006"
        case .newerSchema: "EVI007"
        case .corrupt: "EVI008"
        case .beingWritten: "EVI009"
        case .notResumable: "EVI010"
        case .notFound: "EVI011"
        }
    }

    /// `path: error CODE: what; how to mend it`.
    package var description: String {
        switch self {
        case .cannotCreate(let path, let reason):
            "\(path): error \(code): the evidence folder cannot be created: \(reason); "
                + "name a folder that you may write to with --evidence"
        case .alreadyHoldsEvidence(let path):
            "\(path): error \(code): the folder already holds evidence, which is never overwritten; "
                + "name another folder"
        case .diskFull(let path):
            "\(path): error \(code): the disk is full; what was recorded until now is safe, "
                + "`twinsim report` judges it; make room for another soak"
        case .inputOutput(let path, let reason):
            "\(path): error \(code): reading or writing failed: \(reason); what was recorded until now is safe"
        case .limitReached(let path, let limit):
            "\(path): error \(code): \(limit); what was recorded until now is safe"
        case .notFound(let path):
            "\(path): error \(code): there is no such folder; name the folder that `twinsim soak` wrote"
        case .notEvidence(let path, let reason):
            "\(path): error \(code): this is no evidence of a soak: \(reason); "
                + "name the folder that `twinsim soak` wrote"
        case .newerSchema(let path, let found, let known):
            "\(path): error \(code): the evidence has schema \(found) and this twinsim knows schemas up to \(known); "
                + "read it with the twinsim that wrote it"
        case .corrupt(let path, let reason):
            "\(path): error \(code): the evidence is damaged: \(reason); "
                + "`sqlite3 evidence.sqlite .recover` may save a part of it"
        case .beingWritten(let path):
            "\(path): error \(code): another twinsim is writing this evidence; wait for its end or stop it"
        case .notResumable(let path, let reason):
            "\(path): error \(code): this soak cannot be resumed: \(reason); "
                + "`twinsim report` judges it; begin another soak in another folder"
        }
    }
}
