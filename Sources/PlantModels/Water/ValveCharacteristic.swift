import Glibc

/// How a valve's flow coefficient follows its position.
struct ValveCharacteristic {
    /// The parameters that describe it.
    static let parameters: [ParameterSpecification] = [
        .word("characteristic", "equal_percentage", ["linear", "equal_percentage"], "inherent characteristic"),
        .number("rangeability", "", 50, 2...500, "of the equal-percentage characteristic"),
    ]

    // Below this position an equal-percentage plug lets go of its curve and shuts.
    private static let seat = 0.02

    private let isLinear: Bool
    private let rangeability: Double

    /// The characteristic of this `setup`.
    init(_ setup: ComponentSetup) {
        isLinear = setup.word("characteristic") == "linear"
        rangeability = setup.number("rangeability")
    }

    /// Kv as a share of its full value at `position` 0 to 1: x, or R^(x-1) that closes on its seat.
    func share(atPosition position: Double) -> Double {
        if isLinear { return position }
        if position >= Self.seat { return pow(rangeability, position - 1) }
        return position / Self.seat * pow(rangeability, Self.seat - 1)
    }
}
