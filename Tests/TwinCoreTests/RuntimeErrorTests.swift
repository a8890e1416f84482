import Testing
import TwinRuntime

@Suite("Errors of a running twin", .timeLimit(.minutes(5)))
struct RuntimeErrorTests {
    @Test("a file that cannot be read is told with its path, its code and the reason")
    func unreadable() {
        let error = RuntimeError.unreadable(path: "plant/tags.csv", reason: "Permission denied")
        #expect(error.code == "RUN003")
        #expect("\(error)".contains("plant/tags.csv") && "\(error)".contains("Permission denied"))
    }
}
