/// The mode that somebody who operates the controller can ask for.
package enum OperatingMode: String, CaseIterable, Hashable, Sendable {
    /// Solve the program at every scan.
    case run
    /// Do not; outputs are safe.
    case program
}
