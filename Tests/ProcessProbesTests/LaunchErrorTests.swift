import Foundation
import ProcessProbes
import Testing

@Suite("what keeps a client from being launched", .timeLimit(.minutes(5)))
struct LaunchErrorTests {
    private static func code(_ launch: () throws -> ClientProcess) -> String? {
        #expect(throws: LaunchError.self) { try launch() }?.code
    }

    @Test("each has its code")
    func codes() throws {
        #expect(Self.code { try Workshop.launch([]) } == "CLI001")
        #expect(Self.code { try Workshop.launch(["./no/such"]) } == "CLI002")
        #expect(Self.code { try Workshop.launch(["/etc"]) } == "CLI003")
        #expect(Self.code { try Workshop.launch(["true"], workingDirectory: "/no/such") } == "CLI004")
        #expect(Self.code { try Workshop.launch(["true"], logPath: "/no/such/log") } == "CLI005")
        let long = String(repeating: "x", count: 100_000)
        #expect(Self.code { try Workshop.launch(["true"] + (0..<50).map { _ in long }) } == "CLI007")
    }

    @Test("the code of what only a crippled machine or installation brings is that of the documents")
    func rareCodes() {
        #expect(LaunchError.installationIncomplete(path: "keeper").code == "CLI006")
        #expect(LaunchError.resourceUnavailable(what: "a thread", reason: "").code == "CLI008")
        for error in [LaunchError.noCommand, .commandTooLong, .installationIncomplete(path: "keeper")] {
            #expect(error.description.hasPrefix("error \(error.code): "))
        }
    }
}
