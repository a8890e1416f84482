/// The instruction table: one entry for each instruction, in the order of the documentation.
package enum InstructionCatalogue {
    /// Every instruction.
    package static let entries: [InstructionDescription] = bitEntries + timingEntries + compareEntries + computeEntries

    /// Instructions of Logix-style controllers that this one knows by name and does not execute.
    package static let unsupported: Set<String> = [
        "JMP", "LBL", "JSR", "SBR", "RET", "MCR", "TND", "FOR", "BRK", "AOI", "COP", "CPS", "FLL", "FAL", "FSC", "SQI",
        "SQO", "SQL", "BSL", "BSR", "FFL", "FFU", "LFL", "LFU", "GSV", "SSV", "MSG", "AND", "OR", "XOR", "NOT", "BTD",
        "SIN", "COS", "TAN", "ASN", "ACS", "ATN", "LN", "LOG", "XPY", "DEG", "RAD", "TRN", "TOD", "FRD", "UID", "UIE",
        "EVENT", "IOT", "DTR", "FBC", "DDT", "SIZE", "SRT", "STD", "AVE", "OSRI", "OSFI", "SWPB",
    ]

    /// The entry for a mnemonic or alias, letter case ignored.
    package static func entry(named name: String) -> InstructionDescription? { byName[name.uppercased()] }

    /// The entry for an instruction.
    package static func entry(for kind: InstructionKind) -> InstructionDescription {
        guard let entry = byName[kind.rawValue] else {
            preconditionFailure("the catalogue has no entry for \(kind.rawValue)")
        }
        return entry
    }

    /// Every mnemonic and alias: the candidates for "did you mean".
    package static let names: [String] = entries.flatMap { [$0.mnemonic] + $0.aliases }

    private static let byName: [String: InstructionDescription] = {
        var table: [String: InstructionDescription] = [:]
        for entry in entries {
            for name in [entry.mnemonic] + entry.aliases { table[name] = entry }
        }
        return table
    }()
}
