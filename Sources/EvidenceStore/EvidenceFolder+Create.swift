import Glibc

extension EvidenceFolder {
    /// The most names that are tried for a new folder.
    static let mostNames = 1000

    /// Makes the folder, for its owner alone, and those above it where they are missing.
    package func makeDirectory() throws(StoreError) {
        try Self.makeDirectory(path, for: path)
    }

    /// Makes a new folder at `path`, or at `path-2` and so on where that is taken already.
    ///
    /// Making is what reserves the name: of two soaks that begin in the same second each gets a folder.
    package static func reserving(_ path: String) throws(StoreError) -> EvidenceFolder {
        if let slash = path.lastIndex(of: "/"), slash > path.startIndex {
            try makeParents(String(path[..<slash]), for: path)
        }
        for number in 1...mostNames {
            let name = number == 1 ? path : "\(path)-\(number)"
            if mkdir(name, 0o700) == 0 { return EvidenceFolder(name) }
            guard errno == EEXIST else { throw .cannotCreate(path: name, reason: systemErrorSentence(errno)) }
        }
        throw .cannotCreate(path: path, reason: "so many folders of this name are there already")
    }

    /// Removes the folder if nothing was written into it.
    package func removeIfEmpty() { rmdir(path) }

    private static func makeDirectory(_ path: String, for whole: String) throws(StoreError) {
        if mkdir(path, 0o700) == 0 { return }
        var code = errno
        if code == ENOENT, let slash = path.lastIndex(of: "/"), slash > path.startIndex {
            try makeParents(String(path[..<slash]), for: whole)
            if mkdir(path, 0o700) == 0 { return }
            code = errno
        }
        try check(path, code, for: whole)
    }

    // What lies above holds no secrets.
    private static func makeParents(_ path: String, for whole: String) throws(StoreError) {
        if mkdir(path, 0o755) == 0 { return }
        var code = errno
        if code == ENOENT, let slash = path.lastIndex(of: "/"), slash > path.startIndex {
            try makeParents(String(path[..<slash]), for: whole)
            if mkdir(path, 0o755) == 0 { return }
            code = errno
        }
        try check(path, code, for: whole)
    }

    private static func check(_ path: String, _ code: Int32, for whole: String) throws(StoreError) {
        guard code == EEXIST else { throw .cannotCreate(path: whole, reason: systemErrorSentence(code)) }
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
            throw .cannotCreate(path: whole, reason: "\(path) is a file")
        }
    }
}
