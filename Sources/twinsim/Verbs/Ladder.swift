import ArgumentParser
import Diagnostics
import EvidenceReport
import LadderText
import PLCCore
import SoakHarness
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
            abstract: "Check a ladder file without its tags: grammar, mnemonics, operand counts.",
            discussion: """
                To check a program against its tags as well, use 'twinsim scenarios check'.

                Example: twinsim ladder check program.ladder --json
                """)

        @Argument(help: ArgumentHelp("A ladder file in neutral text.", valueName: "FILE"))
        var file: String

        @Flag(help: "Print one JSON object.")
        var json = false

        func run() throws {
            let text = try ScenarioFolder.text(file)
            do {
                let program = try NeutralText.parse(text, file: file)
                let count = program.instructionCount
                if json {
                    Console.print(Ladder.object(rungs: program.rungs.count, instructions: count, []).compact)
                } else {
                    Console.print("\(file): \(program.rungs.count) rungs, \(count) instructions, no error")
                }
            } catch {
                guard json else { throw error }
                Console.print(Ladder.object(rungs: 0, instructions: 0, error.diagnostics).compact)
                throw ExitWith(status: .invalidData)
            }
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

    fileprivate static func object(rungs: Int, instructions: Int, _ diagnostics: [Diagnostic]) -> JSONValue {
        [
            "rungs": .integer(Int64(rungs)), "instructions": .integer(Int64(instructions)), "unsupported": [],
            "diagnostics": .array(diagnostics.map(\.json)),
        ]
    }
}
