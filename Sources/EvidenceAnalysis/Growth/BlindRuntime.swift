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
    /// - Parameters:
    ///   - asksForMemory: whether memory or an allocation count gave a reason to ask.
    ///   - asksForOpenings: whether descriptors, sockets, threads or children did.
    package static func all(
        in facts: EvidenceFacts, growth: WhereItGrows?, asksForMemory: Bool = true, asksForOpenings: Bool = false
    ) -> [BlindRuntime] {
        let hasTraced = facts.events.contains { $0.kind == .runtime && traced.contains($0.subject) }
        // What is named answers only the question that was asked; of two that were asked one answer is enough.
        let namesMemory = growth.map { !$0.lines.isEmpty || $0.namesNative } ?? false
        let namesOpenings = growth?.namesOpenings ?? false
        let isAnswered = (asksForMemory && namesMemory) || (asksForOpenings && namesOpenings)
        var found: [BlindRuntime] = []
        for event in facts.events where event.kind == .runtime {
            guard let runtime = event.detail.text("runtime"), let executable = event.detail.text("executable"),
                !(runtime == "native" && (hasTraced || (growth != nil && isAnswered))),
                !(traced.contains(runtime)
                    && growth.map { $0.source == .trace || $0.processes == 0 || isAnswered } ?? false),
                !found.contains(where: { $0.runtime == runtime && $0.executable == executable }),
                var blind = BlindRuntime(
                    runtime, executable: executable, command: TracedCommand(facts), isTraced: growth != nil)
            else { continue }
            if asksForOpenings, !asksForMemory, growth != nil || !traceable.contains(runtime) {
                blind.askForOpenings()
            }
            found.append(blind)
        }
        return found
    }

    /// The runtimes of which a traced run tells what they open.
    private static let traceable: Set<String> = ["python", "node", "native"]

    /// Names the tool that tells who opens, in place of the one that tells who allocates.
    private mutating func askForOpenings() {
        sentence = "What it opens or starts and keeps is counted from outside, and no call of it was seen."
        command = "strace -f -k -e trace=%network,%desc,%process -p PID"
    }

    private init?(_ runtime: String, executable: String, command traced: TracedCommand, isTraced: Bool) {
        let whole = traced.client
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
            command = traced.text
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
            sentence = "The Java heap goes past malloc: its size is read from outside, and no line is known."
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
            command = traced.text
        default: return nil
        }
    }
}
