import ModbusServer
import Testing

@testable import TwinRuntime

@Suite("What several servers tell of one storm", .timeLimit(.minutes(5)))
struct StormSumsTests {
    private func storm(_ number: Int, closed: Int) -> ServerRecord {
        ServerRecord(nanoseconds: 7, event: .storm(number: number, how: .reset, closed: closed))
    }

    @Test("A disconnection is told once, when every server has told it, with the connections of all")
    func sums() {
        var sums = StormSums(servers: 3)
        #expect(sums.take(storm(1, closed: 2), from: 0) == nil)
        #expect(sums.take(storm(2, closed: 50), from: 0) == nil, "another storm is summed apart")
        // The first server is a disconnection ahead of the others.
        #expect(sums.take(storm(1, closed: 100), from: 0) == nil)
        #expect(sums.take(storm(1, closed: 3), from: 2) == nil)
        #expect(sums.take(storm(1, closed: 5), from: 1)?.event == .storm(number: 1, how: .reset, closed: 10))
        #expect(sums.take(storm(1, closed: 200), from: 1) == nil)
        #expect(sums.take(storm(1, closed: 300), from: 2)?.event == .storm(number: 1, how: .reset, closed: 600))
        #expect(sums.take(storm(2, closed: 0), from: 1) == nil)
        #expect(sums.take(storm(2, closed: 0), from: 2)?.event == .storm(number: 2, how: .reset, closed: 50))
    }

    @Test("That a port is closed for a storm is told for the first server only, for a fault for each")
    func ports() {
        var sums = StormSums(servers: 2)
        func told(storm: Int, from server: Int) -> Bool {
            sums.take(ServerRecord(nanoseconds: 7, event: .listening(port: nil, storm: storm)), from: server) != nil
        }
        #expect(told(storm: 1, from: 0))
        #expect(!told(storm: 1, from: 1))
        #expect(told(storm: 0, from: 0))
        #expect(told(storm: 0, from: 1))
    }
}
