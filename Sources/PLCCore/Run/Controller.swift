import Determinism

/// A programmable logic controller: its data memory, its program and its mode.
///
/// A class because it owns its memory and has an identity. Used by one thread at a time. `scan(at:)`, `value(_:)`,
/// `setValue(_:_:)` and recording into `statistics` allocate nothing and take no lock.
package final class Controller {
    /// The program that it executes.
    package let program: CompiledProgram
    /// What it is doing.
    package private(set) var mode: ControllerMode = .program
    /// Execution times and lateness of its scans; the runner records them.
    package var statistics = ScanStatistics()
    /// How many operations have had a minor fault since `clearFault()` or the download.
    package private(set) var minorFaultCount = 0

    private let words: UnsafeMutablePointer<UInt32>
    private let code: UnsafeMutablePointer<Instruction>
    private let operands: UnsafeMutablePointer<UInt32>
    /// What it has met since it was made.
    package private(set) var tally = ControllerTally()
    private var major: FaultPlace?
    private var minor: FaultPlace?
    private var isFirstScan = false

    /// A controller with the program downloaded, in program mode, its data at their initial values.
    package init(program: CompiledProgram) {
        self.program = program
        words = .allocate(capacity: program.image.count)
        words.initialize(from: program.image, count: program.image.count)
        code = .allocate(capacity: program.code.count)
        code.initialize(from: program.code, count: program.code.count)
        operands = .allocate(capacity: max(1, program.operandTable.count))
        operands.initialize(from: program.operandTable, count: program.operandTable.count)
    }

    deinit {
        // The elements are plain numbers: nothing to deinitialise.
        words.deallocate()
        code.deallocate()
        operands.deallocate()
    }

    private var interpreter: Interpreter {
        Interpreter(code: UnsafePointer(code), operands: UnsafePointer(operands), memory: DataMemory(words: words))
    }

    // MARK: Mode

    /// Goes from program mode to run mode: prescans the program; the next scan is the first.
    ///
    /// False, and nothing done, when the controller runs already or is faulted.
    @discardableResult
    package func enterRun(at now: SimulatedTime) -> Bool {
        guard mode == .program else { return false }
        words[TagTable.SystemWord.firstScan] = 1
        words[TagTable.SystemWord.scanCount] = 0
        setClock(now)
        interpreter.prescan()
        isFirstScan = true
        mode = .run
        return true
    }

    /// Goes from run mode to program mode; the data stay. Does nothing when faulted.
    package func enterProgram() {
        guard mode == .run else { return }
        mode = .program
    }

    /// Clears the faults; a faulted controller is then in program mode.
    package func clearFault() {
        major = nil
        minor = nil
        minorFaultCount = 0
        if mode == .faulted { mode = .program }
    }

    /// Downloads the program again: all data back to their initial values, program mode, no faults.
    package func reset() {
        words.update(from: program.image, count: program.image.count)
        clearFault()
        mode = .program
    }

    // MARK: Scan

    /// Solves the rungs once, top to bottom, at this simulated time; does nothing unless in run mode.
    package func scan(at now: SimulatedTime) {
        guard mode == .run else { return }
        var observer = NoScanObserver()
        solve(at: now, observer: &observer)
    }

    /// Like `scan(at:)`, and tells what every rung and every instruction was; nil unless in run mode.
    ///
    /// For views of a running program: it allocates, unlike `scan(at:)`.
    package func tracedScan(at now: SimulatedTime) -> ScanTrace? {
        guard mode == .run else { return nil }
        var observer = RecordingScanObserver(operationCount: program.code.count)
        solve(at: now, observer: &observer)
        return ScanTrace(program: program, states: observer.states)
    }

    @inline(__always)
    private func solve(at now: SimulatedTime, observer: inout some ScanObserver) {
        words[TagTable.SystemWord.firstScan] = isFirstScan ? 1 : 0
        let count = words[TagTable.SystemWord.scanCount]
        words[TagTable.SystemWord.scanCount] = count == UInt32(Int32.max) ? 0 : count + 1
        setClock(now)
        let outcome = interpreter.run(now: now.nanoseconds, observer: &observer)
        tally.solvedScans &+= 1
        if outcome.minorCount > 0 { noteMinor(outcome, at: now) }
        if let code = outcome.majorCode {
            noteMajor(FaultPlace(code: code, operation: outcome.majorOperation, at: now, scan: tally.solvedScans))
        }
        isFirstScan = false
        words[TagTable.SystemWord.firstScan] = 0
    }

    /// Reports that a scan took `elapsedNanoseconds`, more than the watchdog allows: a major fault.
    ///
    /// The runner measures and compares, because the controller has no clock. Does nothing unless in run mode.
    package func reportWatchdog(elapsedNanoseconds: Int64, at now: SimulatedTime) {
        guard mode == .run else { return }
        watchdogNanoseconds = elapsedNanoseconds
        noteMajor(FaultPlace(code: .watchdog, operation: nil, at: now, scan: tally.solvedScans))
    }

    private func noteMajor(_ place: FaultPlace) {
        major = place
        mode = .faulted
        tally.majorFaults &+= 1
        tally.lastMajor = place
    }

    private func noteMinor(_ outcome: ScanOutcome, at now: SimulatedTime) {
        let place = FaultPlace(
            code: .arithmetic, operation: outcome.minorOperation, at: now, scan: tally.solvedScans)
        minorFaultCount &+= outcome.minorCount
        minor = place
        tally.minorFaults &+= outcome.minorCount
        tally.minorScans &+= 1
        if tally.firstMinor == nil { tally.firstMinor = place }
        tally.lastMinor = place
    }

    /// The execution time, in nanoseconds, that `reportWatchdog` was last called with; 0 when it never was.
    package private(set) var watchdogNanoseconds: Int64 = 0

    private func setClock(_ now: SimulatedTime) {
        let phase = now.nanoseconds % 1_000_000_000
        words[TagTable.SystemWord.clock] = phase >= 0 && phase < 500_000_000 ? 1 : 0
    }

    // MARK: Faults

    /// The code of the major fault that stopped the controller; nil when there is none. Allocates nothing.
    package var majorFaultCode: FaultCode? { major?.code }

    /// The major fault that stopped the controller; nil when there is none.
    package var fault: ControllerFault? { major.map(program.fault) }

    /// The most recent minor fault: the controller went on after it; nil when there is none.
    package var minorFault: ControllerFault? { minor.map(program.fault) }

    // MARK: Data

    /// The value at a resolved place; a BOOL is 0 or 1.
    package func value(_ reference: TagReference) -> Double {
        decoded(words[reference.word], as: reference)
    }

    /// Writes a value: integers round half to even and saturate, a BOOL is true for anything but 0.
    package func setValue(_ reference: TagReference, _ value: Double) {
        words[reference.word] = encoded(value, as: reference, into: words[reference.word])
    }

    /// The number of words that belong to tags: system tags first, then the declared ones in order.
    package var tagWordCount: Int { program.tagWordCount }

    /// Copies the tags' words, for a trace or a snapshot; `destination` has room for `tagWordCount`.
    package func captureWords(into destination: UnsafeMutablePointer<UInt32>) {
        destination.update(from: words, count: program.tagWordCount)
    }

    /// Puts captured words back; `source` holds `tagWordCount` words of the same program.
    package func restoreWords(from source: UnsafePointer<UInt32>) {
        words.update(from: source, count: program.tagWordCount)
    }

    /// Adds every tag word to a run's fingerprint.
    package func combine(into fingerprint: inout Fingerprint) {
        for index in 0..<program.tagWordCount { fingerprint.combine(UInt64(words[index])) }
    }

    /// How many tag words differ from their initial values: the state that a change of mode retains.
    package var retainedWordCount: Int {
        (TagTable.SystemWord.count..<program.tagWordCount).count { words[$0] != program.image[$0] }
    }
}
