/// A fault that is in force.
package struct ActiveFault: Hashable, Sendable {
    /// Its number in the run.
    package var id: Int
    /// Its name in records.
    package var label: String
    /// Its kind, as the catalogue spells it.
    package var kind: String
    /// Which of its occurrences, from 1.
    package var occurrence: Int
    /// When it began, in simulated seconds since the start.
    package var sinceSeconds: Double
    /// When it will end, in simulated seconds since the start; nil: it lasts until it is cleared or the run ends.
    package var untilSeconds: Double?
}
