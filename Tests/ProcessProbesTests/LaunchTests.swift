import Foundation
import ProcessProbes
import Testing

@Suite("launching a client", .timeLimit(.minutes(5)))
struct LaunchTests {
    @Test("a client gets its arguments, its environment and its directory, and its exit status is known")
    func basics() throws {
        let client = try Workshop.launch(
            ["sh", "-c", "echo \"$1 $MODBUS_PORT $PWD\"; exit 7", "sh", "a b"], environment: ["MODBUS_PORT": "5020"],
            workingDirectory: "/usr")
        #expect(client.waitForEnd(seconds: 20) == .ended(.exited(7)))
        #expect(client.recentOutput == "a b 5020 /usr\n")
        #expect(try String(contentsOfFile: client.log.path, encoding: .utf8) == "a b 5020 /usr\n")
    }

    @Test("a client that a signal ends says which")
    func signalled() throws {
        let client = try Workshop.launch(["sh", "-c", "kill -SEGV $$"])
        #expect(client.waitForEnd(seconds: 20) == .ended(.signalled(11)))
    }

    @Test("a client leads a session and a process group of its own and holds none of our descriptors")
    func isolation() throws {
        let extra = open("/dev/null", O_RDONLY)
        defer { close(extra) }
        let client = try LedClient("say(sorted(int(f) for f in os.listdir('/proc/self/fd'))); wait()")
        // 0 to 2, the two FIFOs and the listing itself.
        #expect(client.hear() == "[0, 1, 2, 3, 4, 5]")
        #expect(getsid(client.process.pid) == client.process.pid)
        #expect(getpgid(client.process.pid) == client.process.processGroup)
    }

    @Test("a client that is not there is told from one that cannot be executed")
    func refusals() throws {
        #expect(throws: LaunchError.clientNotFound(name: "no-such-client")) { try Workshop.launch(["no-such-client"]) }
        #expect(throws: LaunchError.clientNotFound(name: "./no/such")) { try Workshop.launch(["./no/such"]) }
        #expect(throws: LaunchError.notExecutable(path: "/etc", reason: "it is a directory")) {
            try Workshop.launch(["/etc"])
        }
        #expect(throws: LaunchError.noCommand) { try Workshop.launch([]) }
        let plain = Workshop.path("plain")
        try "echo hello\n".write(toFile: plain, atomically: true, encoding: .utf8)
        var error = #expect(throws: LaunchError.self) { try Workshop.launch([plain]) }
        #expect(error?.description.contains("execute permission") == true)
        chmod(plain, 0o755)
        error = #expect(throws: LaunchError.self) { try Workshop.launch([plain]) }
        #expect(error?.description.contains("#!/bin/sh") == true)
        try "#!/no/such/interpreter\n".write(toFile: plain, atomically: false, encoding: .utf8)
        error = #expect(throws: LaunchError.self) { try Workshop.launch([plain]) }
        #expect(error?.description.contains("interpreter") == true)
        error = #expect(throws: LaunchError.self) { try Workshop.launch(["true"], workingDirectory: "/no/such") }
        #expect(error == .workingDirectoryUnusable(path: "/no/such", reason: "No such file or directory"))
    }

    @Test("a client's log keeps its head and its latest output, and says what it left out")
    func boundedLog() throws {
        let limit = ClientLaunch.minimumLogLimitBytes
        let path = Workshop.path("bounded")
        let client = try Workshop.launch(
            ["sh", "-c", "echo first; seq 100000 300000; echo last"], logLimitBytes: limit, logPath: path)
        #expect(client.waitForEnd(seconds: 60) == .ended(.exited(0)))
        let text = try String(contentsOfFile: path, encoding: .utf8)
        let log = client.log
        #expect(log.receivedBytes == 6 + 200_001 * 7 + 5)
        #expect(text.utf8.count <= limit + 100)
        #expect(text.hasPrefix("first\n100000\n"))
        #expect(text.hasSuffix("299999\n300000\nlast\n"))
        #expect(text.contains("\n--- twinsim left out \(log.droppedBytes) bytes of the client's output here ---\n"))
        let kept =
            text.utf8.count
            - "\n--- twinsim left out \(log.droppedBytes) bytes of the client's output here ---\n".utf8.count
        #expect(kept + log.droppedBytes == log.receivedBytes)
        #expect(!FileManager.default.fileExists(atPath: path + ".tail1"))
        #expect(client.recentOutput.hasSuffix("last\n"))
    }

    @Test("runtime files are looked for one by one, and a missing one is named where it was first looked for")
    func runtimeFiles() throws {
        let (near, far) = (Workshop.path("near"), Workshop.path("far"))
        for directory in [near, far] {
            try FileManager.default.createDirectory(atPath: directory + "/python", withIntermediateDirectories: true)
        }
        try "".write(toFile: far + "/twinsim-keeper", atomically: true, encoding: .utf8)
        let files = RuntimeFiles.find(in: [near, far])
        #expect(files.keeper == far + "/twinsim-keeper")
        #expect(files.pythonDirectory == near + "/python")
        #expect(files.tallyLibrary == near + "/libtwinsim-tally.so")
        let launch = ClientLaunch(
            arguments: ["true"], logPath: Workshop.path("log"), runtimeFiles: RuntimeFiles(directory: near))
        #expect(throws: LaunchError.installationIncomplete(path: near + "/twinsim-keeper")) {
            try ClientProcess.launch(launch)
        }
    }

    @Test("a log that cannot be written is refused before anything starts")
    func logRefused() {
        #expect(throws: LaunchError.logNotWritable(path: "/no/such/log", reason: "No such file or directory")) {
            try Workshop.launch(["true"], logPath: "/no/such/log")
        }
    }
}
