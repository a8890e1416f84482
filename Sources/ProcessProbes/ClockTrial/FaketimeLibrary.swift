import Glibc

/// libfaketime on this machine: the library that, preloaded, makes a program's clock run faster.
package enum FaketimeLibrary {
    /// The Debian package that brings it.
    package static let package = "libfaketime"
    /// The directories in which distributions and `make install` put it.
    static let directories = [
        "/usr/lib/x86_64-linux-gnu/faketime", "/usr/lib/aarch64-linux-gnu/faketime",
        "/usr/lib/arm-linux-gnueabihf/faketime",
        "/usr/lib64/faketime", "/usr/lib/faketime", "/usr/local/lib/faketime", "/usr/local/lib64/faketime",
    ]
    /// Its names: the one for programs with threads first.
    static let names = ["libfaketimeMT.so.1", "libfaketime.so.1"]

    /// The library's file; nil when it is in none of the usual places.
    package static func find() -> String? {
        directories.lazy.flatMap { directory in names.map { "\(directory)/\($0)" } }.first { access($0, R_OK) == 0 }
    }

    /// Why `path` cannot be preloaded, as part of a sentence; nil when nothing speaks against it.
    package static func refusal(of path: String) -> String? {
        if access(path, R_OK) != 0 { return "\(path) cannot be read" }
        if path.contains(where: { $0 == " " || $0 == ":" }) {
            return "its path holds a blank or a colon, which the dynamic linker takes as a separator: \(path)"
        }
        return nil
    }

    /// The variables that make a program's clock run `factor` times as fast.
    ///
    /// What is preloaded already stays, behind the library. The tally is put before it at the launch: it looks the real
    /// allocation functions up itself, and libfaketime must find them working when it starts.
    package static func environment(_ library: String, factor: Double, preloaded: String?) -> [String: String] {
        let rest = preloaded.flatMap { $0.isEmpty ? nil : ":" + $0 } ?? ""
        return ["LD_PRELOAD": library + rest, "FAKETIME": "+0 x\(text(factor))"]
    }

    /// Removes what libfaketime leaves of a process that has ended: it names its shared memory after the process, and
    /// ends at once a later process of the same number that finds it.
    package static func removeRemains(ofProcess pid: Int32) {
        unlink("/dev/shm/faketime_shm_\(pid)")
        unlink("/dev/shm/sem.faketime_sem_\(pid)")
    }

    /// A factor as libfaketime reads it: without an exponent.
    private static func text(_ factor: Double) -> String {
        factor == factor.rounded() ? "\(Int(factor))" : "\(factor)"
    }
}
