import EvidenceStore
import Glibc
import ScenarioFiles
import TwinRuntime

/// Copies a scenario's files into the evidence, so that it says what was run even when the scenario changes later.
enum ScenarioCopy {
    /// Writes the files below `target`, which is made.
    static func write(from folder: String, to target: String) throws {
        let bundle = try ScenarioFolder.bundle(folder)
        try makeFolder(target)
        if bundle.files.keys.contains(where: { $0.hasPrefix("faults/") }) { try makeFolder("\(target)/faults") }
        for (name, text) in bundle.files.sorted(by: { $0.key < $1.key }) {
            try TextFile.write(text, to: "\(target)/\(name)")
        }
    }

    private static func makeFolder(_ path: String) throws(StoreError) {
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else {
            throw .cannotCreate(path: path, reason: String(cString: strerror(errno)))
        }
    }
}
