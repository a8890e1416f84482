import ArgumentParser
import Diagnostics
import LadderText
import PLCCore
import SoakHarness
import Text
import TwinRuntime

/// `twinsim ladder`: ladder files and the instructions in them.
struct Ladder: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Check and print ladder programs; list the instructions.",
        discussion: "Example: twinsim ladder check program.ladder --json",
        subcommands: [Check.self, Print.self, Instructions.self])

    /// `twinsim ladder check FILE`
    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Check a ladder file that comes without a tag table.",
            discussion: """
                Grammar, mnemonics, operand counts, and types as far as the program itself tells them. To check a program \
                against its tags, use 'twinsim scenarios check'.

                Example: twinsim ladder check program.ladder --json
                """)

        @Argument(help: ArgumentHelp("A ladder file in neutral text.", valueName: "FILE"))
        var file: String

        @Flag(help: "Print one JSON object.")
        var json = false

        func run() throws {
            let (program, syntax) = NeutralText.parseWithFindings(try ScenarioFolder.text(file), file: file)
            let findings = (syntax + Self.meaning(of: program)).sorted { $0.position < $1.position }.ranked()
            let isSound = !findings.contains { $0.severity == .error }
            if json {
                Console.print(Self.object(program, findings).compact)
            } else if isSound {
                for warning in findings { Console.error(warning.description) }
                Console.print(
                    "\(file): \(program.rungs.count) rungs, \(program.instructions.count) instructions, no error")
            } else {
                throw InvalidInput(findings)
            }
            if !isSound { throw ExitWith(.invalidData) }
        }

        /// What the compiler says of the rungs that could be read, with the tags guessed from their use.
        private static func meaning(of program: LadderProgram) -> [Diagnostic] {
            do {
                let tags = try TagTable(TagInference.declarations(for: program))
                return try CompiledProgram(program, tags: tags).warnings
            } catch let invalid as InvalidInput {
                return invalid.diagnostics
            } catch {
                return [
                    Diagnostic(
                        code: "LAD000", file: program.file, position: .start, message: "no tag table fits: \(error)")
                ]
            }
        }

        private static func object(_ program: LadderProgram, _ findings: [Diagnostic]) -> JSONValue {
            let unsupported: [JSONValue] = program.unsupportedInstructions.map { entry in
                ["mnemonic": .string(entry.mnemonic), "count": .integer(Int64(entry.count))]
            }
            return [
                "rungs": .integer(Int64(program.rungs.count)),
                "instructions": .integer(Int64(program.instructions.count)), "unsupported": .array(unsupported),
                "diagnostics": .array(findings.map(\.json)),
            ]
        }
    }

    /// `twinsim ladder print FILE`
    struct Print: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print a ladder file in neutral text, in one style.",
            discussion: "Example: twinsim ladder print program.ladder")

        @Argument(help: ArgumentHelp("A ladder file in neutral text.", valueName: "FILE"))
        var file: String

        func run() throws {
            let program = try NeutralText.parse(try ScenarioFolder.text(file), file: file)
            Console.printRaw(NeutralText.print(program))
        }
    }

    /// `twinsim ladder instructions`
    struct Instructions: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the instructions with their operands.",
            discussion: "Example: twinsim ladder instructions --json")

        @Flag(help: "Print a JSON array.")
        var json = false

        func run() {
            let entries = InstructionCatalogue.entries
            guard json else {
                for entry in entries { Console.print("\(entry.signature)  \(entry.sentence)") }
                return
            }
            let rows: [JSONValue] = entries.map { entry in
                [
                    "mnemonic": .string(entry.mnemonic), "aliases": .array(entry.aliases.map(JSONValue.string)),
                    "signature": .string(entry.signature), "sentence": .string(entry.sentence),
                ]
            }
            Console.print(JSONValue.array(rows).compact)
        }
    }
}
