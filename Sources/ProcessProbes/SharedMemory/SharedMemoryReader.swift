import Evidence
import Glibc

/// Adds up the shared memory of a client's tree, each object once.
///
/// What can be asked for its size by a path or a descriptor is asked (`st_blocks`), each sample. What is only mapped is
/// asked through /proc/PID/map_files, which needs privileges, or else through /proc/PID/smaps, which walks over the page
/// tables: only of processes whose RssShmem has changed, and for a thousandth of the time at most.
final class SharedMemoryReader {
    /// The most process numbers that are remembered as creators of segments.
    static let mostCreators = 200_000
    /// After so many seconds mappings are read again although RssShmem stands still.
    static let mappingSeconds = 60.0

    private struct Mapped {
        var sharedBytes: UInt64
        var seconds: Double
        var objects: [FileKey: (bytes: UInt64, isNamed: Bool)]
        var segments: Set<Int32>
        var bound = CostBound()
    }

    /// A folder of the client's view and the mount that it is.
    private struct Place {
        var folder: MemoryFolder
        var path: String
        var view: MountView?
    }

    private let own: OwnFiles
    private let startNanoseconds: Int64
    private let clock: () -> Double
    private let ownView = MountView(of: getpid())
    private let segmentsBefore: Set<Int32>
    private var places: [UInt64: Place] = [:]
    private var viewsRead: [MountView?: Double] = [:]
    private var used: Set<FileKey> = []
    private var mapped: [ProcessKey: Mapped] = [:]
    private var creators: Set<Int32> = []
    /// Files that nobody was seen to hold: whether the tree can have made them.
    private var judged: [FileKey: Bool] = [:]
    /// What the tree had done when each folder was last walked over, by device.
    private var doneBefore: [UInt64: TreeActivity] = [:]

    /// A reader that takes what there is now for older than the client. `startNanoseconds` is the time since 1970.
    init(own: OwnFiles, startNanoseconds: Int64, clock: @escaping () -> Double) {
        self.own = own
        self.startNanoseconds = startNanoseconds
        self.clock = clock
        segmentsBefore = Set(SystemVSegment.parse(ProcessWords.content("/proc/sysvipc/shm")).map(\.number))
        findMounts(ownView, through: getpid(), at: -.infinity)
        for place in places.values { place.folder.refresh(path: place.path, prefix: "", at: -.infinity, clock: clock) }
    }

    /// The tree's shared memory now, at `seconds` of the caller's clock; `done` is what the tree has written so far.
    func read(
        _ processes: [LivingProcess], _ done: TreeActivity, at seconds: Double
    ) -> (memory: SharedMemory, problem: String?) {
        var problem: String?
        var memory = SharedMemory()
        var counted: Set<FileKey> = []
        func add(_ key: FileKey, _ bytes: UInt64, to part: WritableKeyPath<SharedMemory, UInt64>) {
            guard counted.insert(key).inserted else { return }
            memory[keyPath: part] += bytes
            memory.objects += 1
        }
        let owners = Set(processes.map(\.owner))
        if creators.count < Self.mostCreators { creators.formUnion(processes.map(\.key.pid)) }
        let files = refreshFolders(processes, at: seconds)
        refreshMappings(processes, at: seconds)
        // By descriptor: unlinked files and memfd too.
        for process in processes {
            guard case .success(let open) = process.files else { continue }
            for file in open where file.kind == .memory && !own.holds(file.path) {
                used.insert(file.status.key)
                let isNamed = !file.path.hasPrefix("/memfd:")
                add(file.status.key, file.status.occupied, to: isNamed ? \.fileBytes : \.namelessBytes)
            }
        }
        judgeUnheld(files, owners: owners, done)
        for (key, entry) in files where used.contains(key) || judged[key] ?? false {
            add(key, entry.bytes, to: \.fileBytes)
        }
        // By mapping: objects without a name and without a descriptor. The largest that a process tells is the least
        // that it can be.
        var largest: [FileKey: (bytes: UInt64, isNamed: Bool)] = [:]
        var attached: Set<Int32> = []
        for state in mapped.values {
            attached.formUnion(state.segments)
            for (key, object) in state.objects where object.bytes >= largest[key]?.bytes ?? 0 { largest[key] = object }
        }
        for (key, object) in largest { add(key, object.bytes, to: object.isNamed ? \.fileBytes : \.namelessBytes) }
        for segment in SystemVSegment.parse(ProcessWords.content("/proc/sysvipc/shm"))
        where isOurs(segment, attached: attached, owners: owners) {
            memory.systemVBytes += segment.bytes
            memory.objects += 1
        }
        for process in processes {
            guard case .failure(let error) = process.files, error.number != ESRCH, error.number != ENOENT,
                let bytes = process.sharedBytes
            else { continue }
            if problem == nil {
                problem =
                    "process \(process.key.pid) does not let its files and mappings be seen (\(sentence(ofError: error.number))): its shared "
                    + "memory is what is resident in it, shared or not, and what it left unmapped is not seen"
            }
            memory.namelessBytes += bytes
        }
        return (memory, problem)
    }

    /// Tells of files that came since the folder was last walked over, and that nobody was seen to hold, whose they are:
    /// the tree's as far as it has written so much since then. An empty file tells nothing yet.
    private func judgeUnheld(
        _ files: [FileKey: MemoryFolder.Entry], owners: Set<UInt32>, _ done: TreeActivity
    ) {
        judged = judged.filter { files[$0.key] != nil }
        for (device, place) in places where place.folder.isFresh {
            let activity = done.since(doneBefore[device] ?? TreeActivity())
            doneBefore[device] = done
            var budget = WriteBudget(activity.writtenBytes)
            let new = place.folder.entries.filter { key, entry in
                entry.isNew && entry.bytes > 0 && owners.contains(entry.owner) && judged[key] == nil
                    && !used.contains(key)
            }
            var left: [FileKey: UInt64] = [:]
            for (key, entry) in new.sorted(by: { $0.value.path < $1.value.path }) {
                if budget.covers(entry.bytes) { judged[key] = true } else { left[key] = entry.bytes }
            }
            let isMapped = activity.mayHaveMapped(left.values.reduce(0, +))
            for key in left.keys { judged[key] = isMapped }
        }
    }

    /// A segment is the tree's that a process of it created or has attached; one made since the start by a process that
    /// has ended, of the tree's user, was most likely made between two samples.
    private func isOurs(_ segment: SystemVSegment, attached: Set<Int32>, owners: Set<UInt32>) -> Bool {
        if attached.contains(segment.number) { return true }
        guard !segmentsBefore.contains(segment.number) else { return false }
        if creators.contains(segment.creator) { return true }
        return owners.contains(segment.owner) && kill(segment.creator, 0) < 0 && errno == ESRCH
    }

    // MARK: files

    private func refreshFolders(_ processes: [LivingProcess], at seconds: Double) -> [FileKey: MemoryFolder.Entry] {
        var through: [MountView?: Int32] = [ownView: getpid()]
        for process in processes where through[process.view] == nil { through[process.view] = process.key.pid }
        for (view, pid) in through where seconds - (viewsRead[view] ?? -.infinity) >= Self.mappingSeconds {
            findMounts(view, through: pid, at: seconds)
        }
        var files: [FileKey: MemoryFolder.Entry] = [:]
        for (device, place) in places {
            guard let pid = through[place.view] else {
                // Nobody of the tree is left who sees it, so a container's own mount is gone with its files.
                places[device] = nil
                continue
            }
            let prefix = place.view?.prefix(through: pid, own: ownView) ?? ""
            place.folder.refresh(path: place.path, prefix: prefix, at: seconds, clock: clock)
            files.merge(place.folder.entries) { first, _ in first }
        }
        return files
    }

    private func findMounts(_ view: MountView?, through pid: Int32, at seconds: Double) {
        viewsRead[view] = max(seconds, 0)
        let text = String(decoding: ProcessWords.content("/proc/\(pid)/mountinfo"), as: UTF8.self)
        for mount in MemoryMount.parse(text) where places[mount.device] == nil {
            // The kernel's own mounts below /sys hold no files of anybody's.
            if mount.path.hasPrefix("/sys/") { continue }
            places[mount.device] = Place(
                folder: MemoryFolder(
                    device: mount.device, isBefore: seconds == -.infinity, own: own, startNanoseconds: startNanoseconds),
                path: mount.path, view: view)
        }
    }

    // MARK: mappings

    private func refreshMappings(_ processes: [LivingProcess], at seconds: Double) {
        let alive = Set(processes.map(\.key))
        mapped = mapped.filter { alive.contains($0.key) }
        let devices = Set(places.keys)
        for process in processes {
            guard case .success(let open) = process.files, let shared = process.sharedBytes, shared > 0 else {
                mapped[process.key] = nil
                continue
            }
            if let state = mapped[process.key] {
                let isChanged = state.sharedBytes != shared || seconds - state.seconds >= Self.mappingSeconds
                guard isChanged, state.bound.isDue(at: seconds) else { continue }
            }
            let begin = clock()
            var state = look(process.key.pid, shared: shared, open: Set(open.map(\.status.key)), devices: devices)
            state.seconds = seconds
            state.bound.note(cost: clock() - begin, at: seconds)
            mapped[process.key] = state
        }
    }

    private func look(_ pid: Int32, shared: UInt64, open: Set<FileKey>, devices: Set<UInt64>) -> Mapped {
        let text = ProcessWords.content("/proc/\(pid)/maps", atMost: SharedMemoryReader.mostMapBytes)
        let mappings = SharedMapping.parse(text, devices: devices).filter { !own.holds($0.path) }
        var state = Mapped(sharedBytes: shared, seconds: 0, objects: [:], segments: [])
        var unknown: Set<FileKey> = []
        for mapping in mappings {
            if let segment = mapping.segment {
                state.segments.insert(segment)
                continue
            }
            used.insert(mapping.key)
            // Open ones are asked by their descriptor in each sample, files with a name by that.
            if open.contains(mapping.key) || state.objects[mapping.key] != nil { continue }
            if let status = FileStatus("/proc/\(pid)/map_files/\(mapping.addresses)", followingLinks: true),
                status.key == mapping.key
            {
                state.objects[mapping.key] = (status.occupied, mapping.isNamed)
            } else {
                unknown.insert(mapping.key)
            }
        }
        guard !unknown.isEmpty else { return state }
        let resident = SharedMapping.residentBytes(
            SharedMapping.parse(
                ProcessWords.content("/proc/\(pid)/smaps", atMost: SharedMemoryReader.mostMapBytes), devices: devices))
        for mapping in mappings where unknown.contains(mapping.key) {
            state.objects[mapping.key] = (resident[mapping.key] ?? 0, mapping.isNamed)
        }
        return state
    }

    /// The most bytes of a process's list of mappings that are read: some 20,000 mappings with their figures.
    private static let mostMapBytes = 16 << 20
}
