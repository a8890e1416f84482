import Foundation

/// The repository that these tests were built from.
enum Repository {
    /// Its folder.
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    /// The folder that these tests were built into, with the program and what it needs beside it.
    static let products =
        URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()

    /// There is nothing where something should be: a rule that looks at nothing holds for ever.
    struct NothingFound: Error, CustomStringConvertible {
        /// What was looked for, and where.
        let description: String
    }

    /// The text of a file.
    static func text(_ path: String) throws -> String {
        try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
    }

    /// The files below a folder whose names end so, as paths from the root, sorted.
    ///
    /// - Throws: `NothingFound` when there is none.
    static func files(below folder: String, endings: Set<String> = ["swift"]) throws -> [String] {
        let start = root.appendingPathComponent(folder)
        guard let walker = FileManager.default.enumerator(atPath: start.path) else {
            throw NothingFound(description: "there is no folder \(folder)")
        }
        let found = walker.compactMap { $0 as? String }
            .filter { endings.contains(($0 as NSString).pathExtension) && !$0.hasPrefix(".build") }
            .map { "\(folder)/\($0)" }.sorted()
        guard !found.isEmpty else {
            throw NothingFound(description: "\(folder) has no file that ends in \(endings.sorted())")
        }
        return found
    }
}
