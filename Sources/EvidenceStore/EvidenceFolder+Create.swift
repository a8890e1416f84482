import Glibc

extension EvidenceFolder {
    /// Makes the folder and those above it where they are missing.
    package func makeDirectory() throws(StoreError) {
        try Self.makeDirectory(path, for: path)
    }

    private static func makeDirectory(_ path: String, for whole: String) throws(StoreError) {
        if mkdir(path, 0o755) == 0 { return }
        var code = errno
        if code == ENOENT, let slash = path.lastIndex(of: "/"), slash > path.startIndex {
            try makeDirectory(String(path[..<slash]), for: whole)
            if mkdir(path, 0o755) == 0 { return }
            code = errno
        }
        if code == EEXIST {
            var status = stat()
            if stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR { return }
            throw .cannotCreate(path: whole, reason: "\(path) is a file")
        }
        throw .cannotCreate(path: whole, reason: systemErrorSentence(code))
    }
}
