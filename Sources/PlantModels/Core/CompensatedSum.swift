/// A running sum whose rounding error does not grow with the number of terms (Neumaier 1974).
struct CompensatedSum {
    private var sum = 0.0
    private var lost = 0.0

    /// The sum so far.
    var value: Double { sum + lost }

    /// Adds a term.
    mutating func add(_ term: Double) {
        let new = sum + term
        lost += abs(sum) >= abs(term) ? (sum - new) + term : (term - new) + sum
        sum = new
    }
}
