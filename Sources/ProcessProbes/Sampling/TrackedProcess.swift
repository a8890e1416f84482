import CLinux
import Evidence
import Glibc

/// A process that the sampler follows: its /proc directory is held open, so that a later process with the same number
/// cannot be mistaken for it (reads through the directory then fail with ESRCH).
final class TrackedProcess {
    /// Which process.
    let identity: ProcessKey
    /// Its open /proc/PID.
    let directory: Int32
    /// The number by which it knows itself, after which its counters' files are named.
    let ownPid: Int32
    /// Its name, read anew in each sample because exec changes it.
    var command: String
    /// Threads in the last sample, to know whether one children file tells all.
    var threads = 1
    /// Descriptors in the last sample.
    var lastDescriptors = 0
    /// The counters of the preloaded tally.
    let native: NativeTallyReader
    /// The counters of the Python start-up module.
    let python: PythonCounterReader
    /// The counters of the module that Node.js requires first.
    let node: NodeCounterReader
    /// The performance data of a Java virtual machine.
    let java: JavaHeapReader
    /// Whether it is watched or was started by one that is, so that nothing was put into it.
    let isOutside: Bool
    /// The last sample in which it was reached; those not reached in a later one have ended.
    var generation = 0

    init(
        identity: ProcessKey, ownPid: Int32, directory: Int32, command: String, counterDirectory: String,
        probes: ProbePlan?, isOutside: Bool = false
    ) {
        self.identity = identity
        self.ownPid = ownPid
        self.directory = directory
        self.command = command
        self.isOutside = isOutside
        java = JavaHeapReader(pid: identity.pid)
        let place = CounterPlace(directory: counterDirectory, pid: identity.pid, ownPid: ownPid)
        let notOurs = "it was not started here"
        native = NativeTallyReader(place, refusal: probes.map(\.nativeRefusal) ?? notOurs)
        python = PythonCounterReader(place, refusal: probes.map(\.pythonRefusal) ?? notOurs)
        node = NodeCounterReader(place, refusal: probes.map(\.nodeRefusal) ?? notOurs)
    }

    deinit { close(directory) }

    /// Removes the files of its counters: it has ended.
    func discardCounters() {
        native.discard()
        python.discard()
        node.discard()
    }

    /// Reads the file `name` of its /proc directory into `buffer`; nil with the error number when that fails.
    func read(_ name: String, into buffer: UnsafeMutableRawBufferPointer) -> Result<UnsafeRawBufferPointer, ProcError> {
        Self.read(name, in: directory, into: buffer)
    }

    /// Reads the file `name` of an open directory in /proc into `buffer`.
    static func read(
        _ name: String, in directory: Int32, into buffer: UnsafeMutableRawBufferPointer
    ) -> Result<UnsafeRawBufferPointer, ProcError> {
        let descriptor = openat(directory, name, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return .failure(ProcError(number: errno)) }
        defer { close(descriptor) }
        let got = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
        guard got >= 0 else { return .failure(ProcError(number: errno)) }
        return .success(UnsafeRawBufferPointer(rebasing: buffer[..<got]))
    }
}

/// Why a file in /proc could not be read.
struct ProcError: Error {
    /// The error number.
    let number: Int32

    /// Whether the process is no more.
    var isEnd: Bool { number == ESRCH || number == ENOENT }

    /// Whether the kernel forbids it.
    var isDenial: Bool { number == EACCES || number == EPERM }

    /// As part of a sentence; `status` says whose the process is.
    func reason(_ status: ProcText.Status) -> String {
        switch number {
        case ESRCH, ENOENT: "the process has ended"
        case EACCES, EPERM: Self.denial(status)
        default: sentence(ofError: number)
        }
    }

    /// Why the kernel does not let this program look into a process (ptrace(2), "Ptrace access mode checking").
    static func denial(_ status: ProcText.Status) -> String {
        let (user, group) = (geteuid(), getegid())
        if let other = status.users?.first(where: { $0 != user }) {
            return
                "it runs as another user (uid \(other)), and the kernel lets twinsim (uid \(user)) look into its own only"
        }
        if let other = status.groups?.first(where: { $0 != group }) {
            return
                "it runs in another group (gid \(other)), and the kernel lets twinsim (gid \(group)) look into its own only"
        }
        return
            "it is not dumpable, as programs with file capabilities, programs that changed their user and keepers of "
            + "secrets are, and the kernel then closes it to its own user (uid \(user)) too"
    }
}
