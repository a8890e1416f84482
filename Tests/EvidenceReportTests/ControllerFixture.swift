import Evidence

/// A controller with one of everything: two storms, an alarm that comes, a pump that stops, a set-point that a client moves.
enum ControllerFixture {
    static let tags = [
        WatchedTag(
            name: "LT_MA", role: .input, isBit: false, unit: "mA", summary: "Level loop.",
            engineering: EngineeringScale(tag: "LT", unit: "m", rawLow: 4, rawHigh: 20, low: 0, high: 5)),
        WatchedTag(name: "FLOAT_OK", role: .input, isBit: true, summary: "Float."),
        WatchedTag(name: "LAH", role: .alarm, isBit: true, summary: "Alarm: tank high.", initial: 0),
        WatchedTag(name: "P1_RUN", role: .output, isBit: true, summary: "Run pump 1.", initial: 0),
        WatchedTag(name: "SP_HIGH", role: .setPoint, isBit: false, unit: "m", summary: "High level.", initial: 3.5),
        WatchedTag(name: "SP_LOW", role: .setPoint, isBit: false, unit: "m", summary: "Low level.", initial: 0.5),
        WatchedTag(name: "CMD_ACK", role: .setPoint, isBit: true, summary: "Acknowledge.", initial: 0),
        WatchedTag(name: "WANT", role: .contact, isBit: true, summary: "Pump wanted.", initial: 0),
    ]

    static let rungs = [
        WatchedRung(
            number: 4, comment: "The pump runs while it is wanted and the tank is not high.",
            text: "XIC(WANT)XIO(LAH)OTE(P1_RUN);", drives: ["P1_RUN"], examines: ["WANT", "LAH"]),
        WatchedRung(
            number: 7, comment: "High level.", text: "GRT(LT,SP_HIGH)OTE(LAH);", drives: ["LAH"], examines: []),
        WatchedRung(
            number: 9, comment: "", text: "XIC(CMD_ACK)OTU(CMD_ACK);", drives: ["CMD_ACK"], examines: ["CMD_ACK"]),
    ]

    static let system = SystemDescription(
        title: "A tank", summary: "It fills and is pumped out.", scanMilliseconds: 100, unit: 1, registerEntries: 40,
        rungs: 12, components: 5)

    /// The events of a run of 600 s with storms at 100 s and 300 s.
    static var events: [EvidenceEvent] {
        let first: [(String, Double?)] = [
            ("FLOAT_OK", 1), ("LAH", 0), ("P1_RUN", 1), ("SP_HIGH", 3.5), ("SP_LOW", 0.5), ("CMD_ACK", 0), ("WANT", 1),
        ]
        return [
            EvidenceEvent.program(at: 0.5, system: system, tags: tags, rungs: rungs),
            EvidenceEvent.mode(at: 0.5, "run", isFirst: true),
            EvidenceEvent.values(at: 0.5, first, written: [], isOccasion: false),
            EvidenceEvent.values(at: 50, [("SP_HIGH", 3)], written: [("SP_HIGH", 2)], isOccasion: false),
            EvidenceEvent.values(at: 100.8, [], written: [("CMD_ACK", 1)], isOccasion: true),
            EvidenceEvent.alarm(at: 130, tags[2], isOn: true),
            EvidenceEvent.values(at: 130, [("LAH", 1), ("P1_RUN", 0)], written: [], isOccasion: false),
            EvidenceEvent.values(at: 300.6, [], written: [], isOccasion: true),
            EvidenceEvent.mode(at: 320, "program", isFirst: false),
            EvidenceEvent.values(at: 340, [("LAH", 0)], written: [], isOccasion: false),
            EvidenceEvent.values(at: 500, [("WANT", nil)], written: [], isOccasion: false),
        ]
    }

    /// Facts of a run with such a controller.
    static var facts: EvidenceFacts {
        var facts = Fixture.facts(hours: 1)
        facts.durationSeconds = 600
        facts.events += events
        facts.plantStates = [(100.0, "storm 1", 11.5), (300, "storm 2", 12.25)].map { time, occasion, level in
            PlantState(timeSeconds: time, occasion: occasion, tags: [.init("LT_MA", level), .init("FLOAT_OK", 1)])
        }
        return facts
    }
}
