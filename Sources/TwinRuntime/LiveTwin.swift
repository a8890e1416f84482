import Diagnostics
import FaultPlan
import ModbusProtocol
import ModbusServer
import PLCCore
import TwinCore

/// A twin in real time with its Modbus TCP server: what `serve` runs and what a soak's client talks to.
package final class LiveTwin: Sendable {
    /// The scenario that runs.
    package let scenario: Scenario
    /// The seed of the run.
    package let seed: UInt64
    /// What will go wrong, and when.
    package let timetable: FaultTimetable
    /// The server; it listens from the start and answers from `start()` on.
    package let server: ModbusServer
    private let scanThread: ScanThread
    /// Where faults and modes are asked for.
    let inbox: TwinInbox
    /// The faults as threads besides the scan see them.
    let faults: LiveFaults

    /// Builds the twin and binds its port; nothing moves yet.
    ///
    /// - Parameters:
    ///   - speed: simulated seconds per real second, above 0.
    /// - Throws: `InvalidInput` when the plant cannot be built, `ServerError` when the port cannot be had.
    package init(
        _ scenario: Scenario, seed: UInt64, timetable: FaultTimetable, server configuration: ServerConfiguration,
        speed: Double = 1
    ) throws {
        let twin = try Twin(scenario, seed: seed, timetable: timetable)
        let server = try ModbusServer(
            configuration: configuration, units: [scenario.unit: (scenario.registerMap, twin.exchange)])
        self.scenario = scenario
        self.seed = seed
        self.timetable = timetable
        self.server = server
        inbox = twin.inbox
        let faults = LiveFaults(timetable)
        self.faults = faults
        scanThread = ScanThread(
            twin, speed: speed, polls: { server.requestCount },
            execute: { notice in Self.execute(notice, on: server, faults) },
            conclude: { isRunning in
                server.setRunIndicator(isRunning)
                server.noteScan()
            })
    }

    /// Starts the server's and the scan's thread.
    package func start() throws {
        server.start()
        try scanThread.start()
    }

    /// Ends both threads and every connection.
    package func stop() {
        scanThread.stop()
        server.stop()
    }

    /// Ends everything, as `stop()` does, and tells how late scans began.
    ///
    /// - Parameter shares: shares of all scans, 0 to 1.
    /// - Returns: for each share the lateness in nanoseconds that this share of scans did not exceed; none before the
    ///   first scan.
    package func stopAndReadLateness(_ shares: [Double]) -> [Double: Double] {
        stop()
        return scanThread.lateness(shares)
    }

    /// The present value of every point, in the order of `scenario.points`; NaN for a structure.
    package func values() -> [Double] { scanThread.points.read() }

    /// How the scan is doing.
    package var scanFigures: ScanFigures { ScanFigures(words: scanThread.figures.read()) }

    /// How often the scan's schedule started anew because the machine had not run it for long.
    package var scheduleRestarts: Int { scanThread.scheduleRestarts }
}
