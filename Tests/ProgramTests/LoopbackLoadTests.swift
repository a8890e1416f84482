import Foundation
import Testing

@testable import twinsim

@Suite("The load of twinsim bench", .timeLimit(.minutes(10)))
struct LoopbackLoadTests {
    @Test("A server that is not there is told with its code, not counted as slow")
    func failures() async throws {
        let served = try Started(["serve", "--scenario", "hvac", "--port", "0"])
        let port = try #require(await served.announcedPort())
        #expect(try LoopbackLoad.run(port: port, unit: 1, seconds: 0.05) > 0)
        served.signal(SIGTERM)
        #expect(await served.wait().status == 0)
        let error = #expect(throws: OutputError.self) { try LoopbackLoad.run(port: port, unit: 1, seconds: 0.05) }
        #expect(error?.code == "OUT004")
        #expect(error?.status == .internalFault)
        #expect(error?.description.contains("connect: Connection refused") == true)
    }
}
