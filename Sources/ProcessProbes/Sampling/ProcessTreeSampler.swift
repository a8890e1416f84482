import CLinux
import Evidence
import Glibc

/// Samples the client's whole process tree from outside.
///
/// A sample reads, for each process, /proc/PID/stat, /proc/PID/status, the directory of its descriptors and the files
/// of the counters inside it; nothing that walks page tables (no smaps, never Pss). TCP states come from one dump of
/// the kernel's socket table at an interval of their own. Used by one thread at a time.
package final class ProcessTreeSampler {
    /// The most processes of a tree that are sampled.
    package static let maximumProcesses = 4096
    /// The most descriptors of a process whose links are read in every sample; of more, only with the TCP states,
    /// because a link costs 3 µs.
    package static let linksInEverySample = 512
    /// The most sockets of a process whose states are looked up.
    package static let maximumSocketsPerProcess = 65_536

    /// How often the TCP states are read, in seconds.
    package let socketStateInterval: Double
    /// Processes that were left out of the last sample because the tree has more than `maximumProcesses`.
    package private(set) var processesLeftOut = 0

    private let root: Int32
    private let adopter: Int32?
    private let descends: Bool
    private let processLimit: Int
    private let counterDirectory: String
    private let probes: ProbePlan?
    private let watched: WatchedProcesses?
    private let ownPid = getpid()
    private let ticksPerSecond = Double(sysconf(Int32(_SC_CLK_TCK)))
    private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 << 10, alignment: 16)
    private let sockets = SocketTable()
    private let facts = ProgramFacts()
    /// The sockets of the tree in this sample by inode, and which of its processes holds which of them.
    private var held: [UInt64] = []
    private var holders: [(sample: Int, inodes: Range<Int>)] = []
    private var known: [Int32: TrackedProcess] = [:]
    /// How many of the known processes know themselves by a number: in different spaces of numbers it can be several.
    private var namesakes: [Int32: Int] = [:]
    private var pending: [Int32] = []
    private var taskNumbers = [Int32](repeating: 0, count: 1024)
    private var inodes = [UInt64](repeating: 0, count: 512)
    private var generation = 0
    /// Processes that this sample has visited.
    private var alive = 0
    private var nextSocketStates = -Double.infinity

    /// A sampler of `client` and everything it started, orphans and daemons included, and of what is `watched` besides it.
    package convenience init(
        client: ClientProcess, watching watched: WatchedProcesses? = nil, socketStateInterval: Double = 10,
        maximumProcesses: Int = ProcessTreeSampler.maximumProcesses
    ) {
        self.init(
            root: client.pid, adopter: client.keeperPid, descends: true, counterDirectory: client.counterDirectory,
            probes: client.probes, watched: watched, socketStateInterval: socketStateInterval,
            maximumProcesses: maximumProcesses)
    }

    /// A sampler of the process `root`, with its descendants or without, that was not launched here: no counters inside
    /// it, and orphans that left the tree are not found.
    package convenience init(root: Int32, descendants: Bool, socketStateInterval: Double = 10) {
        self.init(
            root: root, adopter: nil, descends: descendants, counterDirectory: "", probes: nil,
            watched: nil, socketStateInterval: socketStateInterval, maximumProcesses: Self.maximumProcesses)
    }

    private init(
        root: Int32, adopter: Int32?, descends: Bool, counterDirectory: String, probes: ProbePlan?,
        watched: WatchedProcesses?, socketStateInterval: Double, maximumProcesses: Int
    ) {
        self.root = root
        self.adopter = adopter
        self.descends = descends
        self.counterDirectory = counterDirectory
        self.probes = probes
        self.watched = watched
        self.socketStateInterval = socketStateInterval
        processLimit = maximumProcesses
    }

    deinit { buffer.deallocate() }

    /// One sample of every process of the tree, the root first.
    ///
    /// `seconds` is the caller's clock, from any start; the TCP states are read when their interval has passed on it,
    /// or when `readSocketStates` asks. Costs about 0.1 ms a process.
    package func sample(at seconds: Double, readSocketStates: Bool = false) -> [ProcessSample] {
        generation += 1
        alive = 0
        let statesDue = readSocketStates || seconds >= nextSocketStates
        held.removeAll(keepingCapacity: true)
        holders.removeAll(keepingCapacity: true)
        if statesDue {
            CounterSweep.removeLeftFiles(
                in: counterDirectory, keeping: namesakes,
                hasOtherNumbers: known.values.contains { $0.ownPid != $0.identity.pid })
            nextSocketStates = seconds + socketStateInterval
        }
        processesLeftOut = 0
        var samples: [ProcessSample] = []
        samples.reserveCapacity(known.count + 1)
        pending.removeAll(keepingCapacity: true)
        // Those known are visited whether or not they are listed: the kernel's list of children can miss some while
        // others end.
        // The root's number is only trusted while it has not ended: afterwards it may name somebody else's process.
        if generation == 1 || known[root] != nil { pending.append(root) }
        if let adopter { listChildren(of: adopter, threads: 1) }
        pending.append(contentsOf: known.keys.sorted())
        var outside: Set<Int32>?
        var next = 0
        while true {
            if next == pending.count {
                // Last, so that the client's own are known as such when they stand in a watched control group.
                guard outside == nil, let watched else { break }
                let numbers = watched.current()
                outside = Set(numbers)
                pending.append(contentsOf: numbers.sorted())
                continue
            }
            let pid = pending[next]
            next += 1
            let first = held.count
            guard let sample = visit(pid, isWatched: outside != nil, at: seconds, statesDue: statesDue) else {
                continue
            }
            if held.count > first { holders.append((sample: samples.count, inodes: first..<held.count)) }
            samples.append(sample)
        }
        if statesDue { addStates(to: &samples) }
        for (pid, process) in known where process.generation != generation { forget(pid, process) }
        return samples
    }

    /// Samples a process and puts its children in line; nil when it has ended, was visited already, or is the keeper or the
    /// harness, which may stand in a watched control group.
    private func visit(_ pid: Int32, isWatched: Bool, at seconds: Double, statesDue: Bool) -> ProcessSample? {
        guard pid != adopter, pid != ownPid || adopter == nil, known[pid]?.generation != generation else { return nil }
        var stat = ProcText.Stat()
        var command = ""
        if let process = known[pid] {
            guard let (read, name) = readStat(process.directory) else {
                // It has ended. A new process of the tree with its number is found in the next sample.
                forget(pid, process)
                return nil
            }
            (stat, command) = (read, name)
        } else {
            guard let (read, name) = begin(pid, isWatched: isWatched) else { return nil }
            (stat, command) = (read, name)
        }
        guard let process = known[pid] else { return nil }
        process.generation = generation
        alive += 1
        process.command = command
        process.threads = stat.threads
        if descends { listChildren(of: pid, threads: stat.threads) }
        if stat.state == UInt8(ascii: "Z") {
            guard stat.threads > 1 else { return ended(process, stat) }
            // Only its first thread has ended; any other one tells what they share.
            guard let other = openOtherThread(of: process) else { return nil }
            defer { close(other) }
            return take(process, stat, from: other, at: seconds, statesDue: statesDue)
        }
        return take(process, stat, from: process.directory, at: seconds, statesDue: statesDue)
    }

    private func forget(_ pid: Int32, _ process: TrackedProcess) {
        known[pid] = nil
        let others = namesakes[process.ownPid, default: 1] - 1
        namesakes[process.ownPid] = others > 0 ? others : nil
        // The file of a namesake that lives on stays.
        if others == 0 { process.discardCounters() }
    }

    private func openOtherThread(of process: TrackedProcess) -> Int32? {
        let tasks = openat(process.directory, "task", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard tasks >= 0 else { return nil }
        defer { close(tasks) }
        let count = clinux_list_numbers(tasks, buffer.baseAddress, buffer.count, &taskNumbers, Int32(taskNumbers.count))
        for task in taskNumbers.prefix(Int(max(0, count))) where task != process.identity.pid {
            let thread = openat(tasks, "\(task)", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
            if thread >= 0 { return thread }
        }
        return nil
    }

    private func begin(_ pid: Int32, isWatched: Bool) -> (ProcText.Stat, String)? {
        // Those that ended since the last sample are still known until this one is over.
        guard alive < processLimit, known.count < 2 * processLimit else {
            processesLeftOut += 1
            return nil
        }
        let directory = open("/proc/\(pid)", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard directory >= 0 else { return nil }
        guard let (stat, command) = readStat(directory) else {
            close(directory)
            return nil
        }
        var ownPid = pid
        if case .success(let text) = TrackedProcess.read("status", in: directory, into: buffer) {
            ownPid = ProcText(bytes: text).status().innermostPid ?? pid
        }
        namesakes[ownPid, default: 0] += 1
        // What a watched process started was not started here either.
        let isOutside = known[stat.parent]?.isOutside ?? isWatched
        known[pid] = TrackedProcess(
            identity: ProcessKey(pid: pid, startTicks: stat.startTicks), ownPid: ownPid, directory: directory,
            command: command, counterDirectory: isOutside ? "" : counterDirectory, probes: isOutside ? nil : probes,
            isOutside: isOutside)
        return (stat, command)
    }

    private func readStat(_ directory: Int32) -> (ProcText.Stat, String)? {
        let descriptor = openat(directory, "stat", O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        let got = read(descriptor, buffer.baseAddress, buffer.count)
        close(descriptor)
        guard got > 0 else { return nil }
        let text = ProcText(bytes: UnsafeRawBufferPointer(rebasing: buffer[..<got]))
        guard let stat = text.stat(), stat.state != UInt8(ascii: "X") else { return nil }
        return (stat, text.command())
    }

    /// Puts the children of `pid` in line. Each thread lists the children that it forked itself.
    private func listChildren(of pid: Int32, threads: Int) {
        if threads <= 1 {
            readChildren("/proc/\(pid)/task/\(pid)/children")
            return
        }
        let tasks = open("/proc/\(pid)/task", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard tasks >= 0 else { return }
        defer { close(tasks) }
        var count = clinux_list_numbers(tasks, buffer.baseAddress, buffer.count, &taskNumbers, Int32(taskNumbers.count))
        while count == -EOVERFLOW, taskNumbers.count < 1 << 20 {
            taskNumbers = Array(repeating: 0, count: taskNumbers.count * 4)
            count = clinux_list_numbers(tasks, buffer.baseAddress, buffer.count, &taskNumbers, Int32(taskNumbers.count))
        }
        for task in taskNumbers.prefix(Int(max(0, count))) { readChildren("/proc/\(pid)/task/\(task)/children") }
    }

    private func readChildren(_ path: String) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        // A number may lie on the border of two readings.
        var begun = 0
        while true {
            let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[begun...])
            let got = read(descriptor, rest.baseAddress, rest.count)
            let text = ProcText(bytes: UnsafeRawBufferPointer(rebasing: buffer[..<(begun + max(0, got))]))
            var at = 0
            var kept = 0
            while let number = text.number(&at) {
                // A number is whole when a blank follows, or nothing more comes.
                guard at < text.bytes.count || got <= 0 else { break }
                pending.append(Int32(truncatingIfNeeded: number))
                kept = at
            }
            guard got > 0 else { return }
            begun = text.bytes.count - kept
            memmove(buffer.baseAddress!, buffer.baseAddress! + kept, begun)
        }
    }

    private func ended(_ process: TrackedProcess, _ stat: ProcText.Stat) -> ProcessSample {
        let reason = "the process has ended and its parent has not asked for its status"
        return ProcessSample(
            identity: process.identity, parent: stat.parent, ownPid: process.ownPid, command: process.command,
            state: "Z",
            residentBytes: .unavailable(reason), anonymousBytes: .unavailable(reason), fileBytes: .unavailable(reason),
            sharedBytes: .unavailable(reason), swappedBytes: .unavailable(reason), virtualBytes: .unavailable(reason),
            cpuSeconds: .value(Double(stat.cpuTicks) / ticksPerSecond), faults: stat.faults,
            threads: .unavailable(reason), descriptors: .unavailable(reason), sockets: .unavailable(reason),
            allocation: AllocationReading(
                native: .unavailable(reason), python: .unavailable(reason), node: .unavailable(reason),
                java: .unavailable(reason)))
    }

    /// The readings of a process whose files lie in the open `directory`; nil when it is just ending, for then it holds
    /// nothing more.
    private func take(
        _ process: TrackedProcess, _ stat: ProcText.Stat, from directory: Int32, at seconds: Double, statesDue: Bool
    ) -> ProcessSample? {
        var status = ProcText.Status()
        var reason = "the kernel does not tell it"
        switch TrackedProcess.read("status", in: directory, into: buffer) {
        case .success(let text): status = ProcText(bytes: text).status()
        case .failure(let error):
            if error.isEnd { return nil }
            reason = error.reason(status)
        }
        // A process without any memory has given it back already.
        if status.threads != nil, status.resident == nil { return nil }
        func bytes(_ value: UInt64?) -> Reading<UInt64> { value.map { .value($0) } ?? .unavailable(reason) }
        guard let (descriptors, sockets) = countDescriptors(process, status, in: directory, statesDue: statesDue) else {
            return nil
        }
        return ProcessSample(
            identity: process.identity, parent: stat.parent, ownPid: process.ownPid, command: process.command,
            state: stat.state == UInt8(ascii: "Z") ? "S" : Character(UnicodeScalar(stat.state)),
            residentBytes: bytes(status.resident), anonymousBytes: bytes(status.anonymous),
            fileBytes: bytes(status.file), sharedBytes: bytes(status.shared),
            swappedBytes: bytes(status.swapped), virtualBytes: bytes(status.virtual),
            cpuSeconds: .value(Double(stat.cpuTicks) / ticksPerSecond), faults: stat.faults,
            threads: .value(status.threads ?? stat.threads),
            descriptors: descriptors, sockets: sockets, allocation: allocation(process, at: seconds))
    }

    private func allocation(_ process: TrackedProcess, at seconds: Double) -> AllocationReading {
        guard namesakes[process.ownPid, default: 0] < 2 else {
            let reason =
                "another process of the client calls itself \(process.ownPid) too, in a space of numbers of its own, and "
                + "their counters have one place"
            return AllocationReading(
                native: .unavailable(reason), python: .unavailable(reason), node: .unavailable(reason),
                java: process.java.read(command: process.command))
        }
        let program = ExecutedProgram(ofProcess: process.identity.pid)
        return AllocationReading(
            native: process.native.read(program, facts, at: seconds),
            python: process.python.read(program, facts, at: seconds, buffer: buffer),
            node: process.node.read(program, facts, at: seconds, buffer: buffer),
            java: process.java.read(command: process.command))
    }

    /// nil when the process is no more.
    private func countDescriptors(
        _ process: TrackedProcess, _ status: ProcText.Status, in directory: Int32, statesDue: Bool
    ) -> (Reading<Int>, Reading<SocketCounts>)? {
        func failed(_ error: ProcError) -> (Reading<Int>, Reading<SocketCounts>)? {
            if error.isEnd { return nil }
            let reason = error.reason(status)
            return (.unavailable(reason), .unavailable(reason))
        }
        let directory = openat(directory, "fd", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard directory >= 0 else { return failed(ProcError(number: errno)) }
        defer { close(directory) }
        let links = statesDue || process.lastDescriptors <= Self.linksInEverySample
        var socketCount: Int32 = 0
        func list() -> Int32 {
            clinux_list_descriptors(
                directory, links ? 1 : 0, buffer.baseAddress, buffer.count, &inodes, Int32(inodes.count), &socketCount)
        }
        var count = list()
        if count >= 0, Int(socketCount) > inodes.count, inodes.count < Self.maximumSocketsPerProcess {
            inodes = Array(repeating: 0, count: min(Int(socketCount) * 2, Self.maximumSocketsPerProcess))
            count = list()
        }
        guard count >= 0 else { return failed(ProcError(number: -count)) }
        process.lastDescriptors = Int(count)
        guard links else {
            return (
                .value(Int(count)),
                .unavailable("of more than \(Self.linksInEverySample) descriptors they are counted with the TCP states")
            )
        }
        var counts = SocketCounts(total: Int(socketCount))
        if statesDue {
            counts.states = SocketStates()
            held.append(contentsOf: inodes.prefix(Int(socketCount)))
        }
        return (.value(Int(count)), .value(counts))
    }

    /// Asks the kernel once for the states of all sockets that the tree holds and gives each process its own.
    private func addStates(to samples: inout [ProcessSample]) {
        sockets.refresh(held)
        for index in samples.indices where sockets.failure != nil {
            guard case .value(var counts) = samples[index].sockets else { continue }
            counts.states = nil
            counts.statesFailure = sockets.failure
            samples[index].sockets = .value(counts)
        }
        for holder in holders {
            guard case .value(var counts) = samples[holder.sample].sockets else { continue }
            guard sockets.failure == nil else { continue }
            counts.states = sockets.count(held[holder.inodes])
            samples[holder.sample].sockets = .value(counts)
        }
    }
}
