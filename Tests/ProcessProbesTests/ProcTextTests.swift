import Glibc
import Testing

@testable import ProcessProbes

@Suite("The kernel's texts in /proc", .timeLimit(.minutes(5)))
struct ProcTextTests {
    private func read<Value>(_ text: String, _ body: (ProcText) -> Value) -> Value {
        var text = text
        return text.withUTF8 { body(ProcText(bytes: UnsafeRawBufferPointer($0))) }
    }

    private let stat = "77 (a) R 1 (b) S 42 5 6 0 -1 4194304 100 0 3 0 150 27 8 9 20 0 3 0 123456 1 2 3"

    @Test("processor time is that of the program and of the kernel for it, not that of its children")
    func processorTime() {
        let stat = read(stat) { $0.stat() }
        #expect(stat?.cpuTicks == 177)
        #expect(stat?.parent == 42)
        #expect(stat?.threads == 3)
        #expect(stat?.startTicks == 123_456)
    }

    @Test("a name that holds brackets, blanks and what looks like a state is a name")
    func name() {
        #expect(read(stat) { $0.command() } == "a) R 1 (b")
        #expect(read(stat) { $0.stat()?.state } == UInt8(ascii: "S"))
    }

    @Test("a text that is cut off is none")
    func cut() {
        #expect(read(String(stat.prefix(50))) { $0.stat() } == nil)
        #expect(read("") { $0.stat() } == nil)
    }

    @Test("users, groups and the number in the innermost space of numbers are read with the memory")
    func status() {
        let text = """
            Name:\tx
            Uid:\t1000\t1001\t1002\t1003
            Gid:\t100\t100\t100\t100
            NSpid:\t4711\t33\t1
            VmSize:\t  2000 kB
            VmRSS:\t   900 kB
            RssAnon:\t 500 kB
            RssFile:\t 400 kB
            Threads:\t7

            """
        let status = read(text) { $0.status() }
        #expect(status.users == [1000, 1001, 1002])
        #expect(status.groups == [100, 100, 100])
        #expect(status.innermostPid == 1)
        #expect(status.anonymous == 500 * 1024)
        #expect(status.threads == 7)
        #expect(read("NSpid:\t4711\nThreads:\t1\n") { $0.status() }.innermostPid == 4711)
    }

    @Test("what is forbidden is told by whose process it is")
    func denial() {
        let (user, group) = (geteuid(), getegid())
        func reason(_ users: [UInt32], _ groups: [UInt32]) -> String {
            var status = ProcText.Status()
            (status.users, status.groups) = (users, groups)
            return ProcError(number: EACCES).reason(status)
        }
        let own = [user, user, user]
        #expect(reason([user, 65_534, 65_534], [group]).contains("another user (uid 65534)"))
        #expect(reason(own, [group, 4, group]).contains("another group (gid 4)"))
        #expect(reason(own, [group, group, group]).contains("not dumpable"))
        #expect(ProcError(number: ESRCH).reason(ProcText.Status()) == "the process has ended")
    }
}
