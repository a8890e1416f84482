import CLinux
import Determinism
import FaultPlan
import Glibc
import PLCCore
import Synchronization
import TwinCore

/// The thread that runs a twin in real time, scan by scan, on absolute deadlines.
///
/// A scan that begins late does not move the later ones. Simulated time keeps pace with real time: scans that were
/// missed are made up back to back, up to `catchUpLimit`; beyond that (the machine slept) the schedule starts anew and
/// the gap is counted.
///
/// `@unchecked Sendable`: the twin belongs to the scan thread from `start` until `stop` has joined it; others see it
/// through the mirrors and the image exchange alone.
final class ScanThread: @unchecked Sendable {
    /// Scans made up back to back before the schedule starts anew.
    static let catchUpLimit: Int64 = 50
    /// The most standstills that are kept; of more, the last one grows.
    static let mostStandstills = 1000

    private let twin: Twin
    private let periodNanoseconds: Int64
    private let speed: Double
    private let polls: @Sendable () -> UInt64
    private let execute: @Sendable (TwinNotice) -> Void
    private let conclude: @Sendable (_ isRunning: Bool) -> Void
    private let shouldStop = Atomic<Bool>(false)
    private let restarts = Mutex<[Standstill]>([])
    private var handle: pthread_t?
    /// When the first scan began; written before the thread is made.
    private var firstDeadline: Int64 = 0
    private var realPeriod: Int64 { Int64(Double(periodNanoseconds) / speed) }
    /// The latest value of every point.
    let points: PointMirror
    /// The latest scan figures.
    let figures = PointMirror(count: ScanFigures.wordCount)
    /// The latest health of the controller.
    let health = PointMirror(count: HealthWords.wordCount)

    /// A thread for this twin. None of what it calls may wait.
    ///
    /// - Parameters:
    ///   - polls: tells the requests that clients have made so far.
    ///   - execute: called for everything that a scan has to tell, after the scan.
    ///   - conclude: called after every scan, with whether the controller runs.
    init(
        _ twin: Twin, speed: Double, polls: @escaping @Sendable () -> UInt64,
        execute: @escaping @Sendable (TwinNotice) -> Void, conclude: @escaping @Sendable (_ isRunning: Bool) -> Void
    ) {
        self.twin = twin
        self.speed = speed
        self.polls = polls
        self.execute = execute
        self.conclude = conclude
        periodNanoseconds = twin.scenario.timing.scanPeriodNanoseconds
        points = PointMirror(count: twin.scenario.points.count)
        publishPoints()
        publishHealth()
    }

    /// Starts scanning. The first scan is made here, so that what a plan wants from the start is in force, and its orders
    /// are given to the servers, before anybody is served.
    func start() throws(RuntimeError) {
        twin.controller.statistics.periodNanoseconds = realPeriod
        let begin = MonotonicClock.nanoseconds()
        firstDeadline = begin
        scanOnce(at: .zero, begin: begin, lateness: 0)
        var thread = pthread_t()
        let context = Unmanaged.passRetained(self)
        let result = pthread_create(
            &thread, nil,
            { context in
                guard let context else { return nil }
                let scanThread = Unmanaged<ScanThread>.fromOpaque(context).takeRetainedValue()
                clinux_name_thread("scan")
                clinux_prefer_promptness()
                scanThread.loop()
                return nil
            }, context.toOpaque())
        guard result == 0 else {
            context.release()
            throw .noThread(reason: String(cString: strerror(result)))
        }
        handle = thread
    }

    /// Ends the scan after the one that is under way and waits for its thread.
    func stop() {
        guard let handle else { return }
        shouldStop.store(true, ordering: .relaxed)
        pthread_join(handle, nil)
        self.handle = nil
    }

    /// The lateness in nanoseconds that each of these shares of scans did not exceed. Only after `stop()`.
    func lateness(_ shares: [Double]) -> [Double: Double] {
        precondition(handle == nil, "the twin belongs to the scan thread while that runs")
        let statistics = twin.controller.statistics
        return Dictionary(
            shares.compactMap { share in statistics.latenessPercentile(share).map { (share, Double($0)) } },
            uniquingKeysWith: { first, _ in first })
    }

    /// When the schedule started anew because the machine had not run it for long.
    var standstills: [Standstill] { restarts.withLock { $0 } }

    private func loop() {
        let realPeriod = realPeriod
        var scan: Int64 = 1
        var deadline = firstDeadline + realPeriod
        while !shouldStop.load(ordering: .relaxed) {
            MonotonicClock.sleep(until: deadline)
            let begin = MonotonicClock.nanoseconds()
            if begin - deadline > Self.catchUpLimit * max(realPeriod, 1_000_000) {
                // Seldom, and after a stop of seconds: a lock does not matter here.
                restarts.withLock { restarts in
                    if restarts.count < Self.mostStandstills {
                        restarts.append(Standstill(fromNanoseconds: deadline, toNanoseconds: begin))
                    } else {
                        restarts[restarts.count - 1].toNanoseconds = begin
                    }
                }
                deadline = begin
            }
            scanOnce(at: SimulatedTime(nanoseconds: scan * periodNanoseconds), begin: begin, lateness: begin - deadline)
            scan += 1
            deadline += realPeriod
        }
    }

    private func scanOnce(at now: SimulatedTime, begin: Int64, lateness: Int64) {
        let processorBegin = MonotonicClock.threadProcessorNanoseconds()
        twin.scan(at: now, polls: polls())
        // The watchdog looks at processor time: a scan that the machine's scheduler interrupts has not taken longer.
        let processor = MonotonicClock.threadProcessorNanoseconds() - processorBegin
        if processor > twin.scenario.timing.watchdogNanoseconds, twin.controller.mode == .run {
            twin.reportWatchdog(elapsedNanoseconds: processor, at: now)
        }
        let execution = MonotonicClock.nanoseconds() - begin
        twin.controller.statistics.record(executionNanoseconds: execution, latenessNanoseconds: lateness)
        publishPoints()
        let statistics = twin.controller.statistics
        let present = ScanFigures(
            simulatedSeconds: now.seconds, scans: Int(statistics.scans), overruns: Int(statistics.overruns),
            lastNanoseconds: Double(execution), maximumNanoseconds: Double(statistics.maximumExecutionNanoseconds),
            meanNanoseconds: statistics.meanExecutionNanoseconds, latenessNanoseconds: Double(lateness),
            mode: twin.controller.mode)
        figures.write { present.word($0) }
        publishHealth()
        for notice in twin.notices { execute(notice) }
        conclude(twin.controller.mode == .run)
    }

    private func publishHealth() {
        let present = twin.health
        health.write { HealthWords.word($0, of: present) }
    }

    private func publishPoints() {
        let all = twin.scenario.points
        points.write { twin.value(of: all[$0]) ?? .nan }
    }
}
