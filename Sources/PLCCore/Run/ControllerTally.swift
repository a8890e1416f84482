/// What a controller has met since it was made. Clearing a fault, a download and a power cycle leave it as it is.
///
/// Plain numbers: the scan notes them without allocating.
package struct ControllerTally: Hashable, Sendable {
    /// Scans in which the program was solved.
    package var solvedScans = 0
    /// Major faults.
    package var majorFaults = 0
    /// Operations that had a minor fault.
    package var minorFaults = 0
    /// Scans with at least one minor fault.
    package var minorScans = 0
    /// The last major fault; nil when there was none.
    package var lastMajor: FaultPlace?
    /// The first minor fault; nil when there was none.
    package var firstMinor: FaultPlace?
    /// The first minor fault of the last scan that had one; nil when there was none.
    package var lastMinor: FaultPlace?

    /// Nothing met so far.
    package init() {}
}
