import Foundation
import Testing
import Yams

/// The recipes of Docs/CI.md, taken out of the page.
struct CIRecipes {
    /// A block of the page.
    struct Block: Sendable {
        /// The word behind the opening fence.
        var language: String
        /// What is inside.
        var text: String
    }

    /// A script of a recipe, as its runner would hand it to a shell.
    struct Script: Sendable, CustomTestStringConvertible {
        /// Which recipe, for messages.
        var name: String
        /// The commands.
        var text: String
        var testDescription: String { name }

        /// Whether it installs, which takes a network and minutes.
        var installs: Bool { text.contains("git clone") || text.hasPrefix("make -C") }
    }

    /// Every block of the page, in order.
    static let blocks: [Block] = {
        let page = (try? String(contentsOf: Program.root.appendingPathComponent("Docs/CI.md"), encoding: .utf8)) ?? ""
        var blocks: [Block] = []
        var open: Block?
        for line in page.components(separatedBy: "\n") {
            if line.hasPrefix("```") {
                if let block = open {
                    blocks.append(block)
                    open = nil
                } else {
                    open = Block(language: String(line.dropFirst(3)), text: "")
                }
            } else if open != nil {
                open?.text += line + "\n"
            }
        }
        return blocks
    }()

    /// Every script of the page: shell blocks, the `run`, `script` and `before_script` of YAML, Jenkins' `sh`.
    static func scripts() throws -> [Script] {
        var scripts: [Script] = []
        for (place, block) in blocks.enumerated() {
            switch block.language {
            case "sh": scripts.append(Script(name: "shell block \(place)", text: block.text))
            case "yaml": gather(try #require(try Yams.load(yaml: block.text)), "YAML block \(place)", into: &scripts)
            case "groovy":
                let parts = block.text.components(separatedBy: "'''")
                for part in stride(from: 1, to: parts.count, by: 2) {
                    scripts.append(Script(name: "Jenkins block \(place)", text: parts[part]))
                }
            default: break
            }
        }
        return scripts
    }

    private static func gather(_ node: Any, _ name: String, into scripts: inout [Script]) {
        for part in node as? [Any] ?? [] { gather(part, name, into: &scripts) }
        guard let map = node as? [String: Any] else { return }
        for (key, value) in map.sorted(by: { $0.key < $1.key }) {
            if ["run", "script", "before_script"].contains(key) {
                if let text = value as? String { scripts.append(Script(name: "\(name), \(key)", text: text)) }
                if let lines = value as? [String] {
                    scripts.append(Script(name: "\(name), \(key)", text: lines.joined(separator: "\n")))
                }
            } else {
                gather(value, name, into: &scripts)
            }
        }
    }
}
