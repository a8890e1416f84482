import ModbusServer

/// Makes one record of those that several servers wrote about the same storm.
struct StormSums {
    /// A disconnection of a storm that some servers have carried out.
    private struct Part {
        var servers = 0
        var closed = 0
    }

    private let servers: Int
    /// Storm -> how many disconnections each server has told.
    private var told: [Int: [Int]] = [:]
    /// Storm -> its disconnections that not every server has told.
    private var waiting: [Int: [Int: Part]] = [:]

    /// Sums over so many servers.
    init(servers: Int) {
        self.servers = servers
    }

    /// The record as it is for all of them, or nil while others are awaited.
    ///
    /// - Parameter server: whose record it is, from 0. That the port is closed or opened for a storm is told for the first.
    mutating func take(_ record: ServerRecord, from server: Int) -> ServerRecord? {
        switch record.event {
        case .storm(let number, let how, let closed):
            var counts = told[number] ?? Array(repeating: 0, count: servers)
            let drop = counts[server]
            counts[server] += 1
            told[number] = counts
            var part = waiting[number]?[drop] ?? Part()
            part.servers += 1
            part.closed += closed
            guard part.servers == servers else {
                waiting[number, default: [:]][drop] = part
                return nil
            }
            waiting[number]?[drop] = nil
            return ServerRecord(
                nanoseconds: record.nanoseconds, event: .storm(number: number, how: how, closed: part.closed))
        case .listening(_, let storm) where storm > 0 && server > 0: return nil
        case .stormRefusal where server > 0: return nil
        default: return record
        }
    }
}
