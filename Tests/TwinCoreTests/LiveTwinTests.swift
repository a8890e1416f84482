import FaultPlan
import Glibc
import ModbusServer
import Testing

@testable import TwinRuntime

@Suite("A twin that cannot come to life", .timeLimit(.minutes(5)))
struct LiveTwinTests {
    @Test("A machine without room for the scan's thread is told so")
    func noThread() async {
        // In a process of its own, as the limit cannot be raised again.
        await #expect(processExitsWith: .exitCode(41)) {
            let twin = try LiveTwin(
                Bench.scenario(), seed: 1, timetable: FaultTimetable([]), server: ServerConfiguration(port: 0))
            var limit = rlimit(rlim_cur: 1, rlim_max: 1)
            setrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit)
            do {
                try twin.startScan()
            } catch let error as RuntimeError where error.code == "RUN006" {
                exit(41)
            }
        }
    }
}
