import Foundation
import ProcessProbes
import Testing

@Suite("size classes of the preloaded tally", .timeLimit(.minutes(5)))
struct SizeClassTests {
    /// A client that allocates, resizes and frees at random in four threads, counts its own live blocks by size class,
    /// and writes the counts into the file of its third argument: the state after each of three steps.
    private static let program = """
        enum { classes = 15, threads = 4, slots = 2000, turns = 40000 };
        struct counts { int64_t blocks[classes], bytes[classes]; };
        static struct counts own[threads];
        static void *held[threads][slots];
        static int class_of(size_t bytes) {
            size_t limit = 32;
            for (int c = 0; c < 13; c++, limit *= 2) if (bytes <= limit + 8) return c;
            return bytes <= (1 << 20) + 8 ? 13 : 14;
        }
        static void note(struct counts *c, void *block, int sign) {
            size_t bytes = malloc_usable_size(block);
            c->blocks[class_of(bytes)] += sign;
            c->bytes[class_of(bytes)] += sign * (int64_t)bytes;
        }
        static void *work(void *argument) {
            int me = (int)(intptr_t)argument;
            uint64_t random = 88172645463325252ull + (uint64_t)me;
            for (int turn = 0; turn < turns; turn++) {
                random ^= random << 13; random ^= random >> 7; random ^= random << 17;
                void **slot = &held[me][random % slots];
                size_t size = (random >> 16) % ((size_t)1 << (1 + (random >> 40) % 17));
                if (turn % 100 == 0) size = turn % 200 ? 2 << 20 : 300000;
                if (*slot) note(&own[me], *slot, -1);
                switch ((random >> 50) % 6) {
                    case 0: free(*slot); *slot = 0; break;
                    case 1: *slot = realloc(*slot, size + 1); break;
                    case 2: free(*slot); *slot = calloc(size / 8 + 1, 8); break;
                    case 3: free(*slot); if (posix_memalign(slot, 128, size)) return 0; break;
                    case 4: free(*slot); *slot = aligned_alloc(64, (size + 63) & ~(size_t)63); break;
                    default: free(*slot); *slot = malloc(size);
                }
                if (*slot) note(&own[me], *slot, 1);
            }
            return 0;
        }
        static void write_counts(const char *path) {
            struct counts sum = {0};
            for (int t = 0; t < threads; t++)
                for (int c = 0; c < classes; c++) { sum.blocks[c] += own[t].blocks[c]; sum.bytes[c] += own[t].bytes[c]; }
            int64_t words[2 * classes];
            for (int c = 0; c < classes; c++) { words[2 * c] = sum.blocks[c]; words[2 * c + 1] = sum.bytes[c]; }
            FILE *file = fopen(path, "w");
            if (!file || fwrite(words, sizeof words, 1, file) != 1) _exit(8);
            fclose(file);
        }
        static void round_of_work(void) {
            pthread_t t[threads];
            for (intptr_t i = 0; i < threads; i++) pthread_create(&t[i], 0, work, (void *)i);
            for (int i = 0; i < threads; i++) pthread_join(t[i], 0);
        }
        static void *idle(void *p) { return p; }
        int main(int argc, char **argv) {
            orders = atoi(argv[1]); words = atoi(argv[2]);
            // The C library allocates for first threads and a first file what it keeps for later ones.
            pthread_t t[threads];
            for (int i = 0; i < threads; i++) pthread_create(&t[i], 0, idle, 0);
            for (int i = 0; i < threads; i++) pthread_join(t[i], 0);
            write_counts(argv[3]);
            step();
            round_of_work();
            write_counts(argv[3]);
            step();
            if (fork() == 0) { round_of_work(); write_counts(argv[3]); step(); _exit(0); }
            step();
            wait(0);
            return 0;
        }
        """

    private static func classes(_ samples: [ProcessSample], _ pid: Int32?) throws -> [NativeSizeClass] {
        let sample = try #require(samples.first { $0.identity.pid == pid ?? $0.identity.pid })
        return try #require(sample.allocation.native.value, "\(sample.allocation.native)").sizeClasses
    }

    private static func ownCounts(_ path: String) throws -> [NativeSizeClass] {
        let data = try Data(contentsOf: URL(filePath: path))
        let words = data.withUnsafeBytes { Array($0.bindMemory(to: Int64.self)) }
        return stride(from: 0, to: words.count, by: 2).map { .init(liveBlocks: words[$0], liveBytes: words[$0 + 1]) }
    }

    @Test("live blocks and bytes of each class are those that the client counts itself, in threads and after a fork")
    func exact() throws {
        let path = Workshop.path("own")
        let client = try StepClient(Self.program, arguments: [path])
        defer { client.process.terminate(graceSeconds: 0) }
        let sampler = ProcessTreeSampler(client: client.process)
        let pid = client.process.pid
        client.hear()
        let first = try Self.classes(sampler.sample(at: 0), pid)
        #expect(first.count == NativeSizeClass.count)
        client.goOn()
        client.hear()
        func expectOwn(_ now: [NativeSizeClass]) throws {
            let own = try Self.ownCounts(path)
            for size in 0..<NativeSizeClass.count {
                let blocks = now[size].liveBlocks - first[size].liveBlocks
                let bytes = now[size].liveBytes - first[size].liveBytes
                #expect(blocks == own[size].liveBlocks, "class \(size)")
                #expect(bytes == own[size].liveBytes, "class \(size)")
                #expect(own[size].liveBlocks > 0, "the client leaves class \(size) empty, so nothing is shown by it")
            }
        }
        try expectOwn(try Self.classes(sampler.sample(at: 1), pid))
        client.goOn()
        client.hear()
        client.hear()
        let samples = sampler.sample(at: 2)
        let child = try #require(samples.first { $0.parent == pid })
        try expectOwn(try Self.classes(samples, child.identity.pid))
    }

    @Test("classes are named by the largest request that glibc serves from them")
    func names() {
        #expect(NativeSizeClass.largestRequestBytes(0) == 32)
        #expect(NativeSizeClass.largestRequestBytes(12) == 131_072)
        #expect(NativeSizeClass.largestRequestBytes(13) == 1_048_576)
        #expect(NativeSizeClass.largestRequestBytes(14) == nil)
    }
}
