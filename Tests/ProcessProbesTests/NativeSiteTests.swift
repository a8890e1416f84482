import Foundation
import ProcessProbes
import Testing

@Suite("call sites sampled by the preloaded tally", .timeLimit(.minutes(5)))
struct NativeSiteTests {
    /// Keeps 20,000 blocks of 1,000 bytes in one function, takes and gives back ten times as many in another, in two
    /// threads each; a forked child keeps 5,000 more.
    private static let program = """
        static void *kept[25000], *volatile churned[4];
        __attribute__((noinline)) void keep_here(int at) { kept[at] = malloc(1000); }
        __attribute__((noinline)) void churn_here(int who) { churned[who] = malloc(1000); free(churned[who]); }
        static void *work(void *argument) {
            int me = (int)(intptr_t)argument;
            for (int i = 0; i < 10000; i++) {
                keep_here(10000 * me + i);
                for (int k = 0; k < 10; k++) churn_here(me);
            }
            return 0;
        }
        int main(int argc, char **argv) {
            orders = atoi(argv[1]); words = atoi(argv[2]);
            pthread_t t[2];
            for (intptr_t i = 0; i < 2; i++) pthread_create(&t[i], 0, work, (void *)i);
            for (int i = 0; i < 2; i++) pthread_join(t[i], 0);
            step();
            if (fork() == 0) { for (int i = 20000; i < 25000; i++) keep_here(i); for (int i = 0; i < 100; i++) free(kept[i]); step(); _exit(0); }
            step();
            for (int i = 0; i < 20000; i++) free(kept[i]);
            step();
            return 0;
        }
        """

    /// What the sites of a process say of a function.
    private struct Found {
        var samples: Int64 = 0
        var bytes: Int64 = 0
        var blocks = 0.0
        var variance = 0.0

        /// Adds up the sites whose newest call is in `function`.
        init(_ function: String, of pid: Int32, in directory: String) throws {
            let sites = try #require(NativeSiteReader(process: pid, in: directory)).read()
            let modules = try #require(ModuleMap(ofProcess: pid))
            for site in sites.sites {
                guard let call = site.calls.first, let place = modules.place(of: call),
                    let file = ModuleFile(place.stretch.path, inode: place.stretch.inode),
                    let address = file.address(ofFileOffset: place.offset),
                    file.function(at: address)?.name == function
                else { continue }
                samples += site.samples
                bytes += site.bytes
                blocks += site.blocks
                variance += site.variance
            }
        }
    }

    private static func environment(_ distance: Int, frames: Int = 10) -> [String: String] {
        ["TWINSIM_TRACE_BYTES": "\(distance)", "TWINSIM_TRACE_FRAMES": "\(frames)"]
    }

    @Test(
        "A leak's function is named with its size within chance, without frame pointers too; churn holds nothing",
        arguments: ["-fno-omit-frame-pointer", "-fomit-frame-pointer"])
    func estimated(flag: String) throws {
        let client = try StepClient(Self.program, compile: [flag], environment: Self.environment(16384))
        defer { client.process.terminate(graceSeconds: 0) }
        let directory = client.process.counterDirectory
        let pid = client.process.pid
        client.hear()
        let kept = try Found("keep_here", of: pid, in: directory)
        #expect(kept.samples > 900, "some 1,200 are expected")
        // Usable bytes are 1,000; the error follows from the samples themselves.
        let error = kept.variance.squareRoot()
        #expect(error < 1_000_000)
        #expect(abs(Double(kept.bytes) - 20_000_000) < 5 * error, "\(kept)")
        #expect(abs(kept.blocks - 20_000) < 5 * error / 1000, "\(kept)")
        let churned = try Found("churn_here", of: pid, in: directory)
        #expect(churned.samples == 0 && churned.bytes == 0 && churned.blocks == 0)

        client.goOn()
        client.hear()
        client.hear()
        let child = try #require(
            ProcessTreeSampler(client: client.process).sample(at: 0).first { $0.parent == pid }?.identity.pid)
        let inherited = try Found("keep_here", of: child, in: directory)
        let childError = inherited.variance.squareRoot()
        #expect(abs(Double(inherited.bytes) - 24_900_000) < 5 * childError, "\(inherited)")
        #expect(try Found("keep_here", of: pid, in: directory).bytes == kept.bytes, "the child counts for itself")
        client.goOn()
        client.goOn()
        client.hear()
        let freed = try Found("keep_here", of: pid, in: directory)
        #expect(freed.samples == 0 && freed.bytes == 0 && freed.blocks == 0 && freed.variance == 0)
    }

    @Test("At a distance of one byte every block is a sample, so the estimate is exact, and every call stands in it")
    func exact() throws {
        let client = try StepClient(Self.program, environment: Self.environment(1, frames: 3))
        defer { client.process.terminate(graceSeconds: 0) }
        client.hear()
        let kept = try Found("keep_here", of: client.process.pid, in: client.process.counterDirectory)
        #expect(kept.samples == 20_000)
        #expect(kept.bytes == 20_000_000)
        #expect(kept.blocks == 20_000)
        #expect(kept.variance == 0)
        let sites = try #require(
            NativeSiteReader(process: client.process.pid, in: client.process.counterDirectory)
        ).read()
        #expect(sites.sites.allSatisfy { $0.calls.count <= 3 })
        #expect(sites.samplesWithoutSite == 0 && sites.samplesWithoutBlock == 0)
    }

    @Test("Sockets, files, threads and children are counted by the call that made them, and not once they are gone")
    func opened() throws {
        let client = try StepClient(
            """
            #include <fcntl.h>
            #include <sys/socket.h>
            static int sockets[8], files[4];
            static pid_t children[2];
            static void *stay(void *a) { pause(); return a; }
            static void *go(void *a) { return a; }
            __attribute__((noinline)) void keep_sockets(void) { for (int i = 0; i < 8; i++) sockets[i] = socket(AF_INET, SOCK_STREAM, 0); }
            __attribute__((noinline)) void keep_files(void) { for (int i = 0; i < 4; i++) files[i] = open("/dev/null", O_RDONLY); }
            __attribute__((noinline)) void keep_threads(void) { pthread_t t; for (int i = 0; i < 3; i++) pthread_create(&t, 0, stay, 0); }
            __attribute__((noinline)) void keep_children(void) {
                for (int i = 0; i < 2; i++) { children[i] = fork(); if (!children[i]) { pause(); _exit(0); } }
            }
            __attribute__((noinline)) void churn(void) {
                pthread_t t;
                for (int i = 0; i < 50; i++) {
                    close(socket(AF_INET, SOCK_STREAM, 0));
                    close(open("/dev/null", O_RDONLY));
                    pthread_create(&t, 0, go, 0);
                    pthread_join(t, 0);
                }
            }
            int main(int argc, char **argv) {
                orders = atoi(argv[1]); words = atoi(argv[2]);
                free(malloc(1));
                keep_sockets(); keep_files(); keep_threads(); keep_children(); churn();
                step();
                for (int i = 0; i < 8; i++) close(sockets[i]);
                for (int i = 0; i < 2; i++) kill(children[i], SIGKILL);
                step();
                return 0;
            }
            """, environment: Self.environment(16384))
        defer { client.process.terminate(graceSeconds: 0) }
        client.hear()
        let pid = client.process.pid
        let reader = try #require(NativeSiteReader(process: pid, in: client.process.counterDirectory))
        let modules = try #require(ModuleMap(ofProcess: pid))
        func counts() -> [String: Int64] {
            let sites = Dictionary(reader.read().sites.map { ($0.hash, $0.calls) }) { $1 }
            let children = ProcessTreeSampler(client: client.process).sample(at: 0).filter { $0.parent == pid }
            var counts: [String: Int64] = [:]
            for (origin, count) in reader.opened(process: pid, children: children.map(\.identity.pid)) {
                guard let call = sites[origin.siteHash]?.first, let place = modules.place(of: call),
                    let file = ModuleFile(place.stretch.path, inode: place.stretch.inode),
                    let address = file.address(ofFileOffset: place.offset)
                else { continue }
                // A loop that the compiler unrolled calls from several places.
                counts["\(origin.kind.rawValue) \(file.function(at: address)?.name ?? "?")", default: 0] += count
            }
            return counts
        }
        #expect(
            counts() == [
                "socket keep_sockets": 8, "descriptor keep_files": 4, "thread keep_threads": 3,
                "child keep_children": 2,
            ])
        client.goOn()
        client.hear()
        #expect(counts()["socket keep_sockets"] == nil)
        #expect(counts()["descriptor keep_files"] == 4)
    }

    @Test("The error of a growth rests on samples that came or went, not on what was there all the time")
    func errors() {
        func site(variance: Double, spread: Double) -> NativeSites.Site {
            .init(hash: 1, calls: [], samples: 1, bytes: 1, blocks: 1, variance: variance, spread: spread)
        }
        let large = site(variance: 10_000, spread: 10_000)
        #expect(large.errorOfGrowth(since: large) == 0)
        #expect(site(variance: 10_400, spread: 10_400).errorOfGrowth(since: large) == 20)
        // 400 came and 800 of the old went.
        #expect(abs(site(variance: 9600, spread: 10_400).errorOfGrowth(since: large) - (1200.0).squareRoot()) < 1e-9)
        // Churn: what came and went in between is bounded by what is live.
        #expect(site(variance: 100, spread: 1e9).errorOfGrowth(since: site(variance: 300, spread: 1000)) == 20)
        #expect(site(variance: 400, spread: 400).errorOfGrowth(since: nil) == 20)
    }

    @Test("Beyond its limits the tally counts what it left out, and the client goes on")
    func limits() throws {
        let client = try StepClient(
            """
            static void *kept[200000];
            int main(int argc, char **argv) {
                orders = atoi(argv[1]); words = atoi(argv[2]);
                for (int i = 0; i < 200000; i++) kept[i] = malloc(24);
                step();
                for (int i = 0; i < 200000; i++) free(kept[i]);
                step();
                return 0;
            }
            """, environment: Self.environment(1))
        defer { client.process.terminate(graceSeconds: 0) }
        client.hear()
        let reader = try #require(
            NativeSiteReader(process: client.process.pid, in: client.process.counterDirectory))
        let full = reader.read()
        #expect(full.samplesWithoutBlock > 60_000)
        let live = full.sites.reduce(0) { $0 + $1.samples }
        #expect(UInt64(live) + full.samplesWithoutBlock >= 200_000)
        client.goOn()
        client.hear()
        #expect(reader.read().sites.reduce(0) { $0 + $1.samples } < 100)
    }

    @Test("Threads, forks, signals, loaded libraries and last words of threads get along with sampling every block")
    func torture() throws {
        let client = try StepClient(
            """
            static volatile sig_atomic_t stopping;
            static pthread_key_t key;
            static void last_words(void *p) { free(p); free(strdup("goodbye")); }
            static void on_alarm(int s) { (void)s; free(0); }
            static void *work(void *argument) {
                pthread_setspecific(key, malloc(50));
                for (int i = 0; i < 3000; i++) { void *p = malloc((size_t)i); p = realloc(p, (size_t)i * 2 + 1); free(p); }
                return argument;
            }
            static void *load(void *argument) {
                while (!stopping) { void *l = dlopen("libm.so.6", RTLD_NOW); if (l) { dlsym(l, "sin"); dlclose(l); } }
                return argument;
            }
            int main(void) {
                pthread_key_create(&key, last_words);
                signal(SIGALRM, on_alarm);
                struct itimerval { struct timeval a, b; } every = {{0, 500}, {0, 500}};
                extern int setitimer(int, const void *, void *);
                setitimer(0, &every, 0);
                pthread_t loader, t[4];
                pthread_create(&loader, 0, load, 0);
                for (int round = 0; round < 30; round++) {
                    for (int i = 0; i < 4; i++) pthread_create(&t[i], 0, work, 0);
                    pid_t child = fork();
                    if (child == 0) { free(malloc(100)); _exit(7); }
                    int status = 0;
                    while (waitpid(child, &status, 0) < 0) {}
                    if (!WIFEXITED(status) || WEXITSTATUS(status) != 7) return 3;
                    for (int i = 0; i < 4; i++) pthread_join(t[i], 0);
                }
                stopping = 1;
                pthread_join(loader, 0);
                return 0;
            }
            """, environment: Self.environment(1))
        #expect(client.process.waitForEnd(seconds: 60) == .ended(.exited(0)))
    }
}
