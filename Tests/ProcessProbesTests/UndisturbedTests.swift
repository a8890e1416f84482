import Evidence
import Foundation
import ProcessProbes
import Testing

@Suite("twinsim changes nothing that the client sees", .timeLimit(.minutes(5)))
struct UndisturbedTests {
    /// Says what a process sees of itself, one fact a line, into the file that is its first argument.
    private static let view = """
        #define _GNU_SOURCE
        #include <dirent.h>
        #include <fcntl.h>
        #include <stdio.h>
        #include <stdlib.h>
        #include <string.h>
        #include <sys/resource.h>
        #include <sys/stat.h>
        #include <unistd.h>
        extern char **environ;
        static void copy(FILE *out, const char *path, const char *only) {
            char line[4096];
            FILE *in = fopen(path, "re");
            while (in && fgets(line, sizeof line, in)) if (!*only || strstr(only, strtok(strdup(line), ":"))) fputs(line, out);
            if (in) fclose(in);
        }
        int main(int c, char **v) {
            int next = open("/dev/null", O_RDONLY);
            free(malloc(100));
            DIR *list = opendir("/proc/self/fd");
            char name[512];
            snprintf(name, sizeof name, "%s.new", v[1]);
            FILE *out = fopen(name, "we");
            fprintf(out, "next descriptor %d\\n", next);
            for (struct dirent *e; (e = readdir(list));) {
                int fd = atoi(e->d_name);
                if (e->d_name[0] == '.' || fd == next || fd == dirfd(list) || fd == fileno(out)) continue;
                fprintf(out, "descriptor %d\\n", fd);
            }
            copy(out, "/proc/self/status", "Umask SigBlk SigIgn SigCgt SigPnd NoNewPrivs Seccomp");
            copy(out, "/proc/self/limits", "");
            fprintf(out, "nice %d\\n", getpriority(PRIO_PROCESS, 0));
            char place[4096];
            fprintf(out, "directory %s\\n", getcwd(place, sizeof place));
            for (char **e = environ; *e; e++) fprintf(out, "variable %s\\n", *e);
            fclose(out);
            rename(name, v[1]);
            return 0;
        }

        """

    private static let program: String = {
        let path = Workshop.path("view")
        try? view.write(toFile: path + ".c", atomically: true, encoding: .utf8)
        Workshop.compile([path + ".c"], to: path)
        return path
    }()

    private func lines(_ file: String) throws -> [String] {
        try String(contentsOfFile: file, encoding: .utf8).components(separatedBy: "\n").filter { !$0.isEmpty }
    }

    /// What the program sees when a shell starts it with nothing around it.
    private func alone() throws -> [String] {
        let file = Workshop.path("alone")
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = ["-c", "exec \(Self.program) \(file) </dev/null >/dev/null 2>&1"]
        try process.run()
        process.waitUntilExit()
        return try lines(file)
    }

    private func underTwinsim(_ environment: [String: String] = [:]) throws -> [String] {
        let file = Workshop.path("watched")
        let client = try Workshop.launch([Self.program, file], environment: environment, native: true, python: true)
        #expect(client.waitForEnd(seconds: 60) == .ended(.exited(0)))
        return try lines(file)
    }

    @Test("descriptors and the number of the next one, limits, mask, umask, priority and directory are the same")
    func sameView() throws {
        // The other run inherits what the test runner has open, blocks and ignores; of twinsim's client nothing is.
        func facts(_ lines: [String]) -> [String] {
            lines.filter { line in !["variable ", "descriptor ", "Sig"].contains { line.hasPrefix($0) } }
        }
        let (watched, alone) = (try underTwinsim(), try alone())
        #expect(facts(watched) == facts(alone))
        #expect(watched.contains("next descriptor 3"))
        let signals = watched.filter { $0.hasPrefix("Sig") }
        #expect(signals.count == 4)
        for line in signals { #expect(line.hasSuffix("\t0000000000000000"), "\(line)") }
        #expect(watched.filter { $0.hasPrefix("descriptor ") } == ["descriptor 0", "descriptor 1", "descriptor 2"])
    }

    @Test("of the environment only what is documented is added, and the rest stands byte for byte and in its order")
    func sameEnvironment() throws {
        setenv("TWINSIM_TEST_ODD", "\u{1}tab\tand = sign", 1)
        let added: Set<String> = [
            "TWINSIM_CLIENT", "TWINSIM_TALLY_DIR", "LD_PRELOAD", "PYTHONPATH", "NODE_OPTIONS", "_",
        ]
        func rest(_ lines: [String]) -> [String] {
            lines.filter { $0.hasPrefix("variable ") }.map { String($0.dropFirst(9)) }.filter {
                !added.contains(String($0.prefix { $0 != "=" }))
            }
        }
        // The shell of the other run sets variables of its own.
        let own = ["PWD=", "OLDPWD=", "SHLVL="]
        func comparable(_ lines: [String]) -> [String] {
            rest(lines).filter { line in !own.contains { line.hasPrefix($0) } }
        }
        let watched = comparable(try underTwinsim())
        #expect(Set(watched) == Set(comparable(try alone())))
        #expect(watched.contains("TWINSIM_TEST_ODD=\u{1}tab\tand = sign"))
        #expect(Set(watched).count == watched.count)
    }

    @Test("the client leads a session and a process group of its own, and the directory of its counters is private")
    func session() throws {
        let client = try Workshop.launch(["sleep", "1000"], native: true)
        #expect(getpgid(client.pid) == client.pid)
        #expect(getsid(client.pid) == client.pid)
        var status = stat()
        #expect(stat(client.counterDirectory, &status) == 0)
        #expect(status.st_mode & 0o077 == 0)
    }

    @Test("a client that may write no file lives, and its counts are unavailable for that reason")
    func fileSizeLimit() throws {
        let client = try LedClient(
            "import ctypes\nkept = [ctypes.create_string_buffer(2000) for _ in range(9)]\nsay('alive'); wait()",
            native: true, python: true, interpreter: ["sh", "-c", "ulimit -f 0; exec python3 \"$@\"", "sh"])
        #expect(client.hear() == "alive")
        let sample = try #require(ProcessTreeSampler(client: client.process).sample(at: 0).first)
        #expect(sample.allocation.native.reason?.contains("file size limit (ulimit -f) of 0 bytes") == true)
        #expect(sample.allocation.python.reason?.contains("file size limit (ulimit -f) of 0 bytes") == true)
    }

    @Test("a client whose memory is limited lives without its counts, and the limit is named")
    func addressSpaceLimit() throws {
        let client = try StepClient(
            """
            #include <sys/resource.h>
            int main(int c, char **v) {
                orders = atoi(v[1]); words = atoi(v[2]);
                if (c > 3) { step(); return 0; }
                struct rlimit limit = {6 << 20, 6 << 20};
                setrlimit(RLIMIT_AS, &limit);
                execl("/proc/self/exe", v[0], v[1], v[2], "again", NULL);
                return 7;
            }
            """)
        client.hear()
        let sampler = ProcessTreeSampler(client: client.process)
        _ = sampler.sample(at: 0)
        let native = try #require(sampler.sample(at: 10).first).allocation.native
        if native.value == nil {
            #expect(native.reason?.contains("memory limit (ulimit -v) of 6291456 bytes") == true, "\(native)")
        }
        client.goOn()
        #expect(client.process.waitForEnd(seconds: 30) == .ended(.exited(0)))
    }

    @Test("a client whose counts find no room, in memory or on disk, lives", .needsRoot)
    func noRoom() throws {
        let program = Workshop.path("threads")
        try """
        #include <pthread.h>
        #include <stdlib.h>
        static void *work(void *nothing) { for (int i = 0; i < 100; i++) free(malloc(1000)); return nothing; }
        int main(void) {
            pthread_t threads[60];
            for (int i = 0; i < 60; i++) pthread_create(&threads[i], NULL, work, NULL);
            for (int i = 0; i < 60; i++) pthread_join(threads[i], NULL);
            return 0;
        }
        """.write(toFile: program + ".c", atomically: true, encoding: .utf8)
        Workshop.compile([program + ".c"], to: program)
        let place = Workshop.path("full")
        try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
        // Room for all, for the first page alone, and for nothing.
        for kilobytes in [4096, 8, 4] {
            let process = Process()
            process.executableURL = URL(filePath: "/usr/bin/unshare")
            process.arguments = [
                "--mount", "sh", "-c",
                "mount -t tmpfs -o size=\(kilobytes)k none \(place) && "
                    + "if [ \(kilobytes) = 4 ]; then head -c 4096 /dev/zero >\(place)/rest; fi; "
                    + "TWINSIM_TALLY_DIR=\(place) LD_PRELOAD=\(Workshop.runtime.tallyLibrary) exec \(program)",
            ]
            try process.run()
            process.waitUntilExit()
            #expect(process.terminationReason == .exit && process.terminationStatus == 0, "\(kilobytes) KiB")
        }
    }
}
