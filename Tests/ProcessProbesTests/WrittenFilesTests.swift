import Foundation
import Glibc
import Testing

@testable import ProcessProbes

@Suite("the files on disks that a process tree writes", .timeLimit(.minutes(5)))
struct WrittenFilesTests {
    let folder: String

    init() throws {
        folder = Workshop.path("written")
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        // The tests need a disk; a /tmp in memory would be counted as such.
        try #require(
            FileSystemKind(holding: folder) == .disk, "\(folder) lies in memory; run the tests with TMPDIR on a disk")
    }

    /// What was written until a step.
    private struct Written {
        var kibibytes: Int64
        /// The name of the file that grew most.
        var most: String?
    }

    /// What the client has written after each of its steps.
    private func steps(_ script: String, count: Int, leavingOut own: [String] = []) throws -> [Written] {
        // The files that a test made a moment ago are older than the client, which takes longer than this to start.
        let start = Int64(Date.now.timeIntervalSince1970 * 1e9) + 40_000_000
        let probe = TreeProbe(leavingOut: own, startNanoseconds: start, clock: { 0 })
        let client = try LedClient("import os\nos.chdir('\(folder)')\n" + script)
        let sampler = ProcessTreeSampler(client: client.process)
        var steps: [Written] = []
        for step in 0..<count {
            _ = client.hear()
            let written = probe.read(sampler.sample(at: Double(step) * 100), at: Double(step) * 100).writtenFiles
            client.goOn()
            let most = written.largest.first.map { ($0.path as NSString).lastPathComponent }
            steps.append(Written(kibibytes: written.grownBytes / 1024, most: most))
        }
        return steps
    }

    @Test("a log that is written all the time grows, and what was there before does not count")
    func log() throws {
        try Data(count: 1 << 20).write(to: URL(filePath: folder + "/old.log"))
        let found = try steps(
            """
            old = open('old.log', 'ab', 0); new = open('new.csv', 'wb', 0)
            say('begun'); wait()
            old.write(b'x' * (200 << 10)); new.write(b'x' * (300 << 10))
            say('written'); wait()
            """, count: 2)
        #expect(found.map(\.kibibytes) == [0, 500])
        #expect(found[1].most == "new.csv")
    }

    @Test("a file that is opened, appended to and closed between two samples counts all the same")
    func appended() throws {
        try Data(count: 64 << 10).write(to: URL(filePath: folder + "/kept.log"))
        let found = try steps(
            """
            say('begun'); wait()
            for name in ('kept.log', 'made.log'):
                with open(name, 'ab') as f: f.write(b'x' * (100 << 10))
            say('appended'); wait()
            """, count: 2)
        #expect(found.map(\.kibibytes) == [0, 200])
    }

    @Test("what another program writes beside the client's files is none of the client's")
    func foreign() throws {
        let ready = Workshop.path("written-beside-ready")
        let other = Process()
        other.executableURL = URL(filePath: "/bin/sh")
        other.arguments = [
            "-c",
            "until [ -e \(folder)/own.log ]; do sleep 0.05; done; "
                + "head -c 4194304 /dev/zero > \(folder)/foreign.csv; : > \(ready)",
        ]
        try other.run()
        defer { unlink(ready) }
        let found = try steps(
            """
            import time
            say('begun'); wait()
            with open('own.log', 'ab') as f: f.write(b'x' * (100 << 10))
            while not os.path.exists('\(ready)'): time.sleep(0.05)
            say('both wrote'); wait()
            """, count: 2)
        other.waitUntilExit()
        #expect(found.map(\.kibibytes) == [0, 100])
        #expect(found[1].most == "own.log")
    }

    @Test("rotation by name keeps what was written, and removing the oldest frees it")
    func rotation() throws {
        let found = try steps(
            """
            f = open('a.log', 'wb', 0); f.write(b'x' * (400 << 10))
            say('written'); wait()
            os.rename('a.log', 'a.log.1'); f.close(); f = open('a.log', 'wb', 0); f.write(b'x' * (100 << 10))
            say('rotated'); wait()
            os.rename('a.log.1', 'a.log.2'); os.rename('a.log', 'a.log.1'); f.close(); f = open('a.log', 'wb', 0)
            say('again'); wait()
            os.remove('a.log.2')
            say('removed'); wait()
            """, count: 4)
        #expect(found.map(\.kibibytes) == [400, 500, 500, 100])
    }

    @Test("a file that is moved into a folder below still counts")
    func archived() throws {
        let found = try steps(
            """
            os.mkdir('archive')
            with open('a.log', 'wb') as f: f.write(b'x' * (400 << 10))
            say('written'); wait()
            os.rename('a.log', 'archive/a.1')
            say('moved'); wait()
            os.remove('archive/a.1')
            say('removed'); wait()
            """, count: 3)
        #expect(found.map(\.kibibytes) == [400, 400, 0])
    }

    @Test("a file that was deleted counts until it is closed")
    func deletedButOpen() throws {
        let found = try steps(
            """
            f = open('a.tmp', 'wb', 0); f.write(b'x' * (100 << 10)); os.remove('a.tmp')
            f.write(b'x' * (200 << 10))
            say('deleted'); wait()
            f.close()
            say('closed'); wait()
            """, count: 2)
        #expect(found.map(\.kibibytes) == [300, 0])
    }

    @Test("a file that is emptied gives back what it held, below what it had at the start too")
    func emptied() throws {
        try Data(count: 512 << 10).write(to: URL(filePath: folder + "/old.log"))
        let found = try steps(
            """
            f = open('old.log', 'ab', 0)
            say('begun'); wait()
            f.truncate(0)
            say('emptied'); wait()
            """, count: 2)
        #expect(found.map(\.kibibytes) == [0, -512])
    }

    @Test("holes take no room")
    func sparse() throws {
        let found = try steps(
            """
            f = open('sparse.db', 'wb', 0); f.truncate(1 << 30); f.write(b'x' * (64 << 10))
            say('made'); wait()
            """, count: 1)
        #expect((64...72).contains(found[0].kibibytes))
    }

    @Test("files that are only read, those of twinsim, and those in memory are left out")
    func others() throws {
        let inMemory = "/dev/shm/twinsim-test-\(UUID().uuidString)"
        defer { unlink(inMemory) }
        try FileManager.default.createDirectory(atPath: folder + "/evidence", withIntermediateDirectories: true)
        let found = try steps(
            """
            a = open('evidence/client.log', 'wb', 0); a.write(b'x' * (100 << 10))
            b = open('\(inMemory)', 'wb', 0); b.write(b'x' * (100 << 10))
            c = open('/usr/bin/env', 'rb')
            say('open'); wait()
            """, count: 1, leavingOut: [folder + "/evidence"])
        #expect(found[0].kibibytes == 0)
        #expect(found[0].most == nil)
    }

    @Test("what is free is told of the file system that is filled")
    func free() throws {
        let probe = TreeProbe(leavingOut: [])
        let client = try LedClient(
            "import os\nos.chdir('\(folder)')\nopen('a', 'wb').write(b'x' * (1 << 20)); say('written'); wait()")
        _ = client.hear()
        let written = probe.read(ProcessTreeSampler(client: client.process).sample(at: 0), at: 0).writtenFiles
        var system = statvfs()
        #expect(statvfs(folder, &system) == 0)
        let free = try #require(written.freeBytes)
        #expect(abs(Double(free) - Double(system.f_bavail) * Double(system.f_frsize)) < 2e9)
    }

    @Test(
        "kinds of file systems",
        arguments: [("/proc", FileSystemKind.madeUp), ("/sys", .madeUp), ("/dev/shm", .memory)])
    func kinds(path: String, kind: FileSystemKind) {
        #expect(FileSystemKind(holding: path) == kind)
    }
}
