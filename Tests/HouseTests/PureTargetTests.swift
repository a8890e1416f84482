import Foundation
import Testing

@Suite("Pure targets", .timeLimit(.minutes(5)))
struct PureTargetTests {
    /// Words that reach a clock, a file, a thread, the outside or a global, as regular expressions.
    private static let forbidden = [
        #"clock_gettime|(?<![.\w])(?<!func )clock\(|gettimeofday|mach_absolute_time|\bDate\b|ContinuousClock|SuspendingClock|DispatchTime"#,
        #"\btime\(nil|localtime|gmtime|strftime|nanosleep|usleep|\bsleep\(|Task\.sleep"#,
        #"\bfopen|\bfread|\bfwrite|\bfputs|\bfclose|\bFILE\b|(?<![.\w])(?<!func )open\(|\bpread|\bpwrite|\bmmap|\bstdin\b|\bstdout\b|\bstderr\b"#,
        #"FileManager|FileHandle|\bopendir|\bunlink|\bsocket\(|\brecv\(|\bgetenv|\bsetenv|\benviron\b|ProcessInfo"#,
        #"(?<![.\w])(?<!func )print\(|debugPrint|\bexit\(|\babort\(|\bsystem\(|\bfork\(|posix_spawn|\bdlopen|\bdlsym"#,
        #"pthread_|\bThread\b|DispatchQueue|DispatchGroup|OperationQueue|\bTask \{|Task\.detached|\bactor [A-Z]|\bawait\b"#,
        #"\barc4random|\brand\(|\brandom\(\)|SystemRandomNumberGenerator|\bUUID\(|\.randomElement\(\)|\.shuffled\(\)"#,
        #"\.random\(in: [^,()]*\)|nonisolated\(unsafe\)|\berrno\b"#,
    ]

    /// What the toolchain offers that a pure target may import: arithmetic, and atomics for the image that scan and server
    /// share.
    private static let imports: Set<String> = ["Glibc", "Synchronization"]

    /// What a pure target's objects may not ask the C library or the Swift runtime for: the words above, past any alias.
    private static let symbols: Set<String> = [
        "clock_gettime", "gettimeofday", "time", "clock", "nanosleep", "usleep", "sleep", "open", "open64", "openat",
        "fopen", "fopen64", "fwrite", "fputs", "read", "write", "close", "stat", "mmap", "mmap64", "socket", "connect",
        "getenv", "setenv", "environ", "exit", "abort", "system", "fork", "dlopen", "dlsym", "pthread_create",
        "pthread_mutex_lock", "random", "rand", "getrandom", "arc4random", "swift_task_create", "swift_task_alloc",
        "$ss5print_9separator10terminatoryypd_S2StF", "$ss27SystemRandomNumberGeneratorV4nexts6UInt64VyF",
    ]

    private let pure: [PackageManifest.Target]

    init() throws {
        pure = try PackageManifest().pure
        guard !pure.isEmpty else { throw Repository.NothingFound(description: "no target is pure") }
    }

    /// One expression for all of them, and for a variable that outlives every value: at file level, or static and stored.
    /// A computed property has its brace before any equals sign.
    private static let expression = try? NSRegularExpression(
        pattern: (forbidden + [
            #"^(?:(?:private|fileprivate|package|internal|public) )*(?:lazy )?var [^{\n]*(?:=.*|)$"#,
            #"\b(?:static|class) var [^{\n]*(?:=.*|)$"#,
        ]).joined(separator: "|"), options: .anchorsMatchLines)

    /// What is forbidden in a piece of code, with the line that holds it.
    private static func findings(_ text: String) throws -> [String] {
        let code = SwiftCode.bare(text)
        let expression = try #require(expression)
        return expression.matches(in: code, range: NSRange(code.startIndex..., in: code)).compactMap { match in
            guard let range = Range(match.range, in: code) else { return nil }
            return "\(code[..<range.lowerBound].count { $0 == "\n" } + 1): \(code[range])"
        }
    }

    @Test("No clock, file, thread, environment, chance or global: in the words of the code")
    func words() throws {
        for target in pure {
            for file in try Repository.files(below: target.folder) {
                for finding in try Self.findings(Repository.text(file)) {
                    Issue.record("\(file):\(finding), and \(target.name) is pure")
                }
            }
        }
    }

    @Test("Of the toolchain they import arithmetic and atomics, and of the targets pure ones only")
    func modules() throws {
        let names = Set(pure.map(\.name))
        let others: Set<String> = ["Yams"]
        for target in pure {
            for dependency in target.dependencies {
                #expect(names.contains(dependency) || others.contains(dependency), "\(target.name): \(dependency)")
            }
            for file in try Repository.files(below: target.folder) {
                for module in SwiftCode.imports(try Repository.text(file)) {
                    #expect(
                        names.contains(module) || others.contains(module) || Self.imports.contains(module),
                        "\(file) imports \(module), and \(target.name) is pure")
                }
            }
        }
    }

    @Test("No clock, file, thread, environment, chance or global: in what the compiled objects ask for")
    func objects() throws {
        for target in pure {
            let folder = Repository.products.appendingPathComponent("\(target.name).build")
            let objects = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".o") }
            #expect(!objects.isEmpty, "\(target.name) has no object files in \(folder.path)")
            let asked = try Tool.output(
                "nm", ["--undefined-only", "--format=just-symbols"] + objects.map { folder.path + "/" + $0 })
            let found = Set(asked.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) })
            #expect(found.count > 5, "\(target.name): nm says nothing")
            let forbidden = found.intersection(Self.symbols)
            #expect(forbidden.isEmpty, "\(target.name) asks for \(forbidden.sorted())")
        }
    }

    @Test(
        "The words that are looked for are found",
        arguments: [
            "let now = Date()", "clock_gettime(CLOCK_MONOTONIC, &t)", "let file = fopen(path, \"r\")", "open(path, 0)",
            "let n = clock()",
            "static var count = 0", "var count = 0", "private var count: Int", "Thread { }.start()", "await work()",
            "DispatchQueue.main.async {}", "getenv(\"HOME\")", "Int.random(in: 0..<3)", "print(x)", "let e = errno",
            "nonisolated(unsafe) static let p = q", "fputs(text, stderr)", "Task.detached {}", "items.shuffled()",
        ])
    func caught(code: String) throws {
        #expect(try !Self.findings(code).isEmpty)
    }

    @Test(
        "What only resembles them is not",
        arguments: [
            "let text = \"Date(), open(x)\"", "// getenv", "static var count: Int { 3 }", "    var count = 0",
            "Int.random(in: 0..<3, using: &stream)", "static let limit = 3", "func reopen(x: Int) {}", "updateTime()",
            "let runtime = 3", "Figures.clock(seconds)", "func clock(_ seconds: Double)", "pen.print(text)",
            "case open", "items.shuffled(using: &stream)",
        ])
    func spared(code: String) throws {
        #expect(try Self.findings(code) == [])
    }
}
