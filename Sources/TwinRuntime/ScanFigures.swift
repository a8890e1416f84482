import PLCCore

/// How the scan is doing, as seen by another thread.
package struct ScanFigures: Hashable, Sendable {
    /// Simulated seconds since the start of the run.
    package var simulatedSeconds: Double
    /// Scans so far.
    package var scans: Int
    /// Scans that took longer than one period.
    package var overruns: Int
    /// Execution time of the last scan in nanoseconds.
    package var lastNanoseconds: Double
    /// Longest execution time in nanoseconds.
    package var maximumNanoseconds: Double
    /// Mean execution time so far in nanoseconds.
    package var meanNanoseconds: Double
    /// How late the last scan began, in nanoseconds.
    package var latenessNanoseconds: Double
    /// The controller's mode.
    package var mode: ControllerMode

    /// How many numbers `words` has.
    static let wordCount = 8

    /// The figures as numbers, for the mirror.
    func word(_ index: Int) -> Double {
        switch index {
        case 0: simulatedSeconds
        case 1: Double(scans)
        case 2: Double(overruns)
        case 3: lastNanoseconds
        case 4: maximumNanoseconds
        case 5: meanNanoseconds
        case 6: latenessNanoseconds
        default: Self.number(of: mode)
        }
    }

    /// The figures from the mirror's numbers.
    init(words: [Double]) {
        simulatedSeconds = words[0]
        scans = Int(words[1])
        overruns = Int(words[2])
        lastNanoseconds = words[3]
        maximumNanoseconds = words[4]
        meanNanoseconds = words[5]
        latenessNanoseconds = words[6]
        mode = words[7] == 1 ? .run : words[7] == 2 ? .faulted : .program
    }

    /// The figures after a scan.
    init(
        simulatedSeconds: Double, scans: Int, overruns: Int, lastNanoseconds: Double, maximumNanoseconds: Double,
        meanNanoseconds: Double, latenessNanoseconds: Double, mode: ControllerMode
    ) {
        self.simulatedSeconds = simulatedSeconds
        self.scans = scans
        self.overruns = overruns
        self.lastNanoseconds = lastNanoseconds
        self.maximumNanoseconds = maximumNanoseconds
        self.meanNanoseconds = meanNanoseconds
        self.latenessNanoseconds = latenessNanoseconds
        self.mode = mode
    }

    private static func number(of mode: ControllerMode) -> Double {
        switch mode {
        case .program: 0
        case .run: 1
        case .faulted: 2
        }
    }
}
