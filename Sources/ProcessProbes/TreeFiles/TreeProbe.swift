import Evidence
import Glibc

/// What the client's tree holds and makes that is no single process's: shared memory, and files on disks.
///
/// Made before the client starts, since what is there then is not its own. Used by one thread at a time.
package final class TreeProbe {
    /// Of a process with more descriptors than this the files are listed every `manySeconds` only: a link costs 3 µs.
    package static let fewDescriptors = 64
    /// How often the files of a process with many descriptors are listed, s.
    package static let manySeconds = 10.0

    private let openFiles = OpenFileReader()
    private var activity = TreeActivityReader()
    private let memory: SharedMemoryReader
    private let files: WrittenFilesReader
    private var known: [ProcessKey: (living: LivingProcess, seconds: Double)] = [:]

    /// A probe that leaves out the files in `folders`, twinsim's own.
    ///
    /// - Parameters:
    ///   - startNanoseconds: the time since 1970; what was born later is the client's. The kernel stamps files by a clock that
    ///     ticks every 1 to 10 ms, so a little is taken off.
    ///   - clock: seconds, to keep what walks over much to a small part of the time.
    package init(leavingOut folders: [String], startNanoseconds: Int64, clock: @escaping () -> Double) {
        let own = OwnFiles(folders: folders)
        let start = startNanoseconds - 20_000_000
        memory = SharedMemoryReader(own: own, startNanoseconds: start, clock: clock)
        files = WrittenFilesReader(own: own, startNanoseconds: start, clock: clock)
    }

    /// A probe whose times are the machine's.
    package convenience init(leavingOut folders: [String]) {
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        self.init(
            leavingOut: folders, startNanoseconds: Int64(now.tv_sec) * 1_000_000_000 + Int64(now.tv_nsec),
            clock: monotonicSeconds)
    }

    /// What the processes of a sample hold and made together, at `seconds` of the caller's clock; `isLast` looks through
    /// every directory once more.
    package func read(_ samples: [ProcessSample], at seconds: Double, isLast: Bool = false) -> TreeSample {
        let living = samples.filter { !$0.hasEnded }.compactMap { look(at: $0, seconds, isLast: isLast) }
        let alive = Set(living.map { $0.key })
        known = known.filter { alive.contains($0.key) }
        let done = activity.read(living)
        let (shared, problem) = memory.read(living, done, at: seconds)
        let written = files.read(living, done, at: seconds, isLast: isLast)
        return TreeSample(
            sharedMemory: shared, writtenFiles: written, sharedMemoryProblem: problem,
            writtenFilesProblem: files.problem)
    }

    private func look(at sample: ProcessSample, _ seconds: Double, isLast: Bool) -> LivingProcess? {
        let pid = sample.identity.pid
        if let (last, when) = known[sample.identity], !isLast,
            sample.descriptors.value ?? 0 > Self.fewDescriptors, seconds - when < Self.manySeconds
        {
            var living = last
            living.take(sample)
            return living
        }
        // The effective user owns a process's directory, unless the process may not be looked into.
        guard let status = FileStatus("/proc/\(pid)") else { return nil }
        var living = LivingProcess(
            sample, owner: status.owner, view: MountView(of: pid), files: openFiles.files(of: pid))
        if case .failure = living.files, let users = ProcessWords.statusField("Uid:", of: pid), users.count > 1 {
            living.owner = UInt32(users[1]) ?? status.owner
        }
        known[sample.identity] = (living, seconds)
        return living
    }
}

/// What the tree as a whole held and had made at one moment.
package struct TreeSample: Sendable {
    /// Its shared memory.
    package var sharedMemory: SharedMemory
    /// Its files on disks.
    package var writtenFiles: WrittenFiles
    /// What of its shared memory could not be seen, a sentence without its full stop; nil for nothing.
    package var sharedMemoryProblem: String?
    /// What of its files could not be followed, a sentence without its full stop; nil for nothing.
    package var writtenFilesProblem: String?
}
