import CLinux
import Evidence
import Glibc

/// Reads the counts that the preloaded tally keeps for one process.
///
/// The file is mapped once and read in place, so a reading costs one `stat` and a few cache lines for each of its
/// threads; no call reaches the client.
final class NativeTallyReader {
    private let place: CounterPlace
    private let path: String
    private let refusal: String?
    private var mapping: UnsafeMutableRawPointer?
    private var inode: ino_t = 0
    private var kept = KeptReason()

    /// A reader of the file at `place`; `refusal` says why the tally was not preloaded.
    init(_ place: CounterPlace, refusal: String?) {
        self.place = place
        path = place.file("native")
        self.refusal = refusal
    }

    deinit { unmap() }

    /// The counts now, at `seconds` of the caller's clock, of a process that executes `program`.
    func read(_ program: ExecutedProgram, _ facts: ProgramFacts, at seconds: Double) -> Reading<NativeAllocations> {
        if let refusal { return .unavailable(refusal) }
        var status = stat()
        guard stat(path, &status) == 0 else {
            unmap()
            return .unavailable(explanation(program, facts, at: seconds))
        }
        // A program that the process executes anew makes a new file under the old name.
        if mapping == nil || status.st_ino != inode { map(status) }
        guard let mapping else { return .unavailable(explanation(program, facts, at: seconds)) }
        if program.isKnown,
            header(mapping, TALLY_HEADER_INODE) != program.inode
                || header(mapping, TALLY_HEADER_DEVICE) != program.device
        {
            // The file was left by the program that the process executed before, a shell script's shell for example.
            return .unavailable(explanation(program, facts, at: seconds))
        }
        let used = min(Int(header(mapping, TALLY_HEADER_SLOTS_USED)), Int(TALLY_SLOTS))
        var sums = [UInt64](repeating: 0, count: Int(TALLY_SLOT_WORDS))
        clinux_tally_sums(mapping, UInt64(used), &sums)
        let counts = NativeAllocations(sums)
        guard counts.totalAllocations > 0 else {
            return .unavailable(
                "it has allocated nothing, or brings an allocator of its own, so the tally sees no allocation")
        }
        return .value(counts)
    }

    /// Removes the file of a process that has ended, before its number is used again.
    func discard() {
        unmap()
        unlink(path)
    }

    private func map(_ status: stat) {
        unmap()
        // In a traced process the call sites follow, which NativeSiteReader reads.
        guard status.st_size >= Int(TALLY_FILE_BYTES) else { return }
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        guard let place = mmap(nil, Int(TALLY_FILE_BYTES), PROT_READ, MAP_SHARED, descriptor, 0),
            place != MAP_FAILED
        else { return }
        guard clinux_read_word(place) == TALLY_MAGIC else {
            munmap(place, Int(TALLY_FILE_BYTES))
            return
        }
        mapping = place
        inode = status.st_ino
    }

    private func unmap() {
        if let mapping { munmap(mapping, Int(TALLY_FILE_BYTES)) }
        mapping = nil
    }

    private func header(_ mapping: UnsafeMutableRawPointer, _ word: tally_header_word) -> UInt64 {
        clinux_read_word(mapping + Int(word.rawValue) * 8)
    }

    private static let isStarting = "it is just starting, and its tally file is not complete yet"

    private func explanation(_ program: ExecutedProgram, _ facts: ProgramFacts, at seconds: Double) -> String {
        kept.reason(at: seconds, of: program, starting: Self.isStarting) {
            let known = facts.facts(of: program, process: place.pid)
            if let reason = known.map(\.refusalToPreload) ?? "its program file cannot be read" { return (reason, true) }
            if let reason = place.obstacle(bytes: UInt64(TALLY_FILE_BYTES)) { return (reason, true) }
            if place.environmentHolds("LD_PRELOAD=") == false {
                return ("the tally is not in it: its environment was cleared before it started", true)
            }
            var reason = "it has allocated nothing since it was forked, or could not write \(path)"
            if let most = place.limit("Max address space") {
                reason += ", perhaps for its memory limit (ulimit -v) of \(most) bytes"
            }
            return (reason, false)
        }
    }
}

extension NativeAllocations {
    /// The counts that follow from the sums over a tally file's slots.
    fileprivate init(_ sums: [UInt64]) {
        func word(_ size: Int, _ word: tally_class_word) -> UInt64 {
            sums[size * Int(TALLY_CLASS_WORDS.rawValue) + Int(word.rawValue)]
        }
        var allocations: UInt64 = 0
        let classes = (0..<NativeSizeClass.count).map { size in
            allocations &+= word(size, TALLY_ALLOCATIONS)
            return NativeSizeClass(
                liveBlocks: Int64(bitPattern: word(size, TALLY_ALLOCATIONS) &- word(size, TALLY_FREES)),
                liveBytes: Int64(bitPattern: word(size, TALLY_ALLOCATED_BYTES) &- word(size, TALLY_FREED_BYTES)))
        }
        self.init(
            liveBlocks: classes.reduce(0) { $0 &+ $1.liveBlocks }, liveBytes: classes.reduce(0) { $0 &+ $1.liveBytes },
            totalAllocations: allocations &- sums[Int(TALLY_RESIZES.rawValue)], sizeClasses: classes)
    }
}
