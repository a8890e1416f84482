import CLinux
import Glibc

/// Looks into a program file to see whether a library built for glibc can be preloaded into it.
enum ProgramInspection {
    /// The most `#!` lines followed: as many as the kernel follows, and one more for `env`.
    static let maximumInterpreters = 5
    /// The most bytes read from the start of a file.
    static let headBytes = 4096
    /// The most bytes at the start of a file that are searched for the names of libraries.
    static let dynamicNamesBytes = 1 << 20

    /// Why not, as part of a sentence; nil when it can.
    ///
    /// Follows `#!` lines, `/usr/bin/env NAME` too. A script's interpreter may start other programs later: what those
    /// are, only the running process shows (`refusalToPreload(intoProcess:)`).
    static func refusalToPreload(into file: String, arguments: [String], searchPath: String) -> String? {
        var file = file
        var arguments = arguments
        for _ in 0..<maximumInterpreters {
            guard let head = readHead(file) else { return "\(file) cannot be read" }
            if head.starts(with: [0x23, 0x21]) {
                let line = head.dropFirst(2).prefix { $0 != 0x0A }
                let words = String(decoding: line, as: UTF8.self).split(whereSeparator: { $0 == " " || $0 == "\t" })
                guard let interpreter = words.first else { return "\(file) names no interpreter" }
                arguments = [String(interpreter)] + words.dropFirst().map(String.init) + [file] + arguments.dropFirst()
                file = String(interpreter)
                continue
            }
            if let refusal = refusal(file, head: head) { return refusal }
            if mentionsAddressSanitizer(file) {
                return "it is built with AddressSanitizer, which refuses to start behind another preload"
            }
            // `env NAME ...` executes NAME.
            guard file.hasSuffix("/env"),
                let name = arguments.dropFirst().first(where: { !$0.hasPrefix("-") && !$0.contains("=") }),
                let program = try? ProgramLookup.find(name, searchPath: searchPath), program != file
            else { return nil }
            arguments = [name]
            file = program
        }
        return "its #! lines lead on and on"
    }

    /// Why a running process does not count, judged by the file that it executes; nil when that file is no obstacle.
    static func refusalToPreload(intoProcess pid: Int32) -> String? {
        let path = "/proc/\(pid)/exe"
        guard let head = readHead(path) else { return "its program file cannot be read" }
        return refusal(path, head: head)
    }

    private static func refusal(_ file: String, head: [UInt8]) -> String? {
        guard head.starts(with: [0x7F, 0x45, 0x4C, 0x46]), head.count >= 64 else { return "it is no ELF program" }
        // A 32-bit program has class 1; its machine differs from ours too.
        guard head[4] == 2, word(head, 18, 2) == ownMachine else { return "it is built for another processor type" }
        var status = stat()
        if stat(file, &status) == 0, status.st_mode & (S_ISUID | S_ISGID) != 0 {
            return "it runs set-user-id, where the dynamic linker ignores preloads"
        }
        if clinux_has_file_capabilities(file) == 1 {
            return "it has file capabilities, with which the dynamic linker ignores preloads"
        }
        guard let interpreter = interpreter(head) else { return "it is statically linked" }
        if interpreter.contains("ld-musl") { return "it is built for musl, and the tally for glibc" }
        guard interpreter.contains("/ld-linux") || interpreter.contains("/ld64") else {
            return "its dynamic linker \(interpreter) is not glibc's"
        }
        return nil
    }

    /// The PT_INTERP string of an ELF header, whose program headers lie behind it in every linker's output.
    private static func interpreter(_ head: [UInt8]) -> String? {
        let table = Int(word(head, 32, 8))
        let size = Int(word(head, 54, 2))
        for index in 0..<Int(word(head, 56, 2)) {
            let at = table + index * size
            guard size >= 56, at + size <= head.count else { return nil }
            guard word(head, at, 4) == 3 else { continue }
            let start = Int(word(head, at + 8, 8))
            guard start < head.count else { return nil }
            return String(decoding: head[start...].prefix { $0 != 0 }, as: UTF8.self)
        }
        return nil
    }

    /// Whether the library's name is among the names at the start of the file, where every linker puts the dynamic
    /// string table. A program that holds the name for another reason loses its tally and nothing else.
    private static func mentionsAddressSanitizer(_ file: String) -> Bool {
        guard let start = readHead(file, bytes: dynamicNamesBytes) else { return false }
        let name = Array("libasan.so".utf8)
        return start.split(separator: 0).contains { $0.starts(with: name) }
    }

    private static func word(_ bytes: [UInt8], _ at: Int, _ count: Int) -> UInt64 {
        guard at >= 0, at + count <= bytes.count else { return 0 }
        return bytes[at..<(at + count)].reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// e_machine of this program: 62 for x86-64, 183 for AArch64.
    private static var ownMachine: UInt64 {
        #if arch(arm64)
            183
        #else
            62
        #endif
    }

    private static func readHead(_ file: String, bytes: Int = headBytes) -> [UInt8]? {
        let descriptor = open(file, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var head = [UInt8](repeating: 0, count: bytes)
        let got = head.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
        return got > 0 ? Array(head.prefix(got)) : nil
    }
}
