import FaultPlan
import Glibc
import ModbusServer
import Testing

@testable import TwinRuntime

@Suite("A twin that cannot come to life", .timeLimit(.minutes(5)))
struct LiveTwinTests {
    @Test("A machine without room for the scan's thread is told so")
    func noThread() async {
        // In a process of its own, as other tests need threads.
        await #expect(processExitsWith: .exitCode(41)) {
            let twin = try LiveTwin(
                Bench.scenario(), seed: 1, timetable: FaultTimetable([]), server: ServerConfiguration(port: 0))
            // A stack that no machine has room for, for every thread from now on.
            var attributes = pthread_attr_t()
            pthread_attr_init(&attributes)
            pthread_attr_setstacksize(&attributes, 1 << 46)
            // Swift's Glibc module leaves this function out.
            typealias SetDefault = @convention(c) (UnsafePointer<pthread_attr_t>) -> Int32
            let symbol = try #require(dlsym(nil, "pthread_setattr_default_np"))
            #expect(unsafeBitCast(symbol, to: SetDefault.self)(&attributes) == 0)
            do {
                try twin.startScan()
            } catch let error as RuntimeError where error.code == "RUN006" {
                exit(41)
            }
        }
    }
}
