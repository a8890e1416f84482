import PLCCore

/// How a twin's controller stands and has stood since the start: what must be known before a run is trusted.
///
/// Plain numbers, kept by the scan.
package struct ControllerHealth: Hashable, Sendable {
    /// Why a controller does not solve its program.
    package enum Standstill: String, CaseIterable, Hashable, Sendable {
        /// A major fault stopped it.
        case fault
        /// A fault of the plan, or an injected one, holds it: stopped, without power or frozen.
        case plan
        /// Somebody asked for program mode.
        case `operator`
        /// It is in program mode and nobody asked for that.
        case unasked

        /// Whether a plan or somebody wanted it so.
        package var isAsked: Bool { self == .plan || self == .operator }
    }

    /// What it is doing.
    package var mode: ControllerMode
    /// Why it does not solve its program; nil: it does.
    package var standstill: Standstill?
    /// Scans that were due.
    package var scans = 0
    /// Scans in which it stood still as a plan or somebody wanted.
    package var askedScans = 0
    /// Scans in which it stood still though nobody wanted that.
    package var unaskedScans = 0
    /// What it has met.
    package var tally = ControllerTally()

    /// A controller in this mode before its first scan.
    package init(mode: ControllerMode) {
        self.mode = mode
    }

    /// Takes in a scan that has been made.
    mutating func note(_ mode: ControllerMode, _ standstill: Standstill?, _ tally: ControllerTally) {
        let wasSolved = tally.solvedScans != self.tally.solvedScans
        self.mode = mode
        self.standstill = standstill
        self.tally = tally
        scans &+= 1
        guard !wasSolved, let standstill else { return }
        if standstill.isAsked { askedScans &+= 1 } else { unaskedScans &+= 1 }
    }
}
