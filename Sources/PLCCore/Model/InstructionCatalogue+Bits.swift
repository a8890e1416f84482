extension InstructionCatalogue {
    /// Contacts, coils and one shots.
    static let bitEntries: [InstructionDescription] = [
        InstructionDescription(
            .xic, [], [OperandDescription("bit", .bit)],
            "Examine if closed: a normally open contact.",
            rungOut: "RCI and bit"),
        InstructionDescription(
            .xio, [], [OperandDescription("bit", .bit)],
            "Examine if open: a normally closed contact.",
            rungOut: "RCI and not bit"),
        InstructionDescription(
            .ote, [], [OperandDescription("bit", .outputBit)],
            "Output energize: the bit is what the rung is.",
            whenTrue: "bit := 1", whenFalse: "bit := 0", atPrescan: "bit := 0"),
        InstructionDescription(
            .otl, [], [OperandDescription("bit", .outputBit)],
            "Output latch: sets the bit and leaves it set.",
            whenTrue: "bit := 1"),
        InstructionDescription(
            .otu, [], [OperandDescription("bit", .outputBit)],
            "Output unlatch: clears the bit and leaves it clear.",
            whenTrue: "bit := 0"),
        InstructionDescription(
            .ons, [], [OperandDescription("storage", .storageBit)],
            "One shot: passes the rung for one scan when it becomes true.",
            whenTrue: "storage := 1", whenFalse: "storage := 0",
            atPrescan: "storage := 1, so that a rung already true gives no pulse",
            rungOut: "RCI and storage was 0"),
        InstructionDescription(
            .osr, [], [OperandDescription("storage", .storageBit), OperandDescription("output", .outputBit)],
            "One shot rising: sets the output bit for one scan when the rung becomes true.",
            whenTrue: "output := (storage was 0); storage := 1", whenFalse: "output := 0; storage := 0",
            atPrescan: "output := 0; storage := 1"),
        InstructionDescription(
            .osf, [], [OperandDescription("storage", .storageBit), OperandDescription("output", .outputBit)],
            "One shot falling: sets the output bit for one scan when the rung becomes false.",
            whenTrue: "output := 0; storage := 1", whenFalse: "output := (storage was 1); storage := 0",
            atPrescan: "output := 0; storage := 0"),
        InstructionDescription(
            .afi, [], [], "Always false: switches off what follows on the rung.", rungOut: "false"),
        InstructionDescription(
            .nop, [], [], "No operation: keeps a place."),
    ]

    /// Timers and counters.
    static let timingEntries: [InstructionDescription] = [
        InstructionDescription(
            .ton, [], timerOperands,
            "Timer on delay: DN when the rung has been true for PRE milliseconds.",
            whenTrue: "EN := 1; unless DN, ACC gains the time since the last scan; "
                + "ACC >= PRE gives DN := 1 and TT := 0, else TT := 1",
            whenFalse: "EN, TT, DN := 0; ACC := 0", atPrescan: "as when false"),
        InstructionDescription(
            .tof, [], timerOperands,
            "Timer off delay: DN while the rung is true and for PRE milliseconds after.",
            whenTrue: "EN := 1; DN := 1; TT := 0; ACC := 0",
            whenFalse: "EN := 0; if DN, ACC gains the time since the last scan; "
                + "ACC >= PRE gives DN := 0 and TT := 0, else TT := 1; if not DN, TT := 0",
            atPrescan: "EN, TT, DN := 0; ACC := PRE"),
        InstructionDescription(
            .rto, [], timerOperands,
            "Retentive timer: like TON, but a false rung keeps ACC and DN; RES starts it over.",
            whenTrue: "as TON", whenFalse: "EN, TT := 0; ACC and DN kept",
            atPrescan: "EN, TT, DN := 0; ACC kept"),
        InstructionDescription(
            .ctu, [], counterOperands,
            "Count up: counts the rung's changes from false to true.",
            whenTrue: "if CU was 0, ACC := ACC + 1 (a wrap sets OV, or clears UN); CU := 1; DN := (ACC >= PRE)",
            whenFalse: "CU := 0", atPrescan: "CU := 1, so that a rung already true is not counted"),
        InstructionDescription(
            .ctd, [], counterOperands,
            "Count down: counts the rung's changes from false to true downwards.",
            whenTrue: "if CD was 0, ACC := ACC - 1 (a wrap sets UN, or clears OV); CD := 1; DN := (ACC >= PRE)",
            whenFalse: "CD := 0", atPrescan: "CD := 1, so that a rung already true is not counted"),
        InstructionDescription(
            .res, [], [OperandDescription("structure", .timerOrCounter)],
            "Reset: starts a timer or a counter over.",
            whenTrue: "timer: ACC := 0; EN, TT, DN := 0; counter: ACC := 0; DN, OV, UN := 0; CU and CD kept"),
    ]

    private static let timerOperands = [
        OperandDescription("timer", .timer), OperandDescription("preset", .start),
        OperandDescription("accumulated", .start),
    ]
    private static let counterOperands = [
        OperandDescription("counter", .counter), OperandDescription("preset", .start),
        OperandDescription("accumulated", .start),
    ]
}
