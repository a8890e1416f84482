import Foundation

/// What Package.swift says of the targets, read as text: asking the package manager would wait for the very run that
/// these tests belong to.
struct PackageManifest {
    /// A target.
    struct Target {
        /// Its name, which is that of its module too.
        let name: String
        /// `target`, `executableTarget`, `systemLibrary` or `testTarget`.
        let kind: String
        /// The names of the targets and of the products of others that it declares.
        let dependencies: [String]
        /// Its folder.
        let folder: String
        /// The heading of Package.swift under which it stands: ground, leaves, …
        let room: String
    }

    /// The targets, in the order of the file.
    let targets: [Target]

    /// The rooms in which everything is pure, from the ground up: the one place that says so.
    static let pureRooms: Set<String> = ["ground", "leaves", "compose", "text"]

    /// Reads the repository's Package.swift.
    init() throws {
        try self.init(Repository.text("Package.swift"))
    }

    /// Reads the text of a Package.swift.
    init(_ text: String) throws {
        var products: [String: String] = [:]
        for match in text.matches(of: /let (\w+) = Target\.Dependency\.product\(name: "(\w+)"/) {
            products[String(match.1)] = String(match.2)
        }
        var targets: [Target] = []
        let starts = text.matches(of: /\.(target|executableTarget|systemLibrary|testTarget)\(\s*name: "([\w-]+)"/)
        for match in starts {
            let call = Self.call(text[match.range.lowerBound...])
            let name = String(match.2)
            let kind = String(match.1)
            let listed = call.firstMatch(of: /dependencies: \[([^\]]*)\]/).map { $0.1.split(separator: ",") } ?? []
            let path = call.firstMatch(of: /path: "([^"]+)"/).map { String($0.1) }
            let above = text[..<match.range.lowerBound]
            let room = above.matches(of: /\n +\/\/ ([^\n]+)\n/).last.map { String($0.1) } ?? ""
            targets.append(
                Target(
                    name: name, kind: kind,
                    dependencies: listed.map { $0.trimmingCharacters(in: .whitespacesAndNewlines) }
                        .filter { !$0.isEmpty }
                        .map { $0.hasPrefix("\"") ? String($0.dropFirst().dropLast()) : products[$0] ?? $0 },
                    folder: path ?? (kind == "testTarget" ? "Tests/\(name)" : "Sources/\(name)"), room: room))
        }
        guard !targets.isEmpty else { throw Repository.NothingFound(description: "Package.swift has no target") }
        self.targets = targets
    }

    /// The names of the targets that are pure.
    var pure: [Target] { targets.filter { Self.pureRooms.contains($0.room) } }

    /// A call from its dot to its closing parenthesis.
    private static func call(_ text: Substring) -> Substring {
        var depth = 0
        for place in text.indices {
            if text[place] == "(" { depth += 1 }
            if text[place] == ")" {
                depth -= 1
                if depth == 0 { return text[...place] }
            }
        }
        return text
    }
}
