import Foundation
import Glibc
import Testing

@testable import ProcessProbes

// One after the other: what a user makes in /dev/shm while a client runs is taken for that client's.
@Suite("the shared memory of a process tree", .serialized, .timeLimit(.minutes(5)))
struct SharedMemoryTests {
    private static let device: UInt64 = 0x1A

    @Test("mappings that may be shared memory are found in a text of smaps, each part of an object once")
    func mappings() {
        let text = """
            55d0a0000000-55d0a0001000 r-xp 00001000 fe:00 123 /usr/bin/python3
            Rss:                   4 kB
            7f0000000000-7f0000100000 rw-s 00000000 00:01 77 /memfd:pool (deleted)
            Size:               1024 kB
            Rss:                1000 kB
            7f0000200000-7f0000300000 rw-s 00000000 00:01 77 /memfd:pool (deleted)
            Rss:                 900 kB
            7f0000400000-7f0000500000 rw-s 00100000 00:01 77 /memfd:pool (deleted)
            Rss:                  24 kB
            7f0001000000-7f0001100000 rw-s 00000000 00:1a 9 /dev/shm/with blank
            Rss:                   8 kB
            7f0002000000-7f0002100000 rw-s 00000000 00:01 32770 /SYSV00000000 (deleted)
            Rss:                  16 kB
            7f0003000000-7f0003100000 rw-s 00000000 00:01 78 /dev/zero (deleted)
            Rss:                  40 kB
            7f0004000000-7f0004100000 rw-p 00000000 00:00 0 
            Rss:                 512 kB
            7f0005000000-7f0005100000 rw-p 00000000 00:00 0 [heap]
            """
        let mappings = SharedMapping.parse(Array(text.utf8), devices: [Self.device])
        #expect(mappings.map(\.key.inode) == [77, 77, 77, 9, 32770, 78])
        #expect(mappings.map(\.isNamed) == [false, false, false, true, false, false])
        #expect(mappings[3].path == "/dev/shm/with blank")
        #expect(mappings.map(\.segment) == [nil, nil, nil, nil, 32770, nil])
        let resident = SharedMapping.residentBytes(mappings)
        #expect(resident[FileKey(device: 1, inode: 77)] == 1024 << 10)
        #expect(resident[FileKey(device: 1, inode: 78)] == 40 << 10)
        #expect(SharedMapping.parse(Array(text.utf8), devices: []).map(\.key.inode) == [77, 77, 77, 32770, 78])
    }

    @Test("segments are read from the kernel's table, with what is swapped out")
    func segments() {
        let text = """
                   key      shmid perms                  size  cpid  lpid nattch   uid   gid  cuid  cgid      atime      dtime      ctime                   rss                  swap
                     0          5   600               4194304  4242  4243      1     0     0  1000  1000 1700000000          0 1700000000               2097152                  4096
            """
        #expect(
            SystemVSegment.parse(Array(text.utf8)) == [
                SystemVSegment(number: 5, creator: 4242, owner: 1000, bytes: 2_101_248)
            ])
        #expect(SystemVSegment.parse([]).isEmpty)
    }

    @Test("mounts of memory are found, a device once, with blanks in their paths")
    func mounts() {
        let text = """
            21 1 254:0 / / rw,relatime shared:1 - ext4 /dev/root rw
            22 21 0:26 / /dev/shm rw,nosuid - tmpfs tmpfs rw,size=24684084k
            23 21 0:26 / /run/shm rw,nosuid - tmpfs tmpfs rw,size=24684084k
            24 21 0:30 / /mnt/a\\040b rw shared:7 master:2 - ramfs none rw
            25 21 0:5 / /dev rw - devtmpfs devtmpfs rw
            """
        #expect(
            MemoryMount.parse(text) == [
                MemoryMount(device: 26, path: "/dev/shm"), MemoryMount(device: 30, path: "/mnt/a b"),
            ])
    }

    @Test("swap and shared pages stand in a process's status")
    func status() {
        let text = """
            Name:\tclient
            VmSize:\t  300000 kB
            VmRSS:\t   52000 kB
            RssAnon:\t   40000 kB
            RssFile:\t    8000 kB
            RssShmem:\t    4000 kB
            VmSwap:\t   12345 kB
            Threads:\t3
            """
        let status = Array(text.utf8).withUnsafeBytes { ProcText(bytes: $0).status() }
        #expect(status.shared == 4000 << 10)
        #expect(status.swapped == 12345 << 10)
        #expect(status.anonymous == 40000 << 10)
        #expect(status.threads == 3)
    }

    /// What the tree of a client shares after each of its steps, in MiB.
    private func steps(_ script: String, count: Int) throws -> [[String: Double]] {
        let probe = TreeProbe(leavingOut: [])
        let client = try LedClient(script)
        let sampler = ProcessTreeSampler(client: client.process)
        var steps: [[String: Double]] = []
        for step in 0..<count {
            _ = client.hear()
            // Apart by more than a minute, so that every reading is due.
            let shared = probe.read(sampler.sample(at: Double(step) * 100), at: Double(step) * 100).sharedMemory
            func mebibytes(_ bytes: UInt64) -> Double { (Double(bytes) / 1_048_576 * 8).rounded() / 8 }
            steps.append([
                "files": mebibytes(shared.fileBytes), "nameless": mebibytes(shared.namelessBytes),
                "sysv": mebibytes(shared.systemVBytes),
            ])
            client.goOn()
        }
        return steps
    }

    @Test("a memfd counts while it is open, mapped or both, and no longer")
    func memfd() throws {
        let found = try steps(
            """
            import mmap, os
            say('nothing'); wait()
            fd = os.memfd_create('pool'); os.write(fd, b'x' * (4 << 20))
            say('open'); wait()
            place = mmap.mmap(fd, 4 << 20)
            say('mapped too'); wait()
            os.close(fd)
            # mmap keeps a descriptor of its own
            say('mapped'); wait()
            place.close()
            say('gone'); wait()
            """, count: 5)
        #expect(found.map { $0["nameless"] } == [0, 4, 4, 4, 0])
    }

    @Test("an anonymous mapping that two processes share counts once, also when one has touched the most of it")
    func sharedAnonymous() throws {
        let found = try steps(
            """
            import mmap, os, time
            say('nothing'); wait()
            place = mmap.mmap(-1, 8 << 20)
            place[0:2 << 20] = b'x' * (2 << 20)
            read, write = os.pipe()
            child = os.fork()
            if child == 0:
                place[0:6 << 20] = b'y' * (6 << 20)
                os.write(write, b'.')
                time.sleep(100)
            os.read(read, 1)
            say('both'); wait()
            os.kill(child, 9); os.wait()
            say('one'); wait()
            """, count: 3)
        // Without privileges only what is resident in the one that is left can be seen.
        #expect(found.map { $0["nameless"] } == [0, 6, geteuid() == 0 ? 6 : 2])
    }

    @Test("a file in /dev/shm counts after it was unmapped and closed, and until it is removed")
    func sharedFile() throws {
        let name = "twinsim-test-\(UUID().uuidString)"
        defer { unlink("/dev/shm/\(name)") }
        let found = try steps(
            """
            import os
            say('nothing'); wait()
            path = '/dev/shm/\(name)'
            f = open(path, 'wb', 0); f.write(b'x' * (3 << 20))
            say('open'); wait()
            f.close()
            say('closed'); wait()
            f = open(path, 'rb'); os.unlink(path)
            say('removed and open'); wait()
            f.close()
            say('gone'); wait()
            """, count: 5)
        #expect(found.map { $0["files"] } == [0, 3, 3, 3, 0])
    }

    @Test("a file that came by a mapping alone, closed and unmapped before anybody looked, counts")
    func mappedAndLeft() throws {
        let name = "twinsim-test-\(UUID().uuidString)"
        defer { unlink("/dev/shm/\(name)") }
        let found = try steps(
            """
            import mmap, os
            say('nothing'); wait()
            fd = os.open('/dev/shm/\(name)', os.O_CREAT | os.O_RDWR); os.ftruncate(fd, 4 << 20)
            place = mmap.mmap(fd, 4 << 20); place[:] = b'x' * (4 << 20)
            place.close(); os.close(fd)
            say('left'); wait()
            """, count: 2)
        #expect(found.map { $0["files"] } == [0, 4])
    }

    @Test("what another program of the same user leaves in /dev/shm is none of the client's, which writes to a disk")
    func foreign() throws {
        let name = "twinsim-test-\(UUID().uuidString)"
        let disk = Workshop.path("written-beside")
        let ready = Workshop.path("foreign-is-there")
        defer { for path in ["/dev/shm/\(name)", disk, ready] { unlink(path) } }
        // The other program is no process of the client's tree: it writes while the client waits for it.
        let other = Process()
        other.executableURL = URL(filePath: "/bin/sh")
        other.arguments = [
            "-c",
            "until [ -e \(disk) ]; do sleep 0.05; done; head -c 4194304 /dev/zero > /dev/shm/\(name); : > \(ready)",
        ]
        try other.run()
        let found = try steps(
            """
            import os, time
            say('nothing'); wait()
            f = open('\(disk)', 'wb', 0); page = b'x' * 65536
            for _ in range(128): f.write(page)
            while not os.path.exists('\(ready)'): time.sleep(0.05)
            say('both wrote'); wait()
            """, count: 2)
        other.waitUntilExit()
        #expect(found.map { $0["files"] } == [0, 0])
    }

    @Test("a process's accounts are read out of the kernel's texts, whatever its name")
    func accounts() throws {
        let input = "rchar: 10\nwchar: 323934931\nsyscr: 632687\nread_bytes: 0\nwrite_bytes: 323932160\n"
        let stat = "77 (a ) (b) S 1 77 77 0 -1 4194304 1000 25 3 0 9 9 0 0 20 0 1 0 99 1 1"
        func faults(_ stat: String) -> UInt64? {
            var stat = stat
            return stat.withUTF8 { ProcText(bytes: UnsafeRawBufferPointer($0)).stat()?.faults }
        }
        let account = try TreeActivityReader.Account(input: input, faults: #require(faults(stat)))
        #expect(account == .init(passedBytes: 323_934_931, diskBytes: 323_932_160, faults: 1025))
        #expect(TreeActivityReader.Account(input: "", faults: 1025) == nil)
        #expect(faults("77 (a) S 1") == nil)
    }

    @Test("a budget covers what was written and a little more, once")
    func budget() {
        var budget = WriteBudget(1 << 20)
        let covered = [2 << 20, 1 << 20, 1 << 20, WriteBudget.toleranceBytes].map { budget.covers($0) }
        #expect(covered == [false, true, false, true])
    }

    @Test("a file in /dev/shm that was there before the client is its own only once it has used it")
    func olderFile() throws {
        let name = "twinsim-test-\(UUID().uuidString)"
        defer { unlink("/dev/shm/\(name)") }
        try Data(count: 2 << 20).write(to: URL(filePath: "/dev/shm/\(name)"))
        let found = try steps(
            """
            say('nothing'); wait()
            f = open('/dev/shm/\(name)', 'rb')
            say('open'); wait()
            f.close()
            say('closed'); wait()
            """, count: 3)
        #expect(found.map { $0["files"] } == [0, 2, 2])
    }

    @Test("a System V segment counts after its creator has ended, and until it is removed")
    func systemV() throws {
        let found = try steps(
            """
            import ctypes, os
            libc = ctypes.CDLL(None, use_errno=True)
            libc.shmat.restype = ctypes.c_void_p
            say('nothing'); wait()
            number = libc.shmget(0, 5 << 20, 0o1600)
            child = os.fork()
            if child == 0:
                place = libc.shmat(number, None, 0)
                ctypes.memset(place, 1, 5 << 20)
                os._exit(0)
            os.waitpid(child, 0)
            say('made'); wait()
            libc.shmctl(number, 0, None)
            say('removed'); wait()
            """, count: 3)
        #expect(found.map { $0["sysv"] } == [0, 5, 0])
    }

    @Test("twinsim's own counter files are no memory of the client")
    func ownFiles() {
        let own = OwnFiles(folders: ["/tmp"])
        #expect(own.holds("/dev/shm/twinsim-a1B2c3/native-17"))
        #expect(own.holds("/dev/shm/twinsim-a1B2c3"))
        #expect(!own.holds("/dev/shm/twinsim-of-the-client"))
        #expect(own.holds("/tmp/evidence/client.log"))
        #expect(!own.holds("/tmpfile"))
    }

    @Test("what walks over much is due again after a thousand times what it cost")
    func bound() {
        var bound = CostBound()
        #expect(bound.isDue(at: 0))
        bound.note(cost: 0.02, at: 10)
        #expect(!bound.isDue(at: 29.9))
        #expect(bound.isDue(at: 30))
    }
}
