import EvidenceAnalysis
import EvidenceStore

/// The snapshots of native memory in a folder, `native-PID-N.jsonl`, with the names of what stands in them.
enum NativeTraceFolder {
    /// What the snapshots say; nil when there is none.
    ///
    /// - Parameters:
    ///   - explained: processes whose memory an interpreter's own lines explain.
    ///   - tracedPython: processes whose interpreter of Python was traced too.
    static func read(
        _ folder: String, explained: Set<Int64> = [], tracedPython: Set<Int64> = []
    ) -> NativeGrowth? {
        var processes = processes(in: folder)
        for index in processes.indices {
            processes[index].isExplained = explained.contains(processes[index].last.pid)
            processes[index].isTracedPython = tracedPython.contains(processes[index].last.pid)
        }
        guard !processes.isEmpty else { return nil }
        var problems: [String] = []
        if let text = TraceFolder.text(folder + "/native-left-out") {
            problems.append(
                "\(text.split(separator: "\n").first ?? "some") processes beyond \(NativeRecorder.mostProcesses) were left out"
            )
        }
        let symbols = NativeSymbols(parsing: TraceFolder.text(symbols(in: folder)) ?? "")
        return NativeGrowth(processes: processes, symbols: symbols, problems: problems)
    }

    /// The names' file.
    static func symbols(in folder: String) -> String { folder + "/native-symbols.jsonl" }

    /// The numbers of each process's snapshots, in order.
    static func numbers(in folder: String) -> [Int32: [Int]] {
        TraceFolder.numbers(in: folder, prefix: "native-")
    }

    /// Each process's last snapshot and the one in the middle.
    static func processes(in folder: String) -> [NativeGrowth.Process] {
        var processes: [NativeGrowth.Process] = []
        for (pid, numbers) in numbers(in: folder).sorted(by: { $0.key < $1.key }).prefix(TraceFolder.mostProcesses) {
            func snapshot(_ number: Int) -> NativeSnapshot? {
                TraceFolder.text("\(folder)/native-\(pid)-\(number).jsonl").flatMap(NativeSnapshot.init)
            }
            guard let last = numbers.reversed().lazy.compactMap(snapshot).first else { continue }
            let between = numbers.filter { $0 > Int(last.baselineNumber) && $0 < Int(last.number) }.compactMap(snapshot)
            let half = last.sinceBaselineSeconds / 2
            let middle =
                between.last { $0.occasion == TraceSchedule.middle }
                ?? between.min { abs($0.sinceBaselineSeconds - half) < abs($1.sinceBaselineSeconds - half) }
            processes.append(.init(last: last, middle: middle))
        }
        return processes
    }
}
