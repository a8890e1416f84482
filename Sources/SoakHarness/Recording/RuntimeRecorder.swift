import Evidence
import ProcessProbes

/// Notes what executes the client's processes, once for each program: who can say a line depends on it.
struct RuntimeRecorder {
    /// The most programs noted.
    static let mostPrograms = 64

    /// The sample of a process in which it is looked at: a launcher has executed the program itself by then.
    static let sampleLookedAt = 3

    private var samplesSeen: [String: Int] = [:]
    private var noted: Set<String> = []

    /// The events for processes that were not looked at before, or that execute another program now.
    mutating func note(_ samples: [ProcessSample], at time: Double) -> [EvidenceEvent] {
        guard noted.count < Self.mostPrograms else { return [] }
        var events: [EvidenceEvent] = []
        // Bounded: a client that starts thousands of processes is looked at again rather than remembered for ever.
        if samplesSeen.count > 4096 { samplesSeen = [:] }
        for sample in samples {
            let process = "\(sample.identity) \(sample.command)"
            samplesSeen[process, default: 0] += 1
            guard samplesSeen[process] == Self.sampleLookedAt,
                let (runtime, executable) = ProgramRuntime.ofProcess(sample.identity.pid)
            else { continue }
            guard noted.count < Self.mostPrograms, noted.insert("\(runtime.rawValue) \(executable)").inserted else {
                continue
            }
            events.append(
                EvidenceEvent(
                    timeSeconds: time, kind: .runtime, subject: runtime.rawValue,
                    summary: "Process \(sample.identity.pid) is executed by \(executable).",
                    detail: ["runtime": .string(runtime.rawValue), "executable": .string(executable)]))
        }
        return events
    }
}
