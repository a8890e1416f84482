import Glibc

/// What executes a client's command, told before it is started: from its file, its `#!` line and `env`.
package struct CommandRuntime: Hashable, Sendable {
    /// What executes it.
    package var runtime: ProgramRuntime
    /// The program, as the command or the `#!` line names it: a virtual environment's interpreter stays its own.
    package var executable: String

    /// What executes a command.
    package init(runtime: ProgramRuntime, executable: String) {
        self.runtime = runtime
        self.executable = executable
    }

    /// Programs that only start others: what they start cannot be told beforehand.
    static let launchers: Set<String> = [
        "sh", "bash", "dash", "zsh", "ksh", "fish", "busybox", "sudo", "nice", "timeout", "setsid", "nohup", "stdbuf",
        "xargs", "make", "uv", "uvx", "poetry", "pipenv", "hatch", "npm", "npx", "yarn", "pnpm", "docker", "podman",
    ]

    /// Looks at the command.
    ///
    /// - Returns: what executes it, or why that cannot be told, as part of a sentence.
    /// - Throws: `LaunchError` when there is no such program.
    package static func of(_ arguments: [String]) throws(LaunchError) -> (found: CommandRuntime?, reason: String) {
        guard let name = arguments.first, !name.isEmpty else { throw .noCommand }
        let searchPath = getenv("PATH").map { String(cString: $0) } ?? "/usr/local/bin:/usr/bin:/bin"
        var file = try ProgramLookup.find(name, searchPath: searchPath)
        var rest = Array(arguments.dropFirst())
        for _ in 0..<ProgramInspection.maximumInterpreters {
            let short = file.split(separator: "/").last.map(String.init) ?? file
            if short == "env" {
                guard let next = rest.firstIndex(where: { !$0.hasPrefix("-") && !$0.contains("=") }) else {
                    return (nil, "env starts nothing that can be told")
                }
                file = try ProgramLookup.find(rest[next], searchPath: searchPath)
                rest = Array(rest[(next + 1)...])
                continue
            }
            if let named = ProgramRuntime.named(short), interpreterLine(file) != nil {
                // A script that stands for the interpreter, as version managers have them.
                return (CommandRuntime(runtime: named, executable: behind(file, named) ?? file), "")
            }
            if launchers.contains(short) {
                return (
                    nil,
                    "\(short) starts the client, and what executes it then cannot be told beforehand; "
                        + "give the client's own program"
                )
            }
            if let line = interpreterLine(file) {
                guard let interpreter = line.first else { return (nil, "\(file) names no interpreter") }
                rest = line.dropFirst() + [file] + rest
                file = interpreter
                continue
            }
            if let named = ProgramRuntime.named(resolved(short, file)) {
                return (CommandRuntime(runtime: named, executable: file), "")
            }
            guard let runtime = ProgramRuntime.ofFile(file) else { return (nil, "\(file) is no program that is known") }
            return (CommandRuntime(runtime: runtime, executable: file), "")
        }
        return (nil, "its #! lines lead on and on")
    }

    /// The interpreter that a script of its name executes, which it is asked for; nil when it does not say.
    private static func behind(_ script: String, _ runtime: ProgramRuntime) -> String? {
        let question =
            switch runtime {
            case .python: "-I -c 'import sys; print(sys.executable)'"
            case .node: "-p process.execPath"
            default: ""
            }
        guard !question.isEmpty, !script.contains("'"), let stream = popen("'\(script)' \(question) 2>/dev/null", "re")
        else { return nil }
        defer { pclose(stream) }
        var line = [CChar](repeating: 0, count: Int(PATH_MAX))
        guard fgets(&line, Int32(line.count), stream) != nil else { return nil }
        let path = String(decoding: line.prefix { $0 != 0 && $0 != 10 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
        return access(path, X_OK) == 0 ? path : nil
    }

    /// The file's own name, or that of the file behind it when that says more: `python` for a link called `logger`.
    private static func resolved(_ short: String, _ file: String) -> String {
        if ProgramRuntime.named(short) != nil { return short }
        guard let real = realpath(file, nil) else { return short }
        defer { free(real) }
        return String(cString: real).split(separator: "/").last.map(String.init) ?? short
    }

    /// The words of a script's first line; nil for a file that is no script.
    private static func interpreterLine(_ file: String) -> [String]? {
        guard let stream = fopen(file, "re") else { return nil }
        defer { fclose(stream) }
        var line = [CChar](repeating: 0, count: 512)
        guard fgets(&line, Int32(line.count), stream) != nil else { return nil }
        let bytes = line.prefix { $0 != 0 && $0 != 10 }.map(UInt8.init(bitPattern:))
        guard bytes.starts(with: [0x23, 0x21]) else { return nil }
        return String(decoding: bytes.dropFirst(2), as: UTF8.self).split { $0 == " " || $0 == "\t" }.map(String.init)
    }
}
