import Determinism

/// One fault of a plan, of any kind in the catalogue.
package enum PlannedFault: Hashable, Sendable {
    /// Storms of disconnections.
    case reconnectStorm(ReconnectStorm)

    /// The kind's name, as plans spell it.
    package var kind: String {
        switch self {
        case .reconnectStorm: ReconnectStorm.kind
        }
    }

    /// How many storms the fault brings.
    var stormCount: Int {
        switch self {
        case .reconnectStorm(let storm): storm.storms
        }
    }

    /// What the fault does in a run of this length.
    func events(
        inRunOf runSeconds: Double?, random: inout RandomStream, firstStorm: Int
    ) throws(FaultPlanError) -> [FaultEvent] {
        switch self {
        case .reconnectStorm(let storm):
            try storm.events(inRunOf: runSeconds, random: &random, firstStorm: firstStorm)
        }
    }
}
