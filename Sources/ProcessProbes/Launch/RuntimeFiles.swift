import Glibc

/// The files that twinsim needs beside its executable while a client runs.
///
/// Installed, they lie together in one directory (`PREFIX/libexec/twinsim`); in a build tree they lie beside the
/// executable, and the modules of Python and Node.js in the sources.
package struct RuntimeFiles: Hashable, Sendable {
    /// The client keeper, `twinsim-keeper`.
    package var keeper: String
    /// The preloadable malloc tally, `libtwinsim-tally.so`; may be missing, then its tier is unavailable.
    package var tallyLibrary: String
    /// The directory with the Python start-up module; may be missing, then its tier is unavailable.
    package var pythonDirectory: String
    /// The directory with the modules that Node.js requires first; may be missing, then its tier is unavailable.
    package var nodeDirectory: String

    /// Files in places of their own.
    package init(keeper: String, tallyLibrary: String, pythonDirectory: String, nodeDirectory: String) {
        self.keeper = keeper
        self.tallyLibrary = tallyLibrary
        self.pythonDirectory = pythonDirectory
        self.nodeDirectory = nodeDirectory
    }

    /// The files under their usual names in one `directory`.
    package init(directory: String) {
        self.init(
            keeper: directory + "/twinsim-keeper", tallyLibrary: directory + "/libtwinsim-tally.so",
            pythonDirectory: directory + "/python", nodeDirectory: directory + "/node")
    }

    /// Looks for the files in each of `directories` in turn, each file by itself.
    ///
    /// A file that is in none keeps its name in the first directory, so that the error names a place.
    package static func find(in directories: [String]) -> RuntimeFiles {
        func first(_ path: KeyPath<RuntimeFiles, String>) -> String {
            let candidates = directories.map { RuntimeFiles(directory: $0)[keyPath: path] }
            return candidates.first { access($0, F_OK) == 0 } ?? candidates.first ?? ""
        }
        return RuntimeFiles(
            keeper: first(\.keeper), tallyLibrary: first(\.tallyLibrary), pythonDirectory: first(\.pythonDirectory),
            nodeDirectory: first(\.nodeDirectory))
    }

    /// Looks beside the running executable, then in `../libexec/twinsim` and in `../../../Resources` from it (an
    /// installation, and a build tree where the executable is in `.build/TRIPLE/CONFIGURATION`).
    package static func ofThisProgram() -> RuntimeFiles {
        var path = [CChar](repeating: 0, count: Int(PATH_MAX))
        let length = readlink("/proc/self/exe", &path, path.count - 1)
        let executable = String(decoding: path.prefix(max(0, length)).map(UInt8.init(bitPattern:)), as: UTF8.self)
        let directory = executable.lastIndex(of: "/").map { String(executable[..<$0]) } ?? "."
        return find(in: [directory, directory + "/../libexec/twinsim", directory + "/../../../Resources"])
    }
}
