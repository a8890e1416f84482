/// What is done to the controller.
package enum ControllerEffect: Hashable, Sendable {
    /// Power is off for this long, then everything starts from its initial values; connections drop in this manner.
    case restart(offNanoseconds: Int64, CloseManner)
    /// It is in program mode while the fault lasts; outputs are in their safe state.
    case stop
    /// A program change: program mode for this long, then prescan and run; values stay, connections drop if asked.
    case programChange(stoppedNanoseconds: Int64, dropsConnections: Bool)
    /// The scan stands still while the fault lasts; the server answers from the last image.
    case freezeScan
}
