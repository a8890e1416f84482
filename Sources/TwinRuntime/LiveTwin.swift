import Diagnostics
import FaultPlan
import ModbusProtocol
import ModbusServer
import PLCCore
import TwinCore

/// A twin in real time with the Modbus TCP servers that show it: what `serve` runs and what a soak's client talks to.
package final class LiveTwin: Sendable {
    /// The scenario that runs.
    package let scenario: Scenario
    /// The seed of the run.
    package let seed: UInt64
    /// What will go wrong, and when.
    package let timetable: FaultTimetable
    /// The servers, one for each port that shows the twin, at least one; they listen from the start and answer from
    /// `start()` on.
    package let servers: [ModbusServer]
    /// The first of the servers.
    package var server: ModbusServer { servers[0] }
    private let scanThread: ScanThread
    private let commons: ExchangeCommons
    /// Where faults and modes are asked for.
    let inbox: TwinInbox
    /// The faults as threads besides the scan see them.
    let faults: LiveFaults

    /// Builds the twin and binds its port; nothing moves yet.
    ///
    /// - Parameters:
    ///   - speed: simulated seconds per real second, above 0.
    /// - Throws: `InvalidInput` when the plant cannot be built, `ServerError` when the port cannot be had.
    package convenience init(
        _ scenario: Scenario, seed: UInt64, timetable: FaultTimetable, server configuration: ServerConfiguration,
        speed: Double = 1
    ) throws {
        let twin = try Twin(scenario, seed: seed, timetable: timetable)
        let server = try ModbusServer(
            configuration: configuration, units: [scenario.unit: (scenario.registerMap, twin.exchange)])
        self.init(twin, servers: [server], paced: [server], speed: speed)
    }

    /// Brings a twin to life whose servers are there.
    ///
    /// - Parameters:
    ///   - servers: those that show it, at least one: its faults act on them.
    ///   - paced: those of them to which a scan of this twin is the scan that they wait for.
    init(_ twin: Twin, servers: [ModbusServer], paced: [ModbusServer], speed: Double) {
        scenario = twin.scenario
        seed = twin.seed
        timetable = twin.timetable
        self.servers = servers
        inbox = twin.inbox
        let faults = LiveFaults(twin.timetable)
        self.faults = faults
        let commons = twin.exchange.commons
        self.commons = commons
        scanThread = ScanThread(
            twin, speed: speed,
            polls: {
                var sum: UInt64 = 0
                for server in servers { sum += server.requestCount }
                return sum
            },
            execute: { notice in Self.execute(notice, on: servers, faults) },
            conclude: { isRunning in
                commons.isRunning.store(isRunning, ordering: .relaxed)
                for server in paced { server.noteScan() }
            })
    }

    /// Makes the first scan, then starts the scan's and the servers' thread.
    package func start() throws {
        try startScan()
        for server in servers { server.start() }
    }

    /// Starts the scan's thread.
    func startScan() throws { try scanThread.start() }

    /// Ends the scan's thread.
    func stopScan() { scanThread.stop() }

    /// Ends all threads and every connection.
    package func stop() {
        scanThread.stop()
        for server in servers { server.stop() }
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

    /// How often clients wrote each value, in the order of the register map.
    package func clientWrites() -> [UInt64] { commons.writes }

    /// How the scan is doing.
    package var scanFigures: ScanFigures { ScanFigures(words: scanThread.figures.read()) }

    /// How the controller stands and has stood.
    package var health: ControllerHealth { HealthWords.health(scanThread.health.read()) }

    /// When that was.
    package var standstills: [Standstill] { scanThread.standstills }
}
