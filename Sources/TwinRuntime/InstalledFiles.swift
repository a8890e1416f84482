import Glibc

/// Where the program finds what it ships with.
///
/// Looked for in this order: the folder that `TWINSIM_HOME` names, with `Scenarios` and the support files in it; the
/// installation around the program (`PREFIX/bin/twinsim`, `PREFIX/share/twinsim/Scenarios`,
/// `PREFIX/libexec/twinsim`); the checkout that the program was built in.
package struct InstalledFiles: Sendable {
    /// The folder of the shipped scenarios.
    package let scenarios: String
    /// The folders that may hold the support files of a client under test: its keeper, the allocation tally, the Python
    /// start-up module. Earlier ones win.
    package let supportFolders: [String]

    /// Finds the files for the program that runs.
    ///
    /// - Throws: `RuntimeError.filesNotFound` naming every place that was looked at.
    package static func locate() throws(RuntimeError) -> InstalledFiles {
        guard let executable = resolvedPath("/proc/self/exe") else {
            throw .filesNotFound(searched: ["/proc/self/exe"])
        }
        let folder = parent(executable)
        var searched: [String] = []
        if let home = getenv("TWINSIM_HOME").map({ String(cString: $0) }) {
            if isFolder("\(home)/Scenarios") {
                return InstalledFiles(scenarios: "\(home)/Scenarios", supportFolders: [home, folder])
            }
            searched.append("\(home)/Scenarios")
        }
        let prefix = parent(folder)
        if isFolder("\(prefix)/share/twinsim/Scenarios") {
            return InstalledFiles(
                scenarios: "\(prefix)/share/twinsim/Scenarios", supportFolders: ["\(prefix)/libexec/twinsim"])
        }
        searched.append("\(prefix)/share/twinsim/Scenarios")
        var checkout = folder
        while checkout != "/" {
            if isFolder("\(checkout)/Scenarios"), isFolder("\(checkout)/Resources") {
                return InstalledFiles(
                    scenarios: "\(checkout)/Scenarios", supportFolders: [folder, "\(checkout)/Resources"])
            }
            checkout = parent(checkout)
        }
        searched.append("the folders above \(folder)")
        throw .filesNotFound(searched: searched)
    }

    private static func resolvedPath(_ path: String) -> String? {
        guard let resolved = realpath(path, nil) else { return nil }
        defer { free(resolved) }
        return String(cString: resolved)
    }

    private static func parent(_ path: String) -> String {
        guard let slash = path.lastIndex(of: "/"), slash != path.startIndex else { return "/" }
        return String(path[..<slash])
    }

    private static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }
}
