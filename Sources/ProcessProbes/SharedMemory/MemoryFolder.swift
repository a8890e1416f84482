import Glibc

/// The files below one mount of memory: those that were there before the client, and those that are its own.
///
/// A file may be the client's when it was made since the start by a user of the tree, though nobody holds it: what stays in
/// /dev/shm after it was unmapped and closed is nobody's any more.
final class MemoryFolder {
    /// The most files and directories below one mount that are looked at.
    static let mostEntries = 4096
    /// How deep below the mount files are looked for.
    static let mostDepth = 4

    /// One file.
    struct Entry {
        var path: String
        var bytes: UInt64
        var owner: UInt32
        var isNew: Bool
    }

    /// The mount's device.
    let device: UInt64
    /// The files of the last walk.
    private(set) var entries: [FileKey: Entry] = [:]
    /// Whether the last walk came to a limit, so that there may be more.
    private(set) var isCut = false
    /// Whether `entries` are of the last call of `refresh`.
    private(set) var isFresh = false

    private let isBefore: Bool
    private let own: OwnFiles
    private let startNanoseconds: Int64
    private var before: Set<FileKey>?
    private var bound = CostBound()

    /// The files of the mount on `device`. Those there at the first walk are older than the client if `isBefore`;
    /// otherwise their birth decides, against `startNanoseconds` since 1970.
    init(device: UInt64, isBefore: Bool, own: OwnFiles, startNanoseconds: Int64) {
        self.device = device
        self.isBefore = isBefore
        self.own = own
        self.startNanoseconds = startNanoseconds
        before = isBefore ? nil : []
    }

    /// Walks over the mount, which lies at `path` behind `prefix`, if that is due.
    func refresh(path: String, prefix: String, at seconds: Double, clock: () -> Double) {
        isFresh = bound.isDue(at: seconds)
        guard isFresh else { return }
        let begin = clock()
        let known = entries
        entries = [:]
        isCut = false
        var left = Self.mostEntries
        walk(path, prefix: prefix, depth: 0, left: &left)
        isCut = left <= 0
        // What a walk that was cut did not come to is looked at by its name.
        if isCut {
            for (key, entry) in known where entries[key] == nil {
                guard let status = FileStatus(entry.path), status.key == key else { continue }
                entries[key] = Entry(
                    path: entry.path, bytes: status.occupied, owner: entry.owner, isNew: entry.isNew)
            }
        }
        if before == nil { before = Set(entries.keys) }
        bound.note(cost: clock() - begin, at: seconds)
    }

    private func walk(_ path: String, prefix: String, depth: Int, left: inout Int) {
        guard depth <= Self.mostDepth, !own.holds(path), let listing = opendir(prefix + path) else { return }
        defer { closedir(listing) }
        let descriptor = dirfd(listing)
        // Evidence of a twinsim that runs beside this one.
        if FileStatus("evidence.lock", in: descriptor) != nil { return }
        while let entry = readdir(listing), left > 0 {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name == "." || name == ".." { continue }
            left -= 1
            guard let status = FileStatus(name, in: descriptor), status.key.device == device else { continue }
            let place = path == "/" ? "/" + name : path + "/" + name
            if status.isDirectory { walk(place, prefix: prefix, depth: depth + 1, left: &left) }
            guard status.isRegular, !own.holds(place) else { continue }
            let isNew: Bool
            if let before {
                // Where births are not told, a mount that was there before the client needs none.
                let born = status.bornNanoseconds ?? (isBefore ? .max : 0)
                isNew = !before.contains(status.key) && born >= startNanoseconds
            } else {
                isNew = false
            }
            entries[status.key] = Entry(
                path: prefix + place, bytes: status.occupied, owner: status.owner, isNew: isNew)
        }
    }
}
