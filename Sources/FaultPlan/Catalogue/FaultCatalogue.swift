/// The kinds of fault that a plan may name, with their parameters: documentation, validation and `twinsim faults list`
/// follow from it.
package enum FaultCatalogue {
    /// Every kind, one line each.
    package static let kinds: [any Fault.Type] = [
        // TCP
        RefusedConnections.self,
        AcceptThenClose.self,
        BlackHole.self,
        NoAccept.self,
        IdleReset.self,
        ResetMidRequest.self,
        ResetMidAnswer.self,
        HalfClose.self,
        HalfOpen.self,
        SlowClose.self,
        Drip.self,
        Coalesce.self,
        RateLimit.self,
        Delay.self,
        IdleTimeout.self,
        ConnectionLimit.self,
        PortFlap.self,
        // MBAP
        WrongTransactionID.self,
        DuplicateReply.self,
        UnsolicitedFrame.self,
        LateAnswer.self,
        ReorderedReplies.self,
        DroppedReply.self,
        WrongProtocolID.self,
        WrongLength.self,
        WrongUnitID.self,
        WrongFunctionCode.self,
        WrongByteCount.self,
        TruncatedReply.self,
        TrailingBytes.self,
        FlippedBits.self,
        FewerRegisters.self,
        // PDU
        ExceptionReply.self,
        IgnoredRequest.self,
        LostWrite.self,
        ReadBack.self,
        // data
        FrozenTag.self,
        StaleTag.self,
        ReplacedValue.self,
        OffsetValue.self,
        NotANumber.self,
        TornValue.self,
        SwappedWords.self,
        // plant
        ComponentFault.self,
        PlantInput.self,
        // controller
        ControllerRestart.self,
        ControllerStop.self,
        ProgramChange.self,
        ScanFreeze.self,
        // storms
        ReconnectStorm.self,
        ThunderingHerd.self,
        Flapping.self,
    ]

    /// What the catalogue says of every kind.
    package static let entries: [Entry] = kinds.map { $0.entry }

    /// The name of every kind.
    package static let kindNames: [String] = entries.map(\.kind)

    // A plan may have tens of thousands of faults.
    private static let byName = Dictionary(uniqueKeysWithValues: zip(kindNames, kinds))

    /// The kind with this name; nil when there is none.
    package static func kind(_ name: String) -> (any Fault.Type)? {
        byName[name]
    }

    /// The layer on which a fault acts.
    package enum Layer: String, CaseIterable, Hashable, Sendable {
        /// Connections and segments.
        case tcp = "TCP"
        /// The header of a frame.
        case mbap = "MBAP"
        /// Function codes, exceptions, data bytes.
        case pdu = "PDU"
        /// Values as clients read them.
        case data
        /// The plant's components.
        case plant
        /// The controller.
        case controller
        /// Disconnections in numbers.
        case storm
    }

    /// How a fault stands in time.
    package enum Extent: String, CaseIterable, Hashable, Sendable {
        /// From a beginning to an end (`at`, `for`), then everything is as before.
        case lasting
        /// At moments (`at`, `every`).
        case moment
        /// On a schedule of its own.
        case ownSchedule = "own schedule"
    }

    /// What a target may choose of a kind's effects.
    package enum Aim: String, CaseIterable, Hashable, Sendable {
        /// Single requests: unit, function, address, connection, n-th request, probability.
        case requests
        /// Connections: by number, with a probability.
        case connections
        /// Nothing: it concerns the whole.
        case whole
    }

    /// One parameter of a kind of fault.
    package struct Parameter: Hashable, Sendable {
        /// The key in the plan.
        package var name: String
        /// What it may hold.
        package var shape: ParameterShape
        /// What it is, with its unit.
        package var sentence: String
        /// What it is when the plan does not say; nil when the plan must say, unless `isOptional`.
        package var standard: ParameterValue?
        /// Whether it may be left out without a default.
        package var isOptional: Bool

        /// A parameter.
        package init(
            _ name: String, _ shape: ParameterShape, _ sentence: String, standard: ParameterValue? = nil,
            isOptional: Bool = false
        ) {
            self.name = name
            self.shape = shape
            self.sentence = sentence
            self.standard = standard
            self.isOptional = isOptional
        }
    }

    /// One kind of fault.
    package struct Entry: Hashable, Sendable {
        /// The kind's name, as plans spell it.
        package var kind: String
        /// The layer on which it acts.
        package var layer: Layer
        /// How it stands in time.
        package var extent: Extent
        /// What a target may choose.
        package var aim: Aim
        /// What it does.
        package var sentence: String
        /// The defect in a client that it brings to light.
        package var provokes: String
        /// Its parameters.
        package var parameters: [Parameter]
    }
}
