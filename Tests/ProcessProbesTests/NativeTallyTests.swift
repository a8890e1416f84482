import Foundation
import ProcessProbes
import Testing

@Suite("the preloaded malloc tally", .timeLimit(.minutes(5)))
struct NativeTallyTests {
    /// A C client that allocates in known steps.
    private static let program = """
        #include <errno.h>
        static void *worker(void *count) {
            for (intptr_t i = 0; i < (intptr_t)count; i++) { void *p = malloc(100); __asm__ volatile("" : : "r"(p) : "memory"); free(p); }
            return strdup("left behind");
        }
        static void *idle(void *p) { return p; }
        int main(int argc, char **argv) {
            orders = atoi(argv[1]); words = atoi(argv[2]);
            pthread_t t[4];
            // The C library allocates for a first thread what it keeps for later ones.
            for (int i = 0; i < 4; i++) pthread_create(&t[i], 0, idle, 0);
            for (int i = 0; i < 4; i++) pthread_join(t[i], 0);
            step();  // 1
            static void *kept[1000];
            for (int i = 0; i < 1000; i++) kept[i] = malloc(1000);
            step();  // 2: 1000 more blocks
            for (int i = 0; i < 250; i++) free(kept[i]);
            for (int i = 250; i < 500; i++) kept[i] = realloc(kept[i], 5000);
            step();  // 3: 250 fewer, 250 larger
            void *p; errno = 77;
            if (posix_memalign(&p, 256, 1000)) return 1;
            void *q[] = {calloc(10, 10), aligned_alloc(64, 128), memalign(64, 100), valloc(10), realloc(0, 10), reallocarray(0, 3, 5), strdup("x")};
            if (errno != 77 || !q[6]) return 2;
            free(0);
            step();  // 4: 8 more
            for (int i = 0; i < 4; i++) pthread_create(&t[i], 0, worker, (void *)100000);
            for (int i = 0; i < 4; i++) pthread_join(t[i], 0);
            step();  // 5: 4 more, 400004 allocations
            for (int i = 0; i < 5000; i++) { pthread_create(&t[0], 0, worker, (void *)1); pthread_join(t[0], 0); }
            step();  // 6: 5000 more, from more threads than there are slots
            pid_t child = fork();
            if (child == 0) { kept[0] = malloc(10); kept[1] = malloc(10); free(kept[999]); step(); _exit(0); }
            step();  // the child's step; the parent waits as well
            waitpid(child, 0, 0);
            execl("/proc/self/exe", "again", argv[1], argv[2], (char *)0);
            return 3;
        }
        """

    private static func tally(_ sampler: ProcessTreeSampler, _ pid: Int32) throws -> NativeAllocations {
        let sample = try #require(sampler.sample(at: 0).first { $0.identity.pid == pid })
        return try #require(sample.allocation.native.value, "\(sample.allocation.native)")
    }

    @Test("every kind of allocation is counted exactly, in threads, after a fork and after exec")
    func exact() throws {
        let client = try StepClient(Self.program)
        defer { client.process.terminate(graceSeconds: 0) }
        #expect(client.process.probes.nativeRefusal == nil)
        let sampler = ProcessTreeSampler(client: client.process)
        let pid = client.process.pid
        var steps: [NativeAllocations] = []
        for _ in 0..<6 {
            client.hear()
            steps.append(try Self.tally(sampler, pid))
            if steps.count < 6 { client.goOn() }
        }
        func change(_ step: Int) -> (blocks: Int64, bytes: Int64, allocations: UInt64) {
            (
                steps[step].liveBlocks - steps[step - 1].liveBlocks, steps[step].liveBytes - steps[step - 1].liveBytes,
                steps[step].totalAllocations - steps[step - 1].totalAllocations
            )
        }
        // malloc(1000) is 1000 or a few bytes more usable; glibc on 64 bit gives 1000.
        #expect(change(1) == (1000, 1_000_000, 1000))
        #expect(change(2).blocks == -250)
        #expect(change(2).allocations == 0)
        #expect((-250_000 + 250 * 4000..<(-250_000 + 250 * 4032)).contains(Int(change(2).bytes)))
        #expect(change(3).blocks == 8)
        #expect(change(3).allocations == 8)
        #expect(change(4).blocks == 4)
        #expect(change(4).allocations == 400_004)
        #expect(change(5).blocks == 5000)
        #expect(change(5).allocations == 10_000)

        client.goOn()
        client.hear()
        client.hear()
        let samples = sampler.sample(at: 0)
        let child = try #require(samples.first { $0.parent == pid })
        let parent = try Self.tally(sampler, pid)
        #expect(parent == steps[5])
        #expect(child.allocation.native.value?.liveBlocks == steps[5].liveBlocks + 1)
        #expect(child.allocation.native.value?.totalAllocations == steps[5].totalAllocations + 2)
        client.goOn()
        client.goOn()
        client.hear()
        // Executed anew, the program starts from nothing, as it did at first.
        #expect(try Self.tally(sampler, pid) == steps[0])
    }

    @Test("a static program is refused before it starts, and one that a script starts is said to be static")
    func refusesStatic() throws {
        let source = Workshop.path("static") + ".c"
        try "#include <unistd.h>\nint main(void) { char c; while (read(0, &c, 1) >= 0) pause(); }".write(
            toFile: source, atomically: true, encoding: .utf8)
        let executable = Workshop.path("static")
        Workshop.compile(["-static", source], to: executable)
        let direct = try Workshop.launch([executable], native: true)
        #expect(direct.probes.nativeRefusal == "it is statically linked")
        let reading = ProcessTreeSampler(client: direct).sample(at: 0).first?.allocation.native
        #expect(reading == .unavailable("it is statically linked"))
        direct.terminate(graceSeconds: 0)

        let script = Workshop.path("script")
        try "#!/bin/sh\nexec \(executable)\n".write(toFile: script, atomically: true, encoding: .utf8)
        chmod(script, 0o755)
        let scripted = try Workshop.launch([script], native: true)
        #expect(scripted.probes.nativeRefusal == nil)
        let sampler = ProcessTreeSampler(client: scripted)
        // Until the shell has executed the program.
        var sample = sampler.sample(at: 0).first
        let deadline = Date(timeIntervalSinceNow: 60)
        while let now = sample, !now.command.hasPrefix("static"), Date() < deadline {
            sample = sampler.sample(at: 0).first
        }
        #expect(sample?.allocation.native == .unavailable("it is statically linked"))
        scripted.terminate(graceSeconds: 0)
    }

    @Test("a set-user-id program is refused, a Python script behind env is not")
    func refusesSetUserID() throws {
        let executable = Workshop.path("setuid")
        try FileManager.default.copyItem(atPath: "/bin/sleep", toPath: executable)
        chmod(executable, 0o4755)
        let client = try Workshop.launch([executable, "1000"], native: true)
        #expect(client.probes.nativeRefusal?.contains("set-user-id") == true)
        client.terminate(graceSeconds: 0)
        let script = Workshop.path("script.py")
        try "#!/usr/bin/env python3\n".write(toFile: script, atomically: true, encoding: .utf8)
        chmod(script, 0o755)
        #expect(try Workshop.launch([script], native: true).probes.nativeRefusal == nil)
    }

    @Test("a program built with AddressSanitizer is refused and starts")
    func refusesAddressSanitizer() throws {
        let source = Workshop.path("sanitized") + ".c"
        // The library alone is linked, so that the test needs no more than its name among the needed ones.
        try "int main(void) { return 0; }".write(toFile: source, atomically: true, encoding: .utf8)
        let library = Workshop.path("asan")
        try FileManager.default.createDirectory(atPath: library, withIntermediateDirectories: true)
        Workshop.compile(["-shared", "-fPIC", "-Wl,-soname,libasan.so.8", source], to: library + "/libasan.so.8")
        let executable = Workshop.path("sanitized")
        Workshop.compile(
            ["-Wl,--no-as-needed", source, library + "/libasan.so.8", "-Wl,-rpath,\(library)"], to: executable)
        let client = try Workshop.launch([executable], native: true)
        #expect(client.probes.nativeRefusal?.contains("AddressSanitizer") == true)
        #expect(client.waitForEnd(seconds: 20) == .ended(.exited(0)))
    }

    @Test("a client does not notice the tally in its descriptors or threads")
    func invisible() throws {
        let client = try LedClient(
            "say([len(os.listdir('/proc/self/fd')), len(os.listdir('/proc/self/task'))]); wait()", native: true)
        #expect(client.hear() == "[6, 1]")
    }
}
