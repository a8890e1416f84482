import Evidence
import Glibc

/// Follows the files on disks that a client's tree writes: those that it has open for writing at a sample, and those in
/// the directories where they lie and in its working directories, which a program that opens, appends and closes writes
/// between two samples.
///
/// A file is known by its inode, so one that is renamed stays and one that is deleted is free again when nobody has it
/// open any more. One that was born since the start began at 0, an older one at what it had when it was first seen.
final class WrittenFilesReader {
    /// The most directories that are looked through.
    static let mostDirectories = 64
    /// The most entries of a directory that are looked at.
    static let mostEntries = 4096
    /// The most files that are followed.
    static let mostFiles = 16_384
    /// The least time between two looks through the directories, s.
    static let directorySeconds = 10.0

    private struct Known {
        var path: String
        var view: MountView?
        var baseline: Int64
        var bytes: Int64
        var isOpen = false
        var wasWritten = false
        var isFound = true
    }

    private struct Directory {
        var path: String
        var view: MountView?
        var seen: Set<FileKey>?
    }

    private let own: OwnFiles
    private let startNanoseconds: Int64
    private let clock: () -> Double
    private let ownView = MountView(of: getpid())
    private let openFiles = OpenFileReader()
    private var known: [FileKey: Known] = [:]
    private var directories: [FileKey: Directory] = [:]
    private var ownOpen: Set<FileKey> = []
    /// What files that are gone had at the start.
    private var goneBytes: Int64 = 0
    /// What the tree had done at the last look through the directories.
    private var doneBefore = TreeActivity()
    private var bound = CostBound()
    private var nextPass = -Double.infinity
    /// What could not be followed, a sentence without its full stop; nil when all could.
    private(set) var problem: String?

    /// A reader that takes what lies in the working directory now for older than the client.
    init(own: OwnFiles, startNanoseconds: Int64, clock: @escaping () -> Double) {
        self.own = own
        self.startNanoseconds = startNanoseconds
        self.clock = clock
        noteDirectory(workingDirectoryOf: getpid(), view: ownView)
        pass(through: [ownView: getpid()], owners: [getuid()], TreeActivity())
    }

    /// What the tree has written until now, at `seconds` of the caller's clock; `isLast` looks everywhere once more, and
    /// `done` is what the tree has written by its processes' accounts.
    func read(
        _ processes: [LivingProcess], _ done: TreeActivity, at seconds: Double, isLast: Bool = false
    ) -> WrittenFiles {
        var through: [MountView?: Int32] = [ownView: getpid()]
        for process in processes where through[process.view] == nil { through[process.view] = process.key.pid }
        for key in known.keys { known[key]?.isOpen = false }
        var isLost = false
        for process in processes {
            guard case .success(let open) = process.files else { continue }
            for file in open where file.kind == .disk && (file.isWritten || known[file.status.key] != nil) {
                note(file, of: process)
            }
        }
        // A file that is neither open nor where it was has been renamed or deleted: a look through the directories tells.
        for (key, file) in known where !file.isOpen && file.wasWritten {
            let prefix = file.view?.prefix(through: through[file.view] ?? getpid(), own: ownView) ?? ""
            if let status = FileStatus(prefix + file.path), status.key == key {
                known[key]?.bytes = Int64(status.storedBytes)
            } else {
                isLost = true
            }
        }
        if isLast || ((isLost || seconds >= nextPass) && bound.isDue(at: seconds)) {
            let begin = clock()
            for process in processes { noteDirectory(workingDirectoryOf: process.key.pid, view: process.view) }
            pass(through: through, owners: Set(processes.map(\.owner)), done)
            bound.note(cost: clock() - begin, at: seconds)
            nextPass = seconds + Self.directorySeconds
        }
        return result(through: through)
    }

    private func result(through: [MountView?: Int32]) -> WrittenFiles {
        var grown = -goneBytes
        var files = 0
        var largest: [WrittenFiles.Grown] = []
        var byDevice: [UInt64: (bytes: Int64, path: String)] = [:]
        for (key, file) in known where file.bytes != file.baseline || file.wasWritten {
            let growth = file.bytes - file.baseline
            grown += growth
            files += 1
            guard growth > 0 else { continue }
            largest.append(WrittenFiles.Grown(path: file.path, bytes: growth))
            let prefix = file.view?.prefix(through: through[file.view] ?? getpid(), own: ownView) ?? ""
            let folder = prefix + Self.parent(of: file.path)
            byDevice[key.device, default: (0, folder)].bytes += growth
        }
        largest.sort { $0.bytes > $1.bytes }
        let fullest = byDevice.values.max { $0.bytes < $1.bytes }
        return WrittenFiles(
            grownBytes: grown, files: files, freeBytes: fullest.flatMap { Self.free(at: $0.path) },
            largest: Array(largest.prefix(5)))
    }

    /// What is free to users without privileges on the file system that holds `path`, bytes.
    private static func free(at path: String) -> UInt64? {
        var system = statvfs()
        guard statvfs(path, &system) == 0 else { return nil }
        return UInt64(system.f_bavail) * UInt64(system.f_frsize)
    }

    private static func parent(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/"), slash > path.startIndex else { return "/" }
        return String(path[..<slash])
    }

    // MARK: what is open

    private func note(_ file: OpenFile, of process: LivingProcess) {
        let key = file.status.key
        guard !own.holds(file.path), !ownOpen.contains(key) else { return }
        let bytes = Int64(file.status.storedBytes)
        if known[key] == nil {
            guard hasRoom else { return }
            known[key] = Known(
                path: file.path, view: process.view, baseline: isNew(file.status) ? 0 : bytes, bytes: bytes)
        }
        known[key]?.isOpen = true
        if file.isWritten { known[key]?.wasWritten = true }
        // What the tree only reads may be written by another program: a look through the directories tells whose it is.
        if known[key]?.wasWritten ?? false { known[key]?.bytes = bytes }
        if file.status.links > 0 {
            known[key]?.path = file.path
            if file.isWritten {
                noteDirectory(Self.parent(of: file.path), view: process.view, through: process.key.pid)
            }
        }
    }

    private var hasRoom: Bool {
        if known.count < Self.mostFiles { return true }
        problem = "more than \(Self.mostFiles) files are written; the others are not followed"
        return false
    }

    private func isNew(_ status: FileStatus) -> Bool {
        status.bornNanoseconds.map { $0 >= startNanoseconds } ?? false
    }

    // MARK: directories

    private func noteDirectory(workingDirectoryOf pid: Int32, view: MountView?) {
        var target = [UInt8](repeating: 0, count: Int(PATH_MAX))
        let length = target.withUnsafeMutableBytes {
            readlink("/proc/\(pid)/cwd", $0.bindMemory(to: CChar.self).baseAddress!, $0.count)
        }
        guard length > 0 else { return }
        noteDirectory(String(decoding: target.prefix(length), as: UTF8.self), view: view, through: pid)
    }

    private func noteDirectory(_ path: String, view: MountView?, through pid: Int32) {
        guard !own.holds(path), !directories.values.contains(where: { $0.path == path && $0.view == view }) else {
            return
        }
        let prefix = view?.prefix(through: pid, own: ownView) ?? ""
        guard let status = FileStatus(prefix + path, followingLinks: true),
            status.isDirectory, FileSystemKind(holding: prefix + path) == .disk, directories[status.key] == nil
        else { return }
        guard directories.count < Self.mostDirectories else {
            problem =
                "files are written in more than \(Self.mostDirectories) directories; the others are not looked through"
            return
        }
        directories[status.key] = Directory(path: path, view: view, seen: nil)
    }

    /// Looks through every directory, for files that were made, grew, were renamed or deleted.
    private func pass(through: [MountView?: Int32], owners: Set<UInt32>, _ done: TreeActivity) {
        let bytesBefore = known.mapValues(\.bytes)
        defer { leaveOutForeignGrowth(since: bytesBefore, done) }
        if case .success(let files) = openFiles.files(of: getpid()) { ownOpen = Set(files.map(\.status.key)) }
        for key in known.keys { known[key]?.isFound = false }
        var whole = true
        for key in Array(directories.keys) {
            whole = look(through: key, through, owners) && whole
        }
        for (key, file) in known where !file.isFound && !file.isOpen {
            let prefix = file.view?.prefix(through: through[file.view] ?? getpid(), own: ownView) ?? ""
            // A file in a directory that is not looked through is still there when its name leads to it.
            if let status = FileStatus(prefix + file.path), status.key == key {
                known[key]?.bytes = Int64(status.storedBytes)
                continue
            }
            if let moved = search(
                for: key, below: Self.parent(of: file.path), view: file.view,
                through: through[file.view] ?? getpid())
            {
                known[key]?.path = moved.path
                known[key]?.bytes = moved.bytes
                continue
            }
            // In a directory with too many entries it may have another name that was not come to.
            if whole {
                goneBytes += file.baseline
                known[key] = nil
            }
        }
    }

    /// A file that the tree was never seen to hold may be another program's that writes beside it: by what the tree cannot
    /// have written it did not grow for our account.
    private func leaveOutForeignGrowth(since bytesBefore: [FileKey: Int64], _ done: TreeActivity) {
        var budget = WriteBudget(done.since(doneBefore).diskBytes)
        doneBefore = done
        for (key, file) in known.sorted(by: { $0.value.path < $1.value.path }) where !file.wasWritten {
            let growth = file.bytes - (bytesBefore[key] ?? file.baseline)
            if growth > 0, !budget.covers(UInt64(growth)) { known[key]?.baseline += growth }
        }
    }

    /// Looks through one directory; false when it has more entries than are looked at.
    private func look(through key: FileKey, _ through: [MountView?: Int32], _ owners: Set<UInt32>) -> Bool {
        guard let directory = directories[key] else { return true }
        let prefix = directory.view?.prefix(through: through[directory.view] ?? getpid(), own: ownView) ?? ""
        guard let listing = opendir(prefix + directory.path) else {
            if errno == ENOENT { directories[key] = nil }
            return true
        }
        defer { closedir(listing) }
        let descriptor = dirfd(listing)
        var seen: Set<FileKey> = []
        var left = Self.mostEntries
        while let entry = readdir(listing) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            guard left > 0 else {
                problem =
                    "\(directory.path) has more than \(Self.mostEntries) entries; the others are seen only while open"
                break
            }
            left -= 1
            guard let status = FileStatus(name, in: descriptor), status.isRegular, status.key.device == key.device
            else {
                continue
            }
            seen.insert(status.key)
            note(status, at: (directory.path == "/" ? "" : directory.path) + "/" + name, in: directory, owners)
        }
        directories[key]?.seen = (directory.seen ?? []).union(seen)
        return left > 0
    }

    private func note(_ status: FileStatus, at path: String, in directory: Directory, _ owners: Set<UInt32>) {
        let key = status.key
        if known[key] == nil {
            guard owners.contains(status.owner), !own.holds(path), !ownOpen.contains(key), hasRoom else { return }
            // Where births are not told, a file that a former look did not see is new.
            let isNew =
                status.bornNanoseconds == nil
                ? directory.seen.map { !$0.contains(key) } ?? false : isNew(status)
            known[key] = Known(
                path: path, view: directory.view, baseline: isNew ? 0 : Int64(status.storedBytes), bytes: 0)
        }
        known[key]?.path = path
        known[key]?.bytes = Int64(status.storedBytes)
        known[key]?.isFound = true
    }

    /// A file that left its directory may have gone into one below it, as rotated logs do; that is then looked through.
    private func search(
        for key: FileKey, below path: String, view: MountView?, through pid: Int32
    ) -> (path: String, bytes: Int64)? {
        let prefix = view?.prefix(through: pid, own: ownView) ?? ""
        guard let listing = opendir(prefix + path) else { return nil }
        defer { closedir(listing) }
        var left = Self.mostEntries
        while let entry = readdir(listing), left > 0 {
            left -= 1
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            guard name != ".", name != "..", entry.pointee.d_type == UInt8(DT_DIR) else { continue }
            let below = (path == "/" ? "" : path) + "/" + name
            guard !own.holds(below), let inner = opendir(prefix + below) else { continue }
            defer { closedir(inner) }
            var innerLeft = Self.mostEntries
            while let file = readdir(inner), innerLeft > 0 {
                innerLeft -= 1
                guard file.pointee.d_ino == ino_t(key.inode) else { continue }
                let fileName = withUnsafePointer(to: &file.pointee.d_name) {
                    $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
                }
                guard let status = FileStatus(fileName, in: dirfd(inner)), status.key == key else { continue }
                noteDirectory(below, view: view, through: pid)
                return (below + "/" + fileName, Int64(status.storedBytes))
            }
        }
        return nil
    }
}
