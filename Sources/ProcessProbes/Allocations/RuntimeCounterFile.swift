import Evidence
import Glibc

/// The file in which a module of twinsim's inside a runtime leaves its counts, and why there is none.
struct RuntimeCounterFile {
    /// Where it lies, and what keeps the process from writing it.
    let place: CounterPlace

    private let path: String
    private let starting: String
    private let foreign: String
    private let runs: (ProgramFacts.Facts) -> Bool
    private var kept = KeptReason()

    /// The file of one tier at `place`.
    ///
    /// - Parameters:
    ///   - starting: the reason while the process may not have come to its module yet.
    ///   - foreign: the reason where the program is of another runtime than `runs` says.
    init(
        _ tier: String, at place: CounterPlace, starting: String, foreign: String,
        runs: @escaping (ProgramFacts.Facts) -> Bool
    ) {
        self.place = place
        path = place.file(tier)
        self.starting = starting
        self.foreign = foreign
        self.runs = runs
    }

    /// What stands in it, as far as `buffer` holds; nil when it is not there.
    func text(_ buffer: UnsafeMutableRawBufferPointer) -> String? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        let got = read(descriptor, buffer.baseAddress, buffer.count)
        close(descriptor)
        return String(decoding: UnsafeRawBufferPointer(rebasing: buffer[..<max(0, got)]), as: UTF8.self)
    }

    /// Why it is not there at `seconds` of the caller's clock; `look` tells what keeps a process of the runtime from it.
    mutating func absence(
        _ program: ExecutedProgram, _ facts: ProgramFacts, at seconds: Double,
        look: (CounterPlace) -> (text: String, isFinal: Bool)
    ) -> String {
        kept.reason(at: seconds, of: program, starting: starting) {
            guard let known = facts.facts(of: program, process: place.pid) else {
                let error = ProcError(number: errno)
                // One that has ended meanwhile holds nothing, as the next sample finds.
                guard !error.isEnd else { return (foreign, true) }
                let status = CounterPlace.status(place.pid) ?? ProcText.Status()
                return ("its program file cannot be told: \(error.reason(status))", error.isDenial)
            }
            return runs(known) ? look(place) : (foreign, true)
        }
    }

    /// Removes the file of a process that has ended, before its number is used again.
    func discard() { unlink(path) }
}
