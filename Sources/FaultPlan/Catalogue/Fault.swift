import Determinism

/// One kind of fault. Each kind is one file in Kinds/ and one line in `FaultCatalogue.kinds`.
package protocol Fault: Sendable {
    /// What the catalogue says of the kind; parsing, validation and documentation follow from it.
    static var entry: FaultCatalogue.Entry { get }
    /// The fault with these parameters, which are complete and checked against `entry`.
    init(_ parameters: FaultParameters)
}

/// A lasting fault that decides about a request before it is served.
package protocol RequestFault: Fault {
    /// What is done instead of serving it. Runs on the server's thread: must neither wait nor allocate.
    func judge(_ request: RequestView, _ dice: inout FaultDice) -> RequestJudgement
    /// Requests of a burst, at least 1: after a hit the target's next `run` - 1 requests are hit as well, whatever its
    /// probability, `first` and `every` say; its limit holds.
    var run: Int { get }
}

extension RequestFault {
    /// One: no bursts.
    package var run: Int { 1 }
}

/// A lasting fault that changes replies: their bytes, when and how they leave, what happens after them.
package protocol ReplyFault: Fault {
    /// Spoils one reply, whose count is at least 1, and leaves its count within 0 to `ReplyDraft.room`.
    ///
    /// Runs on the server's thread: must neither wait nor allocate.
    ///
    /// - Returns: whether anything is different for it; false for a reply that the fault has no meaning for, which is
    ///   then no hit.
    func spoil(_ reply: inout ReplyDraft, _ dice: inout FaultDice) -> Bool
}

/// A lasting fault that meets new connections.
package protocol GreetingFault: Fault {
    /// What becomes of a connection that was just accepted.
    func greet(_ dice: inout FaultDice) -> Greeting
}

/// A lasting fault of the server as a whole: its listener, its limits.
package protocol ServerFault: Fault {
    /// Changes the conditions for as long as the fault lasts.
    func apply(to conditions: inout ServerConditions)
}

/// A fault of one moment: it strikes connections that are open.
package protocol StrikeFault: Fault {
    /// What is done to each connection that the fault's target chooses.
    var strike: Strike { get }
}

/// A fault that keeps its own schedule: storms of disconnections.
package protocol StormFault: Fault {
    /// How many storms it brings.
    var storms: Int { get }
    /// Everything it does in a run of this length, counted from the run's start, storms numbered from `firstStorm`.
    func actions(
        inRunOf runSeconds: Double?, random: inout RandomStream, firstStorm: Int
    ) throws(FaultPlanError) -> [(seconds: Double, action: FaultAction)]
}

/// A lasting fault of one value as clients read it: frozen, offset, not a number, torn.
package protocol TagFault: Fault {
    /// The point whose value is spoilt.
    var tag: String { get }
    /// What is done to it.
    var effect: TagEffect { get }
}

/// A lasting fault of a component of the plant.
package protocol PlantFault: Fault {
    /// The component.
    var component: String { get }
    /// The input ports that it drives while it lasts, with their values; they return to their defaults.
    var drives: [(port: String, value: Double)] { get }
}

/// A fault of the controller.
package protocol ControllerFault: Fault {
    /// What is done to the controller, at the beginning and at the end.
    var effect: ControllerEffect { get }
}
