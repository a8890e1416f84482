/// What the controller is doing.
package enum ControllerMode: String, Sendable {
    /// Not solving the program; the data can be changed.
    case program
    /// Solving the program at every scan.
    case run
    /// Stopped by a major fault until it is cleared.
    case faulted
}
