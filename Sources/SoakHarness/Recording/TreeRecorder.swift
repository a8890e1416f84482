import Evidence
import ProcessProbes
import Text

/// Records what the client's tree holds and makes as a whole: shared memory, and files on disks.
struct TreeRecorder {
    private let probe: TreeProbe
    private var told: Set<String> = []
    private var newest: (samples: [ProcessSample], tree: TreeSample)?

    /// A recorder of a soak whose evidence lies in `folder`; made before the client starts.
    init(evidence folder: String) {
        probe = TreeProbe(leavingOut: [folder])
    }

    /// The figures of the second at `time`.
    mutating func figures(_ samples: [ProcessSample], at time: Double) -> [SecondQuantity: Int64] {
        let tree = probe.read(samples, at: time)
        newest = (samples, tree)
        return Self.figures(tree)
    }

    /// What the newest look could not see, each sentence once.
    mutating func events(at time: Double) -> [EvidenceEvent] {
        let problems = [
            ("shared memory", newest?.tree.sharedMemoryProblem), ("files", newest?.tree.writtenFilesProblem),
        ]
        return problems.compactMap { subject, problem in
            guard let problem, told.insert(problem).inserted else { return nil }
            return EvidenceEvent(timeSeconds: time, kind: .sampling, subject: subject, summary: problem.sentence)
        }
    }

    /// Looks once more through every directory, while the client's processes are still there.
    mutating func finish(at time: Double, in batch: inout EvidenceBatch) {
        guard let samples = newest?.samples else { return }
        let tree = probe.read(samples, at: time, isLast: true)
        newest = (samples, tree)
        batch.second.merge(Self.figures(tree)) { $1 }
        batch.events += events(at: time)
        let largest = tree.writtenFiles.largest
        guard !largest.isEmpty else { return }
        batch.events.append(
            EvidenceEvent(
                timeSeconds: time, kind: .files, subject: largest[0].path,
                summary: "Of the files that the client wrote, \(largest[0].path) grew most, by "
                    + "\(Figures.fixed(Double(largest[0].bytes) * 1e-6, 2)) MB.",
                detail: [
                    "files": .array(
                        largest.map { ["path": .string($0.path), "bytes_grown": .integer($0.bytes)] })
                ]))
    }

    private static func figures(_ tree: TreeSample) -> [SecondQuantity: Int64] {
        let shared = tree.sharedMemory
        var figures: [SecondQuantity: Int64] = [
            .sharedKibibytes: Int64(shared.bytes / 1024), .sharedFileKibibytes: Int64(shared.fileBytes / 1024),
            .sharedSystemVKibibytes: Int64(shared.systemVBytes / 1024), .sharedObjects: Int64(shared.objects),
            .writtenKibibytes: tree.writtenFiles.grownBytes / 1024,
            .writtenFiles: Int64(tree.writtenFiles.files),
        ]
        figures[.freeKibibytes] = tree.writtenFiles.freeBytes.map { Int64($0 / 1024) }
        return figures
    }
}

extension String {
    /// A reason as a sentence of its own.
    fileprivate var sentence: String { prefix(1).uppercased() + dropFirst() + "." }
}
