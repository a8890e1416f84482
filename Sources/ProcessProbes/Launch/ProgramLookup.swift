import Glibc

/// Finds the file behind a command name, as a shell does.
enum ProgramLookup {
    /// The absolute path of `name`, looked for in `searchPath` (PATH) unless it holds a slash.
    static func find(_ name: String, searchPath: String) throws(LaunchError) -> String {
        if name.contains("/") { return try checked(absolute(name), name: name) }
        var refusal: LaunchError?
        for directory in searchPath.split(separator: ":", omittingEmptySubsequences: false) {
            let candidate = absolute(directory.isEmpty ? name : "\(directory)/\(name)")
            do throws(LaunchError) {
                return try checked(candidate, name: name)
            } catch {
                if case .notExecutable = error { refusal = refusal ?? error }
            }
        }
        throw refusal ?? .clientNotFound(name: name)
    }

    private static func checked(_ path: String, name: String) throws(LaunchError) -> String {
        var status = stat()
        guard stat(path, &status) == 0 else {
            let number = errno
            if number == ENOENT || number == ENOTDIR { throw .clientNotFound(name: name) }
            throw .notExecutable(path: path, reason: sentence(ofError: number))
        }
        switch status.st_mode & S_IFMT {
        case S_IFDIR: throw .notExecutable(path: path, reason: "it is a directory")
        case S_IFREG: break
        default: throw .notExecutable(path: path, reason: "it is not a regular file")
        }
        guard access(path, X_OK) == 0 else {
            throw .notExecutable(path: path, reason: "its execute permission is missing (chmod +x sets it)")
        }
        return path
    }

    private static func absolute(_ path: String) -> String {
        guard !path.hasPrefix("/"), let here = getcwd(nil, 0) else { return path }
        defer { free(here) }
        return "\(String(cString: here))/\(path)"
    }
}
