import Foundation
import Glibc
import Testing

@testable import ProcessProbes

@Suite("watching processes outside the client's tree", .timeLimit(.minutes(5)))
struct WatchTests {
    @Test("targets are read as they are written")
    func targets() {
        #expect(WatchTarget("pid:17") == .process(17))
        #expect(WatchTarget("cgroup:/system.slice/a.service") == .controlGroup("/system.slice/a.service"))
        #expect(WatchTarget("cgroup:a:b") == .controlGroup("a:b"))
        for text in ["pid:0", "pid:-1", "pid:x", "pid:", "cgroup:", "cgroup:a/../b", "17", "unit:a", ""] {
            #expect(WatchTarget(text) == nil, "\(text)")
        }
        #expect("\(WatchTarget.process(17)) \(WatchTarget.controlGroup("/a"))" == "pid:17 cgroup:/a")
    }

    @Test("control groups of both versions are looked for, the unified hierarchy first")
    func mounts() {
        let text = """
            30 21 0:30 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory
            31 21 0:31 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw
            32 21 0:32 / /tmp rw - tmpfs tmpfs rw
            """
        let mounts = ControlGroupMount.parse(text)
        #expect(mounts.map(\.path) == ["/sys/fs/cgroup/unified", "/sys/fs/cgroup/memory"])
        #expect(
            ControlGroupMount.candidates(for: "/docker/x", in: mounts)
                == ["/sys/fs/cgroup/unified/docker/x", "/sys/fs/cgroup/memory/docker/x"])
        #expect(
            ControlGroupMount.candidates(for: "/sys/fs/cgroup/memory/x", in: mounts).first == "/sys/fs/cgroup/memory/x")
        #expect(ControlGroupMount.candidates(for: "x", in: []).isEmpty)
    }

    @Test("a process that is not there is refused, and so is another one with its number")
    func absent() throws {
        let ended = try Workshop.launch(["true"])
        _ = ended.waitForEnd(seconds: 20)
        #expect(throws: WatchError.noSuchProcess(ended.pid)) { try WatchedProcesses([.process(ended.pid)]) }
        let own = getpid()
        let watched = try WatchedProcesses([.process(own)])
        let key = try #require(watched.processes.first)
        #expect(throws: Never.self) { try WatchedProcesses([.process(own)], known: [key]) }
        var other = key
        other.startTicks -= 1
        #expect(throws: WatchError.anotherProcess(own)) { try WatchedProcesses([.process(own)], known: [other]) }
        #expect(throws: WatchError.noControlGroups("x")) { try WatchedProcesses([.controlGroup("x")], mountText: "") }
    }

    @Test(
        "each refusal has its code, and says how to mend it",
        arguments: [
            (WatchError.noSuchProcess(7), "WAT001"), (.anotherProcess(7), "WAT002"),
            (.noSuchControlGroup("/a", waitedSeconds: 30), "WAT003"), (.noControlGroups("/a"), "WAT004"),
        ])
    func codes(error: WatchError, code: String) {
        #expect(error.code == code)
        #expect(error.description.hasPrefix("error \(code): ") && error.description.contains("; "))
    }

    @Test("a watched process and its descendants are in the client's samples until it ends, without counters")
    func process() throws {
        let daemon = try LedClient(
            """
            child = os.fork()
            if child == 0:
                import time
                time.sleep(1000)
            memory = bytearray(b'x' * (20 << 20))
            say(child); wait()
            os.kill(child, 9); os.wait()
            say('gone'); wait()
            """)
        let child = try #require(Int32(daemon.hear()))
        let client = try Workshop.launch(["sleep", "1000"])
        defer { client.terminate(graceSeconds: 1) }
        let watched = try WatchedProcesses([.process(daemon.process.pid)])
        let sampler = ProcessTreeSampler(client: client, watching: watched)
        let samples = sampler.sample(at: 0)
        #expect(samples.map(\.identity.pid) == [client.pid, daemon.process.pid, child])
        #expect(try #require(samples[1].anonymousBytes.value) > 20 << 20)
        #expect(samples[1].allocation.native.reason == "it was not started here")
        #expect(samples[2].allocation.python.reason == "it was not started here")
        daemon.goOn()
        #expect(daemon.hear() == "gone")
        #expect(sampler.sample(at: 1).map(\.identity.pid) == [client.pid, daemon.process.pid])
        daemon.process.terminate(graceSeconds: 0)
        #expect(sampler.sample(at: 2).map(\.identity.pid) == [client.pid])
        #expect(sampler.sample(at: 3).map(\.identity.pid) == [client.pid])
    }

    @Test("the processes of a control group and of those below it are watched, from when it appears on")
    func fakeGroup() throws {
        // A directory in the place of a mount: the files are the kernel's interface.
        let root = Workshop.path("cgroup")
        let text = "31 21 0:31 / \(root) rw - cgroup2 cgroup2 rw"
        let others = try (0..<3).map { _ in try Workshop.launch(["sleep", "1000"]) }
        defer { for other in others { other.terminate(graceSeconds: 0) } }
        let watched = try WatchedProcesses([.controlGroup("a.slice")], mountText: text)
        #expect(watched.current().isEmpty)
        #expect(watched.missing == "a.slice")
        func write(_ path: String, _ numbers: [Int32]) throws {
            try FileManager.default.createDirectory(atPath: root + path, withIntermediateDirectories: true)
            try numbers.map { "\($0)\n" }.joined().write(
                toFile: root + path + "/cgroup.procs", atomically: false, encoding: .utf8)
        }
        // 0 stands for a process that has no number here.
        try write("/a.slice", [0, others[0].pid])
        try write("/a.slice/b.service", [others[1].pid])
        try write("/other.slice", [others[2].pid])
        #expect(Set(watched.current()) == [others[0].pid, others[1].pid])
        #expect(watched.missing == nil)
        let client = try Workshop.launch(["sleep", "1000"])
        defer { client.terminate(graceSeconds: 1) }
        let sampler = ProcessTreeSampler(client: client, watching: watched)
        #expect(Set(sampler.sample(at: 0).map(\.identity.pid)) == [client.pid, others[0].pid, others[1].pid])
        // Empty is not missing: a unit that is stopped and started again.
        try write("/a.slice/b.service", [])
        #expect(Set(sampler.sample(at: 1).map(\.identity.pid)).isSuperset(of: [client.pid, others[0].pid]))
    }

    @Test(
        "the client and twinsim itself may stand in the watched group: the client keeps its counters, twinsim is left out"
    )
    func insideTheGroup() throws {
        let root = Workshop.path("cgroup")
        try FileManager.default.createDirectory(atPath: root + "/a", withIntermediateDirectories: true)
        let client = try LedClient(
            """
            child = os.fork()
            if child == 0:
                import time
                time.sleep(1000)
            say(child); wait()
            """, python: true)
        let child = try #require(Int32(client.hear()))
        try "\(child)\n\(getpid())\n\(client.process.keeperPid)\n\(client.process.pid)\n".write(
            toFile: root + "/a/cgroup.procs", atomically: false, encoding: .utf8)
        let watched = try WatchedProcesses(
            [.controlGroup("/a")], mountText: "31 21 0:31 / \(root) rw - cgroup2 cgroup2 rw")
        let samples = ProcessTreeSampler(client: client.process, watching: watched).sample(at: 0)
        #expect(samples.map(\.identity.pid) == [client.process.pid, child])
        #expect(samples[1].allocation.python.reason != "it was not started here")
    }

    @Test("a real control group is watched, where this machine lets one be made")
    func realGroup() throws {
        let mounts = ControlGroupMount.parse(
            String(decoding: ProcessWords.content("/proc/self/mountinfo"), as: UTF8.self))
        let name = "twinsim-test-\(UUID().uuidString.prefix(8))"
        let made = mounts.lazy.map { (mount: ControlGroupMount) -> String in "\(mount.path)/\(name)" }.first {
            (path: String) in mkdir(path, 0o755) == 0
        }
        // Without privileges no group can be made; the tests above look at all but the kernel's own files.
        guard let group = made else { return }
        let other = try Workshop.launch(["sleep", "1000"])
        defer {
            other.terminate(graceSeconds: 0)
            rmdir(group)
        }
        // A hierarchy that asks for settings first, as that of cpusets does, takes no process; another one does.
        guard (try? "\(other.pid)".write(toFile: group + "/cgroup.procs", atomically: false, encoding: .utf8)) != nil
        else { return }
        #expect(try WatchedProcesses([.controlGroup(name)]).current() == [other.pid])
        #expect(try WatchedProcesses([.controlGroup(group)]).current() == [other.pid])
    }
}
