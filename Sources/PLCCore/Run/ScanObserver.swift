/// Hears of every operation of a scan.
protocol ScanObserver {
    /// An operation has been executed, and left the rung at this condition.
    mutating func note(operation: Int, rung: Bool)
}

/// Ignores everything: the compiler leaves nothing of it in the loop.
struct NoScanObserver: ScanObserver {
    /// Does nothing.
    @inline(__always)
    mutating func note(operation: Int, rung: Bool) {}
}

/// Remembers the condition after every operation.
struct RecordingScanObserver: ScanObserver {
    /// The condition after each operation; nil for one that was not reached.
    private(set) var states: [Bool?]

    /// An observer of a program of so many operations.
    init(operationCount: Int) {
        states = Array(repeating: nil, count: operationCount)
    }

    /// Remembers the condition.
    mutating func note(operation: Int, rung: Bool) {
        states[operation] = rung
    }
}
