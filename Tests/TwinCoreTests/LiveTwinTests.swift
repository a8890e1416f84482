import Testing
import TwinRuntime

@Suite("A twin that cannot come to life", .timeLimit(.minutes(5)))
struct LiveTwinTests {
    @Test("A machine without room for the scan's thread is told its limit, with the code of the documents")
    func noThread() {
        // A process that can start no thread cannot run a test to its end either, so the error is made here.
        let error = RuntimeError.noThread(reason: "Resource temporarily unavailable")
        #expect(error.code == "RUN006")
        #expect(error.description.contains("Resource temporarily unavailable; raise the limit on threads"))
    }
}
