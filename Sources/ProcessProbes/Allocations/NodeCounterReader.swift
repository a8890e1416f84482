import Evidence
import Glibc

/// Reads what the required-first module inside a Node.js process writes once a second.
final class NodeCounterReader {
    /// How old a reading may get before it is unavailable, in seconds of the caller's clock.
    static let patienceSeconds = 10.0

    private static let isStarting =
        "the required-first module has not run in it: it is just starting, or its interpreter takes no --require"

    /// What the longest reading takes, bytes.
    private static let readingBytes: UInt64 = 65536

    private var file: RuntimeCounterFile
    private let refusal: String?
    private var sequence: Int64 = -1
    private var changedAt = 0.0

    /// A reader of the file at `place`; `refusal` says why the module was not offered.
    init(_ place: CounterPlace, refusal: String?) {
        file = RuntimeCounterFile(
            "node", at: place, starting: Self.isStarting, foreign: ForeignRuntime.noNode, runs: \.isNode)
        self.refusal = refusal
    }

    /// The newest reading; `seconds` is the caller's clock.
    func read(
        _ program: ExecutedProgram, _ facts: ProgramFacts, at seconds: Double, buffer: UnsafeMutableRawBufferPointer
    ) -> Reading<NodeHeap> {
        if let refusal { return .unavailable(refusal) }
        guard let text = file.text(buffer) else {
            return .unavailable(file.absence(program, facts, at: seconds, look: Self.look))
        }
        guard let record = NodeRecord(text) else { return .unavailable("its reading has no known form") }
        if record.sequence != sequence {
            sequence = record.sequence
            changedAt = seconds
        }
        guard seconds - changedAt <= Self.patienceSeconds else {
            return .unavailable("its event loop has not come round for \(Int(seconds - changedAt)) s")
        }
        return .value(record.heap)
    }

    /// Removes the file of a process that has ended, before its number is used again.
    func discard() { file.discard() }

    private static func look(_ place: CounterPlace) -> (text: String, isFinal: Bool) {
        if let reason = place.obstacle(bytes: readingBytes) { return (reason, true) }
        guard place.environmentHolds("twinsim_counters.cjs") != false else {
            return (
                "NODE_OPTIONS was cleared before it was started, so the required-first module did not run in it", true
            )
        }
        return (isStarting, false)
    }
}
