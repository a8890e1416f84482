import CLinux
import Evidence
import Glibc

/// Asks the start-up module inside a Python process for its counters and reads the answers.
///
/// The question is the signal SIGURG to the process's first thread, which the module answers by writing a small text
/// file. It is sent at the end of a reading and answered by the next, so that the sampler never waits. A process that
/// does not handle SIGURG is not disturbed by it: its default is to be ignored.
final class PythonCounterReader {
    /// How long an answer may be overdue before the reading is unavailable, in seconds of the caller's clock.
    static let patienceSeconds = 10.0

    /// What the longest answer takes, bytes.
    private static let answerBytes: UInt64 = 8192
    private static let isStarting = "it is just starting, and the start-up module has not run in it yet"

    private var file: RuntimeCounterFile
    private let refusal: String?
    private var sequence: UInt64 = 0
    private var askedAt: Double?

    /// A reader of the file at `place`; `refusal` says why the module was not offered.
    init(_ place: CounterPlace, refusal: String?) {
        file = RuntimeCounterFile(
            "python", at: place, starting: Self.isStarting, foreign: ForeignRuntime.noPython, runs: \.isPython)
        self.refusal = refusal
    }

    /// The answer to the last question, and the next question.
    func read(
        _ program: ExecutedProgram, _ facts: ProgramFacts, at seconds: Double, buffer: UnsafeMutableRawBufferPointer
    ) -> Reading<PythonAllocations> {
        if let refusal { return .unavailable(refusal) }
        guard let text = file.text(buffer) else {
            return .unavailable(file.absence(program, facts, at: seconds, look: Self.look))
        }
        let record = PythonRecord(text)
        if let record, record.sequence != sequence {
            sequence = record.sequence
            askedAt = nil
        }
        if let askedAt, seconds - askedAt > Self.patienceSeconds {
            ask()
            return .unavailable(
                "its main thread has not run Python code for \(Int(seconds - askedAt)) s, or handles SIGURG itself")
        }
        if askedAt == nil { askedAt = seconds }
        ask()
        guard let record else {
            return .unavailable(file.place.obstacle(bytes: Self.answerBytes) ?? "its answer is being written")
        }
        if let problem = record.problem { return .unavailable(problem) }
        return .value(record.allocations)
    }

    /// Removes the file of a process that has ended, before its number is used again.
    func discard() { file.discard() }

    private func ask() { _ = clinux_signal_first_thread(file.place.pid, SIGURG) }

    private static func look(_ place: CounterPlace) -> (text: String, isFinal: Bool) {
        if let reason = place.obstacle(bytes: answerBytes) { return (reason, true) }
        let descriptor = open("/proc/\(place.pid)/cmdline", O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return ("the start-up module did not run in it", false) }
        defer { close(descriptor) }
        var target = [UInt8](repeating: 0, count: 1024)
        let got = target.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
        // Python's own options come before the first word that is none.
        for word in target.prefix(max(0, got)).split(separator: 0).dropFirst() {
            guard word.first == 0x2D, word.count > 1, word.dropFirst().first != 0x2D else { break }
            for (letter, option) in [(UInt8(0x53), "-S"), (0x49, "-I"), (0x45, "-E")] where word.contains(letter) {
                return ("it was started with \(option), which keeps the start-up module out", true)
            }
            if word.contains(0x63) || word.contains(0x6D) { break }
        }
        return (
            "the start-up module did not run in it: its environment was cleared, or it was forked by native code", false
        )
    }
}
