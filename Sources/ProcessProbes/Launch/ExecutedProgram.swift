import Glibc

/// Which program file a process executes.
struct ExecutedProgram: Hashable {
    /// The device that the file lies on.
    var device: UInt64
    /// Its inode.
    var inode: UInt64

    /// The program of process `pid`; one without a number when that cannot be told.
    init(ofProcess pid: Int32) {
        var status = stat()
        let isKnown = stat("/proc/\(pid)/exe", &status) == 0
        device = isKnown ? UInt64(status.st_dev) : 0
        inode = isKnown ? UInt64(status.st_ino) : 0
    }

    /// Whether it could be told.
    var isKnown: Bool { inode != 0 }
}

/// What is known of program files, by what they are: hundreds of processes a second may execute the same few.
final class ProgramFacts {
    /// The most programs that are remembered.
    static let mostPrograms = 256

    /// What a program file says.
    struct Facts {
        /// Whether it is a Python interpreter.
        var isPython: Bool
        /// Whether it is Node.js.
        var isNode: Bool
        /// Why the tally cannot be preloaded into it; nil when it can.
        var refusalToPreload: String?
    }

    private var known: [ExecutedProgram: Facts] = [:]

    /// The facts of the program that process `pid` executes; nil when it cannot be looked into.
    func facts(of program: ExecutedProgram, process pid: Int32) -> Facts? {
        if program.isKnown, let facts = known[program] { return facts }
        var target = [CChar](repeating: 0, count: Int(PATH_MAX))
        let length = readlink("/proc/\(pid)/exe", &target, target.count)
        guard length > 0 else { return nil }
        let path = String(decoding: target.prefix(length).map(UInt8.init(bitPattern:)), as: UTF8.self)
        let name = path.split(separator: "/").last ?? ""
        let facts = Facts(
            isPython: name.hasPrefix("python") || name.hasPrefix("pypy"),
            isNode: ProgramRuntime.ofProcess(pid)?.runtime == .node,
            refusalToPreload: ProgramInspection.refusalToPreload(intoProcess: pid))
        if known.count >= Self.mostPrograms { known = [:] }
        if program.isKnown { known[program] = facts }
        return facts
    }
}
