import Foundation
import ProcessProbes
import Testing

@Suite("What executes a command is told before it starts", .timeLimit(.minutes(5)))
struct CommandRuntimeTests {
    private func script(_ line: String) throws -> String {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("twinsim-\(UUID().uuidString)").path
        try (line + "\nprint()\n").write(toFile: path, atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
        return path
    }

    @Test("An interpreter by its name, by a #! line and by env")
    func python() throws {
        #expect(try CommandRuntime.of(["python3", "a.py"]).found?.runtime == .python)
        for line in ["#!/usr/bin/python3", "#!/usr/bin/env python3", "#!/usr/bin/env -S python3 -u"] {
            let path = try script(line)
            defer { try? FileManager.default.removeItem(atPath: path) }
            #expect(try CommandRuntime.of([path]).found?.runtime == .python, Comment(rawValue: line))
        }
    }

    @Test("A program for the C library is native; a shell hides what it starts")
    func others() throws {
        #expect(try CommandRuntime.of(["/bin/cat"]).found?.runtime == .native)
        let shell = try CommandRuntime.of(["sh", "-c", "python3 a.py"])
        #expect(shell.found == nil)
        #expect(shell.reason.contains("sh starts the client"))
        #expect(throws: LaunchError.clientNotFound(name: "no-such-client")) {
            try CommandRuntime.of(["no-such-client"])
        }
    }

    @Test("libfaketime goes in front of what the user has preloaded, with the factor as it reads it")
    func environment() {
        let environment = FaketimeLibrary.environment("/l.so", factor: 60, preloaded: "/mine.so")
        #expect(environment == ["LD_PRELOAD": "/l.so:/mine.so", "FAKETIME": "+0 x60"])
        #expect(FaketimeLibrary.environment("/l.so", factor: 2.5, preloaded: nil)["FAKETIME"] == "+0 x2.5")
        #expect(FaketimeLibrary.refusal(of: "/nowhere/l.so")?.contains("cannot be read") == true)
    }

    @Test("Runtimes that a preload cannot make faster, or that nobody has tried, are refused with the reason")
    func refused() {
        for runtime in [ProgramRuntime.go, .static, .musl, .jvm, .dotnet] {
            let offered = WaitProgram.of(CommandRuntime(runtime: runtime, executable: "/x"), keeper: "/k")
            #expect(offered.program == nil)
            #expect(!offered.reason.isEmpty)
        }
    }
}
