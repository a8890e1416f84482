extension InstructionCatalogue {
    /// The instruction table as Markdown, for Docs/Ladder.md.
    package static var markdown: String {
        var lines = [
            "| Instruction | Also | Does | Rung true | Rung false | Prescan | Rung condition out |",
            "|---|---|---|---|---|---|---|",
        ]
        for entry in entries {
            let cells = [
                "`\(entry.signature)`", entry.aliases.joined(separator: ", "), entry.sentence, entry.whenTrue,
                entry.whenFalse, entry.atPrescan, entry.rungOut,
            ]
            // A bar would end the cell.
            lines.append("| \(cells.map { $0.replacingBars }.joined(separator: " | ")) |")
        }
        return lines.joined(separator: "\n")
    }
}

extension StructureLayout {
    /// The members of every structure as Markdown, for Docs/Ladder.md.
    package static var markdown: String {
        var lines = ["| Member | Type | Starts at | Meaning |", "|---|---|---|---|"]
        for type in TagType.allCases {
            for member in of(type)?.members ?? [] {
                let initial =
                    member.initial == member.initial.rounded() ? "\(Int(member.initial))" : "\(member.initial)"
                lines.append(
                    "| \(type.rawValue) `.\(member.name)` | \(member.type.name) | \(initial) | \(member.sentence) |")
            }
        }
        return lines.joined(separator: "\n")
    }
}

extension LadderDiagnosticCode {
    /// Every code as Markdown, for Docs/Ladder.md.
    package static var markdown: String {
        (["| Code | Severity | Finding |", "|---|---|---|"]
            + allCases.map { "| \($0.rawValue) | \($0.isWarning ? "warning" : "error") | \($0.sentence) |" })
            .joined(separator: "\n")
    }
}

extension FaultCode {
    /// Every fault as Markdown, for Docs/Ladder.md.
    package static var markdown: String {
        (["| Type/code | Severity | Fault |", "|---|---|---|"]
            + allCases.map { "| \($0.rawValue) | \($0.isMajor ? "major" : "minor") | \($0.sentence) |" })
            .joined(separator: "\n")
    }
}

extension ProgramLimits {
    /// Every limit as Markdown, for Docs/Ladder.md.
    package static var markdown: String {
        let rows: [(String, Int)] = [
            ("Bytes of one text", sourceBytes), ("Rungs of one program", rungs),
            ("Instructions and branches on one rung", elementsPerRung), ("Levels of branches", branchDepth),
            ("Levels of parentheses in a formula", expressionDepth),
            ("Tags, numbers and operators in a formula", expressionNodes),
            ("XOR of conditions in one program", exclusiveOrPerProgram), ("Operands of one instruction", operands),
            ("Tags", tags), ("Words of data memory", words), ("Findings reported for one text", diagnostics),
        ]
        return (["| Limit | Number |", "|---|---|"] + rows.map { "| \($0.0) | \($0.1) |" }).joined(separator: "\n")
    }
}

extension String {
    fileprivate var replacingBars: String {
        var text = ""
        for character in self { text += character == "|" ? "\\|" : String(character) }
        return text
    }
}
