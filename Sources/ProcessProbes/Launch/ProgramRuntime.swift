import Glibc

/// What executes a process's code, which decides who can tell a line of it; the raw value stands in the evidence.
package enum ProgramRuntime: String, CaseIterable, Hashable, Sendable {
    /// CPython, which tracing sees into.
    case python
    /// Go, whose memory goes through no malloc.
    case go
    /// Node.js or another program around V8.
    case node
    /// A Java virtual machine.
    case jvm
    /// .NET.
    case dotnet
    /// A program for musl, which no preload of ours enters.
    case musl
    /// A statically linked program.
    case `static`
    /// Any other program for glibc: C, C++, Rust, Swift.
    case native

    /// The most bytes of a note segment that are looked through for Go's build id.
    private static let noteBytes = 4096
    /// The most program headers that are looked at.
    private static let mostHeaders = 64

    /// Looks at the file that the process executes (`/proc/PID/exe`): its name, its ELF interpreter and its notes.
    ///
    /// - Returns: the runtime and the file, or nil when the process has ended or belongs to another user.
    package static func ofProcess(_ pid: Int32) -> (runtime: ProgramRuntime, executable: String)? {
        let link = "/proc/\(pid)/exe"
        var path = [CChar](repeating: 0, count: Int(PATH_MAX))
        let length = readlink(link, &path, path.count - 1)
        guard length > 0 else { return nil }
        let executable = String(decoding: path.prefix(length).map(UInt8.init(bitPattern:)), as: UTF8.self)
        let name = executable.split(separator: "/").last.map(String.init) ?? ""
        if let known = named(name) { return (known, executable) }
        guard let runtime = ofFile(link) else { return nil }
        return (runtime, executable)
    }

    /// The runtime of a program file, from its ELF headers alone; nil when it is no 64-bit ELF file.
    package static func ofFile(_ path: String) -> ProgramRuntime? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        let head = bytes(descriptor, at: 0, count: 64)
        guard head.count == 64, head.starts(with: [0x7F, 0x45, 0x4C, 0x46]), head[4] == 2 else { return nil }
        let count = min(Int(number(head, 56, 2)), mostHeaders)
        let size = Int(number(head, 54, 2))
        let table = bytes(descriptor, at: Int(number(head, 32, 8)), count: count * size)
        var interpreter: String?
        for index in 0..<count where size >= 56 && (index + 1) * size <= table.count {
            let start = index * size
            let offset = Int(truncatingIfNeeded: number(table, start + 8, 8))
            let length = Int(truncatingIfNeeded: number(table, start + 32, 8))
            switch number(table, start, 4) {
            case 3:
                let text = bytes(descriptor, at: offset, count: min(max(0, length), 256))
                interpreter = String(decoding: text.prefix { $0 != 0 }, as: UTF8.self)
            // The note's name is "Go" and its type 4: the build id that every Go linker writes.
            case 4:
                if isGo(bytes(descriptor, at: offset, count: min(max(0, length), noteBytes))) { return .go }
            default: break
            }
        }
        guard let interpreter else { return .static }
        return interpreter.contains("ld-musl") ? .musl : .native
    }

    /// The runtime whose program has this name; nil when the name says nothing.
    static func named(_ name: String) -> ProgramRuntime? {
        if name.hasPrefix("python") { return .python }
        return switch name {
        case "node", "nodejs", "electron": .node
        case "java": .jvm
        case "dotnet": .dotnet
        default: nil
        }
    }

    private static func isGo(_ notes: [UInt8]) -> Bool {
        var at = 0
        while at + 12 <= notes.count {
            let nameBytes = Int(number(notes, at, 4))
            let contentBytes = Int(number(notes, at + 4, 4))
            let type = number(notes, at + 8, 4)
            if nameBytes == 4, type == 4, notes[(at + 12)...].starts(with: [0x47, 0x6F, 0, 0]) { return true }
            at += 12 + (nameBytes + 3) / 4 * 4 + (contentBytes + 3) / 4 * 4
        }
        return false
    }

    private static func number(_ bytes: [UInt8], _ at: Int, _ count: Int) -> UInt64 {
        guard at >= 0, at + count <= bytes.count else { return 0 }
        return bytes[at..<(at + count)].reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }

    private static func bytes(_ descriptor: Int32, at offset: Int, count: Int) -> [UInt8] {
        guard offset >= 0, count > 0 else { return [] }
        var buffer = [UInt8](repeating: 0, count: count)
        let got = buffer.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress, $0.count, off_t(offset)) }
        return Array(buffer.prefix(max(0, got)))
    }
}
