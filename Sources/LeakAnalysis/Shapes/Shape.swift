/// One way in which a series may have come about, with what it costs to say so.
enum Shape: Hashable, Sendable {
    /// A level, with a saturating law or without one: it rests.
    case resting(GrowthLaw)
    /// Levels with a step between each and the next, the first indices of all but the first: it rests.
    case steps([Int])
    /// A steady slope, with a saturating law beside it or without one: it goes on growing.
    case growing(GrowthLaw)
    /// Level until a moment (seconds), then a steady slope: it goes on growing.
    case late(from: Double)

    /// The numbers that were free to choose, each of which costs likelihood.
    var parameters: Double {
        switch self {
        case .resting(.none): 1
        case .resting: 3
        case .steps(let starts): 1 + 2 * Double(starts.count)
        case .growing(.none): 2
        case .growing, .late: 4
        }
    }
}
