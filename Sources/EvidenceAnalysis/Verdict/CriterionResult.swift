/// One criterion other than memory, with what was measured.
package struct CriterionResult: Hashable, Sendable {
    /// Its name, like `reconnect_seconds`.
    package var name: String
    /// What was asked, like `at most 5 s after every storm`.
    package var demand: String
    /// What was measured, like `2.1 s`.
    package var measured: String
    /// Whether it is met; nil when it could not be judged, which is never the same as met.
    package var isMet: Bool?

    /// A criterion's result.
    package init(name: String, demand: String, measured: String, isMet: Bool?) {
        self.name = name
        self.demand = demand
        self.measured = measured
        self.isMet = isMet
    }
}
