import FaultPlan
import ModbusProtocol
import ModbusServer
import Synchronization
import TwinCore

/// Everything that one run serves: one or several twins, each with a scan thread of its own, on one or several ports,
/// each with a server of its own.
///
/// The first twin is the main one: the fault plan is its, and a soak judges its client by it.
package final class LivePlant: Sendable {
    /// A twin to be brought to life.
    package struct Part: Sendable {
        /// Its scenario.
        package var scenario: Scenario
        /// Its seed.
        package var seed: UInt64
        /// What goes wrong with it, and on the ports that show it.
        package var timetable: FaultTimetable

        /// A twin of this scenario.
        package init(_ scenario: Scenario, seed: UInt64, timetable: FaultTimetable) {
            self.scenario = scenario
            self.seed = seed
            self.timetable = timetable
        }
    }

    /// The twins, the main one first.
    package let twins: [LiveTwin]
    /// The servers, in the order of the layout's ports.
    package let servers: [ModbusServer]
    /// Which port shows which twin under which unit id.
    package let layout: PlantLayout
    private let storms: Mutex<StormSums>

    /// Builds the twins and binds the ports; nothing moves yet.
    ///
    /// - Parameters:
    ///   - layout: where what is shown; it has as many further scenarios as there are parts behind the first.
    ///   - parts: the twins, at least one, the main one first.
    ///   - configuration: that of every server but for the port.
    ///   - speed: simulated seconds per real second, above 0.
    /// - Throws: `InvalidInput` when a plant cannot be built, `ServerError` when a port cannot be had.
    package init(
        _ layout: PlantLayout, parts: [Part], server configuration: ServerConfiguration, speed: Double = 1
    ) throws {
        precondition(parts.count == layout.scenarios.count + 1, "the layout is of other twins")
        let twins = try parts.map { try Twin($0.scenario, seed: $0.seed, timetable: $0.timetable) }
        // The first server that shows a twin takes its exchange, further ones a mirror of it; all of them are made
        // before the first server, which has to know whether a unit is shown elsewhere too.
        var isTaken = [Bool](repeating: false, count: twins.count)
        let exchanges = layout.ports.map { port in
            var own: [Int: ImageExchange] = [:]
            for twin in Set(port.units.values).sorted() {
                own[twin] = isTaken[twin] ? twins[twin].exchange.makeMirror() : twins[twin].exchange
                isTaken[twin] = true
            }
            return port.units.compactMapValues { twin in own[twin].map { (parts[twin].scenario.registerMap, $0) } }
        }
        var servers: [ModbusServer] = []
        for (port, units) in zip(layout.ports, exchanges) {
            var own = configuration
            own.port = port.number
            servers.append(try ModbusServer(configuration: own, units: units))
        }
        self.layout = layout
        self.servers = servers
        self.twins = twins.enumerated().map { place, twin in
            let shown = zip(layout.ports, servers).filter { $0.0.units.values.contains(place) }
            let paced = shown.filter { port, _ in port.units.min { $0.key < $1.key }?.value == place }
            return LiveTwin(twin, servers: shown.map(\.1), paced: paced.map(\.1), speed: speed)
        }
        storms = Mutex(StormSums(servers: self.twins[0].servers.count))
    }

    /// The twin that the fault plan is about.
    package var main: LiveTwin { twins[0] }

    /// What is shown where, a sentence for each port: `Port 5020: units 1 water-treatment, 2 pump-station.` Empty for one
    /// unit at one port.
    package var sentences: [String] {
        guard servers.count > 1 || layout.ports[0].units.count > 1 else { return [] }
        return zip(layout.ports, servers).map { port, server in
            let units = port.units.sorted { $0.key < $1.key }.map { "\($0.key) \(twins[$0.value].scenario.name)" }
            return "Port \(server.port): units \(units.joined(separator: ", "))."
        }
    }

    /// Makes every twin's first scan, then starts every scan's and every server's thread.
    package func start() throws {
        for twin in twins { try twin.startScan() }
        for server in servers { server.start() }
    }

    /// Ends all threads and every connection.
    package func stop() {
        for twin in twins { twin.stopScan() }
        for server in servers { server.stop() }
    }

    /// The counts of all servers together. The reads are those of the main twin, under its unit id, by whatever port and
    /// id clients came.
    package var counters: ServerCounters {
        var sum = ServerCounters()
        for (port, server) in zip(layout.ports, servers) {
            var counters = server.counters
            counters.keepReads(of: port.units.keys.filter { port.units[$0] == 0 }, as: layout.mainUnit)
            sum.add(counters)
        }
        return sum
    }

    /// Hands every record since the last call to `body` with its server's place, each server's oldest first.
    package func drainRecords(_ body: (ServerRecord, _ server: Int) -> Void) {
        for (place, server) in servers.enumerated() { server.drainRecords { body($0, place) } }
    }

    /// Hands every record since the last call to `body` with its server's port, oldest first, as if there were one server:
    /// a storm that closed connections on several ports is one record with their sum.
    ///
    /// Not together with `drainRecords`.
    package func drainAsOne(_ body: (ServerRecord, _ port: UInt16) -> Void) {
        guard servers.count > 1 else { return servers[0].drainRecords { body($0, servers[0].port) } }
        var all: [(record: ServerRecord, port: UInt16)] = []
        for server in servers {
            let place = main.servers.firstIndex { $0 === server }
            server.drainRecords { record in
                guard let place else { return all.append((record, server.port)) }
                if let record = storms.withLock({ $0.take(record, from: place) }) { all.append((record, server.port)) }
            }
        }
        for (record, port) in all.sorted(by: { $0.record.nanoseconds < $1.record.nanoseconds }) { body(record, port) }
    }
}
