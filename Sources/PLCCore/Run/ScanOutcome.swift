/// What one pass over the program brought to light; plain numbers, so that the scan allocates nothing.
struct ScanOutcome {
    /// The major fault that ended the pass; nil when it went through.
    var majorCode: FaultCode?
    /// The operation with the major fault.
    var majorOperation = 0
    /// How many operations had a minor fault.
    var minorCount = 0
    /// The first operation with a minor fault.
    var minorOperation = 0

    /// Notes a minor fault of an operation.
    @inline(__always)
    mutating func noteMinor(_ operation: Int) {
        if minorCount == 0 { minorOperation = operation }
        minorCount &+= 1
    }
}
