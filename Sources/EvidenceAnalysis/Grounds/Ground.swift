/// One thing that a run must have seen before anybody may call a client clean.
///
/// *Expected* needs every ground held or not applicable; one that does not hold makes a run inconclusive at best. What was
/// proven to leak leaks on any ground.
package struct Ground: Hashable, Sendable {
    /// Which ground; the raw value stands in `verdict.json`.
    package enum Kind: String, CaseIterable, Hashable, Sendable {
        /// The client got successful answers throughout the run.
        case clientWorked = "client_worked"
        /// The measured processes are the ones that polled.
        case ownRequests = "own_requests"
        /// Memory of every kind was looked at.
        case allMemory = "all_memory"
        /// Each storm and fault that was due was carried out.
        case planCarriedOut = "plan_carried_out"
        /// The controller ran as a healthy one does.
        case twinHealthy = "twin_healthy"
        /// The samples cover the run.
        case sampled
        /// The readings could be taken.
        case readable
        /// The run was long enough for what the client does.
        case longEnough = "long_enough"

        /// The name for readers.
        package var title: String {
            switch self {
            case .clientWorked: "the client did its work"
            case .ownRequests: "the measured processes polled"
            case .allMemory: "all memory was looked at"
            case .planCarriedOut: "the plan was carried out"
            case .twinHealthy: "the twin was healthy"
            case .sampled: "the samples cover the run"
            case .readable: "reading was possible"
            case .longEnough: "the run was long enough"
            }
        }
    }

    /// Whether it holds; the raw value stands in `verdict.json`.
    package enum State: String, CaseIterable, Hashable, Sendable {
        /// It holds.
        case held
        /// It does not hold.
        case notHeld = "not_held"
        /// There was nothing to hold, or the evidence is older than the ground.
        case notApplicable = "not_applicable"

        /// The word for readers.
        package var title: String {
            switch self {
            case .held: "held"
            case .notHeld: "not held"
            case .notApplicable: "not applicable"
            }
        }
    }

    /// Which ground.
    package var kind: Kind
    /// Whether it holds.
    package var state: State
    /// The figure that it rests on, a few words.
    package var figure: String
    /// For a ground that does not hold, what is the matter in a few words that follow "Inconclusive: "; else empty.
    package var headline: String
    /// What was seen, a sentence or two.
    package var sentence: String

    /// A ground that holds.
    static func held(_ kind: Kind, _ figure: String, _ sentence: String) -> Ground {
        Ground(kind: kind, state: .held, figure: figure, headline: "", sentence: sentence)
    }

    /// A ground that does not hold.
    static func notHeld(_ kind: Kind, _ figure: String, headline: String, _ sentence: String) -> Ground {
        Ground(kind: kind, state: .notHeld, figure: figure, headline: headline, sentence: sentence)
    }

    /// A ground that does not apply.
    static func notApplicable(_ kind: Kind, _ sentence: String) -> Ground {
        Ground(kind: kind, state: .notApplicable, figure: "–", headline: "", sentence: sentence)
    }
}
