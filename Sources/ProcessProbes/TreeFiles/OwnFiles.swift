import Glibc

/// The files that twinsim itself makes, which are none of the client's.
struct OwnFiles: Hashable, Sendable {
    /// Directories whose files are left out, as absolute paths.
    private var folders: [String] = []

    /// Leaves out what lies in `folders`, those of every twinsim's counters besides.
    init(folders: [String]) {
        self.folders = folders.map { folder in
            let resolved = realpath(folder, nil)
            defer { free(resolved) }
            return resolved.map { String(cString: $0) } ?? folder
        }
    }

    /// Whether the file or directory at this absolute path is twinsim's.
    func holds(_ path: String) -> Bool {
        if Self.isCounterDirectory(path) { return true }
        return folders.contains { path == $0 || path.hasPrefix($0 + "/") }
    }

    /// Whether `path` is, or lies in, a directory of counters, of this twinsim or of another that runs beside it.
    private static func isCounterDirectory(_ path: String) -> Bool {
        for parent in CounterDirectory.parents where path.hasPrefix(parent + "/" + CounterDirectory.prefix) {
            let name = path.dropFirst(parent.count + 1).prefix { $0 != "/" }
            if name.utf8.count == CounterDirectory.prefix.utf8.count + 6 { return true }
        }
        return false
    }
}
