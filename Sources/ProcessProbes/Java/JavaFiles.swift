import Glibc

/// Where a Java virtual machine keeps its performance data, and what keeps it from doing so.
enum JavaFiles {
    /// The file of process `pid`, seen through its own root directory and under its own number, so that one in a
    /// container is found; nil when there is none or its root may not be looked into.
    static func performanceData(of pid: Int32) -> String? {
        // The directory does not follow java.io.tmpdir: HotSpot has /tmp compiled in.
        let temporary = "/proc/\(pid)/root/tmp"
        guard let inner = innerNumber(of: pid), let listing = opendir(temporary) else { return nil }
        defer { closedir(listing) }
        while let entry = readdir(listing) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            guard name.hasPrefix("hsperfdata_") else { continue }
            let path = "\(temporary)/\(name)/\(inner)"
            var status = stat()
            // Owned by another user, it would be of a process of another container that had this number.
            if lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG, isOwner(status.st_uid, of: pid) {
                return path
            }
        }
        return nil
    }

    /// The option of the machine `pid` that keeps its performance data away; nil when it has none.
    static func optionAgainstIt(_ pid: Int32) -> String? {
        let variables = ["JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS"]
        let given = variables.compactMap { name in
            ProcessWords.environment(of: pid).first { $0.hasPrefix("\(name)=") }
        }
        let words =
            ProcessWords.arguments(of: pid) + given.flatMap { $0.split { $0 == " " || $0 == "=" }.map(String.init) }
        return words.last { ["-XX:-UsePerfData", "-XX:+PerfDisableSharedMem"].contains($0) }
    }

    /// The process's number in the innermost of its PID namespaces (`NSpid` of proc_pid_status(5)).
    private static func innerNumber(of pid: Int32) -> Int32? {
        ProcessWords.statusField("NSpid:", of: pid)?.last.flatMap { Int32($0) } ?? pid
    }

    private static func isOwner(_ owner: uid_t, of pid: Int32) -> Bool {
        guard let users = ProcessWords.statusField("Uid:", of: pid), users.count > 1 else { return true }
        return users[1] == "\(owner)"
    }
}
