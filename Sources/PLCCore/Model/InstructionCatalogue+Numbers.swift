extension InstructionCatalogue {
    /// Comparisons.
    static let compareEntries: [InstructionDescription] = [
        comparison(.equ, "EQ", "Equal.", "a = b"),
        comparison(.neq, "NE", "Not equal.", "a <> b"),
        comparison(.grt, "GT", "Greater than.", "a > b"),
        comparison(.geq, "GE", "Greater than or equal.", "a >= b"),
        comparison(.les, "LT", "Less than.", "a < b"),
        comparison(.leq, "LE", "Less than or equal.", "a <= b"),
        InstructionDescription(
            .lim, ["LIMIT"],
            [
                OperandDescription("low", .source), OperandDescription("test", .source),
                OperandDescription("high", .source),
            ],
            "Limit test: inside the limits, or outside them when low is above high.",
            rungOut: "RCI and (low <= high: low <= test <= high; low > high: test <= high or test >= low)"),
        InstructionDescription(
            .meq, [],
            [
                OperandDescription("source", .integerSource), OperandDescription("mask", .integerSource),
                OperandDescription("compare", .integerSource),
            ],
            "Masked equal: compares the bits that are set in the mask.",
            rungOut: "RCI and (source and mask) = (compare and mask)"),
        InstructionDescription(
            .cmp, [], [OperandDescription("condition", .condition)],
            "Compare: a condition with comparisons, AND, OR, XOR, NOT and BOOL tags.",
            rungOut: "RCI and condition"),
    ]

    /// Moves, arithmetic, scaling and control.
    static let computeEntries: [InstructionDescription] = [
        InstructionDescription(
            .mov, ["MOVE"], [OperandDescription("source", .source), OperandDescription("dest", .destination)],
            "Move: copies a value, converted to the destination's type.",
            whenTrue: "dest := source"),
        InstructionDescription(
            .mvm, [],
            [
                OperandDescription("source", .integerSource), OperandDescription("mask", .integerSource),
                OperandDescription("dest", .integerDestination),
            ],
            "Masked move: copies the bits that are set in the mask.",
            whenTrue: "dest := (dest and not mask) or (source and mask)"),
        InstructionDescription(
            .clr, [], [OperandDescription("dest", .destination)],
            "Clear.", whenTrue: "dest := 0"),
        arithmetic(.add, "Add.", "dest := a + b"),
        arithmetic(.sub, "Subtract.", "dest := a - b"),
        arithmetic(.mul, "Multiply.", "dest := a * b"),
        arithmetic(
            .div, "Divide; whole numbers are cut off, not rounded.",
            "dest := a / b; whole numbers and b = 0: dest := a and minor fault 4/4"),
        arithmetic(
            .mod, "Modulo: the remainder, with the sign of a.",
            "dest := a - truncated(a / b) * b; whole numbers and b = 0: dest := a and minor fault 4/4"),
        InstructionDescription(
            .neg, [], sourceAndDestination, "Negate.", whenTrue: "dest := -source"),
        InstructionDescription(
            .abs, [], sourceAndDestination, "Absolute value.", whenTrue: "dest := |source|"),
        InstructionDescription(
            .sqr, ["SQRT"], sourceAndDestination,
            "Square root, of the absolute value when the source is negative.",
            whenTrue: "dest := square root of |source|; whole numbers are cut off, not rounded"),
        InstructionDescription(
            .cpt, [], [OperandDescription("dest", .destination), OperandDescription("expression", .expression)],
            "Compute: a formula with + - * / MOD AND OR XOR NOT, ABS SQR LN EXP MIN MAX and parentheses.",
            whenTrue: "dest := expression"),
        InstructionDescription(
            .scp, [],
            [
                OperandDescription("in", .source), OperandDescription("inMin", .source),
                OperandDescription("inMax", .source), OperandDescription("outMin", .source),
                OperandDescription("outMax", .source), OperandDescription("out", .destination),
            ],
            "Scale with parameters: linear, not limited to outMin..outMax.",
            whenTrue: "out := (in - inMin) * (outMax - outMin) / (inMax - inMin) + outMin; "
                + "inMin = inMax: out kept and minor fault 4/4"),
        InstructionDescription(
            .scl, [],
            [
                OperandDescription("source", .source), OperandDescription("rate", .source),
                OperandDescription("offset", .source), OperandDescription("dest", .destination),
            ],
            "Scale: rate in ten-thousandths, then an offset.",
            whenTrue: "dest := source * rate / 10000 + offset"),
        InstructionDescription(
            .pid, [],
            [
                OperandDescription("pid", .pid), OperandDescription("pv", .source),
                OperandDescription("tieback", .sourceOrUnused), OperandDescription("cv", .destinationOrUnused),
                OperandDescription("master", .pidOrUnused), OperandDescription("inhold", .bitOrUnused),
                OperandDescription("inholdValue", .sourceOrUnused),
            ],
            "Proportional, integral and derivative control; see the section on PID.",
            whenTrue: "EN := 1; every UPD seconds the loop is computed; cv := CV",
            whenFalse: "EN := 0; INI := 0, so that the loop restarts from OUT without a bump",
            atPrescan: "as when false"),
    ]

    private static let sourceAndDestination = [
        OperandDescription("source", .source), OperandDescription("dest", .destination),
    ]

    private static func comparison(
        _ kind: InstructionKind, _ alias: String, _ sentence: String, _ condition: String
    ) -> InstructionDescription {
        InstructionDescription(
            kind, [alias], [OperandDescription("a", .source), OperandDescription("b", .source)], sentence,
            rungOut: "RCI and \(condition)")
    }

    private static func arithmetic(
        _ kind: InstructionKind, _ sentence: String, _ action: String
    ) -> InstructionDescription {
        InstructionDescription(
            kind, [],
            [
                OperandDescription("a", .source), OperandDescription("b", .source),
                OperandDescription("dest", .destination),
            ], sentence, whenTrue: action)
    }
}
