import Evidence
import Text

/// A program of the client's tree into whose lines twinsim does not see, and the tool that does.
package struct BlindRuntime: Hashable, Sendable {
    /// What executes it, as `ProgramRuntime` spells it.
    package var runtime: String
    /// Its program file; controlled by the client.
    package var executable: String
    /// What is blind, a sentence.
    package var sentence: String
    /// The command that says a line.
    package var command: String

    /// The runtimes that tracing sees into.
    private static let traced: Set<String> = ["python", "node"]

    /// The runtimes in the evidence that tracing does not see into, in the order in which they were met.
    ///
    /// Native programs beside a Python or Node.js client are its launchers, so they are named only where there is neither;
    /// these themselves are named when they were not traced, or when the run that was to explain them found no line.
    package static func all(in facts: EvidenceFacts, growth: WhereItGrows?) -> [BlindRuntime] {
        let hasTraced = facts.events.contains { $0.kind == .runtime && traced.contains($0.subject) }
        var found: [BlindRuntime] = []
        for event in facts.events where event.kind == .runtime {
            guard let runtime = event.detail.text("runtime"), let executable = event.detail.text("executable"),
                !(runtime == "native" && (hasTraced || growth?.namesNative ?? false)),
                !(traced.contains(runtime)
                    && growth.map { $0.source == .trace || $0.processes == 0 || !$0.lines.isEmpty || $0.namesNative }
                        ?? false),
                !found.contains(where: { $0.runtime == runtime && $0.executable == executable }),
                let blind = BlindRuntime(
                    runtime, executable: executable, client: facts.run.clientArguments, isTraced: growth != nil)
            else { continue }
            found.append(blind)
        }
        return found
    }

    private init?(_ runtime: String, executable: String, client: [String], isTraced: Bool) {
        let words = client.map(ShellText.quoted)
        let whole = words.joined(separator: " ")
        self.runtime = runtime
        self.executable = executable
        switch runtime {
        case "python" where isTraced:
            sentence =
                "No line of Python kept growing while traced, so what grows may be native code below it: extension "
                + "modules and C libraries."
            command = "memray attach --native PID"
        case "python",
            "node" where !isTraced:
            sentence = "The run was not traced, so what grows is known and not where."
            command = "twinsim soak --duration 10min --trace -- \(whole)"
        case "go":
            sentence =
                "Go allocates past malloc and without an interpreter: only memory from outside sees it, and no line."
            command =
                "go tool pprof -http=:8080 http://127.0.0.1:6060/debug/pprof/heap (with net/http/pprof served there)"
        case "node":
            sentence =
                "No function of JavaScript kept growing while traced, so what grows may be native code below it: addons, "
                + "buffers and C libraries."
            command = "heaptrack \(whole)"
        case "jvm":
            sentence = "The Java heap goes past malloc: only memory from outside sees it, and no line."
            command = "jcmd PID GC.class_histogram (twice, and compare)"
        case "dotnet":
            sentence = "The .NET heap goes past malloc: only memory from outside sees it, and no line."
            command = "dotnet-gcdump collect -p PID (twice, and compare)"
        case "musl":
            sentence = "A program for musl takes no preload, so its allocations are not counted and no line is known."
            command = "valgrind --tool=massif --soname-synonyms='somalloc=libc.musl*' \(whole)"
        case "static":
            sentence = "A static program takes no preload, so its allocations are not counted and no line is known."
            command = "valgrind --tool=massif --soname-synonyms=somalloc=NONE \(whole)"
        case "native" where isTraced:
            sentence =
                "No call site in it kept growing by more than chance while traced: what grows is slower, or goes past "
                + "malloc."
            command = "heaptrack \(whole)"
        case "native":
            sentence = "The native count says how much is held, and not by which function: the run was not traced."
            command = "twinsim soak --duration 10min --trace -- \(whole)"
        default: return nil
        }
    }
}
