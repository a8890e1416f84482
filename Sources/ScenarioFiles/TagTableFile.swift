import Diagnostics
import ModbusProtocol
import PLCCore
import Text
import TwinCore

/// `tags.csv`: tags, their registers and their wires, in one table.
struct TagTableFile {
    var tags: TagTable
    var points: [Point]
    var registerMap: RegisterMap
    /// The place of each point's row, for findings about its wire.
    var rows: [TagRow]
    /// The names in rows that are wrong, in lower case: they are meant to be there.
    var spoiled: Set<String> = []

    /// Reads the table; nil (with findings) when it cannot be used.
    static func parse(_ text: String, file: String, wordOrder: WordOrder, findings: Findings) -> TagTableFile? {
        guard let table = findings.collect({ () throws(InvalidInput) in try CSVTable(text, file: file) }) else {
            return nil
        }
        let missing = TagRow.columns.filter { table.column($0) == nil }
        let unknown = table.header.filter { !TagRow.columns.contains($0.text.lowercased()) }
        guard missing.isEmpty, unknown.isEmpty else {
            let wrong =
                missing.map { "lacks the column '\($0)'" } + unknown.map { "has an unknown column '\($0.text)'" }
            findings.error(
                "TAG001", file, .start, "the tag table \(wrong.joined(separator: " and "))",
                hint: "the first line is \(TagRow.columns.joined(separator: ","))")
            return nil
        }
        var spoiled: Set<String> = []
        let rows = table.rows.compactMap { row in
            let cells = Dictionary(uniqueKeysWithValues: zip(table.header.map { $0.text.lowercased() }, row))
            let read = TagRowReader(file: file, cells: cells, defaultOrder: wordOrder, findings: findings).read()
            if read == nil, let name = cells["name"]?.text, !name.isEmpty { spoiled.insert(name.lowercased()) }
            return read
        }
        var bound = bind(rows, spoiled: spoiled, file: file, findings: findings)
        bound?.spoiled = spoiled
        return bound
    }

    private static func bind(
        _ rows: [TagRow], spoiled: Set<String>, file: String, findings: Findings
    ) -> TagTableFile? {
        let tags: TagTable
        do throws(TagTableError) {
            tags = try TagTable(
                rows.compactMap { row in
                    row.type.map {
                        TagDeclaration(name: row.name.text, type: $0, initial: row.initial, description: row.summary)
                    }
                })
        } catch {
            let row = rows.last { $0.name.text.lowercased() == error.tagName.lowercased() }
            findings.error("TAG020", file, row?.name.position ?? .start, "\(error)")
            return nil
        }
        var points: [Point] = []
        var entries: [RegisterEntry] = []
        for row in rows {
            let reference = tags.resolve(row.name.text)
            if row.text != nil, rows.filter({ $0.isCalled(row.name.text) }).count > 1 {
                findings.error(
                    "TAG020", file, row.name.position, "the name '\(row.name.text)' stands twice in this table",
                    hint: "give the text a name of its own")
            }
            let owner = String(row.name.text.lowercased().prefix { $0 != "." })
            if reference == nil, row.type == nil, row.text == nil, !spoiled.contains(owner) {
                let owners = rows.filter { $0.type != nil }.map(\.name.text)
                findings.error(
                    "TAG021", file, row.name.position, "'\(row.name.text)' is no member of a tag in this table",
                    hint: nearestName(to: String(row.name.text.prefix { $0 != "." }), among: owners)
                        .map { "is its tag '\($0)'?" })
            }
            if let register = row.register {
                if let reference, register.bit != nil, reference.type != .bool {
                    findings.error(
                        "TAG024", file, row.registerPosition, "'\(row.name.text)' is no BOOL and does not fit one bit",
                        hint: "give it a register of its own")
                }
                if reference == nil, row.text == nil, row.type != nil {
                    findings.error(
                        "TAG022", file, row.name.position, "'\(row.name.text)' is a structure and has no single value",
                        hint: "give a register to one of its members, in a row of its own like '\(row.name.text).ACC'")
                }
                // A REAL is a binary32: a larger binary64 from a client would become an infinity in the controller.
                let isWider = register.writable && register.encoding == .float64 && reference?.type == .real
                let limit = isWider ? Double(Float.greatestFiniteMagnitude) : nil
                entries.append(
                    RegisterEntry(
                        name: row.name.text, tagIndex: points.count, table: register.table, offset: register.offset,
                        encoding: register.encoding, wordOrder: register.wordOrder, scale: register.scale,
                        writable: register.writable, minimum: register.minimum ?? limit.map { -$0 },
                        maximum: register.maximum ?? limit, bit: register.bit, text: row.text))
            }
            points.append(
                Point(
                    name: row.name.text, type: row.type, reference: row.text == nil ? reference : nil,
                    wire: row.wire, unit: row.unit, summary: row.summary, text: row.text))
        }
        let rowsWithRegister = rows.filter { $0.register != nil }
        for finding in RegisterMap.findings(in: entries) {
            let cell = rowsWithRegister[finding.entry].registerPosition
            findings.error("TAG023", file, cell, "\(finding)")
        }
        guard let map = try? RegisterMap(entries) else { return nil }
        return TagTableFile(tags: tags, points: points, registerMap: map, rows: rows)
    }
}

extension TagTableFile {
    /// Adds the manifest's files and queues to the register map, each queue bound to its tag.
    mutating func add(
        _ files: [RecordFile], _ queues: [Manifest.Queue], manifest file: String, findings: Findings
    ) {
        let bound: [RegisterQueue] = queues.compactMap { described in
            let place = points.firstIndex {
                $0.name.lowercased() == described.tag.lowercased() && $0.reference != nil
            }
            if place == nil, spoiled.contains(described.tag.lowercased()) { return nil }
            guard let place else {
                findings.error(
                    "SCN024", file, described.tagPosition, "the tag table has no value '\(described.tag)'",
                    hint: nearestName(to: described.tag, among: points.filter { $0.reference != nil }.map(\.name))
                        .map { "did you mean '\($0)'?" } ?? "name a tag, or a member that has a row of its own")
                return nil
            }
            var queue = described.queue
            queue.name = points[place].name
            queue.tagIndex = place
            return queue
        }
        // The lines have been checked.
        if let map = try? RegisterMap(registerMap.entries, files: files, queues: bound) { registerMap = map }
    }
}

extension TagTableFile {
    /// Looks up the tags by which clients see and clear the controller's faults.
    func controllerTags(_ names: [Manifest.ControllerTagName], manifest file: String, findings: Findings)
        -> ControllerTags
    {
        var found = ControllerTags()
        for name in names {
            let point = points.first { $0.name.lowercased() == name.tag.lowercased() && $0.reference != nil }
            let isReset = name.key == "fault_reset"
            guard let reference = point?.reference else {
                if spoiled.contains(name.tag.lowercased()) { continue }
                findings.error(
                    "SCN025", file, name.position, "the tag table has no value '\(name.tag)'",
                    hint: nearestName(to: name.tag, among: points.filter { $0.reference != nil }.map(\.name))
                        .map { "did you mean '\($0)'?" } ?? "name a tag of the table")
                continue
            }
            guard (reference.type == .bool) == isReset, point?.wire == nil else {
                findings.error(
                    "SCN026", file, name.position,
                    "'\(name.key)' is \(isReset ? "a BOOL" : "an INT, DINT or REAL") that nothing else drives, "
                        + "and '\(name.tag)' is not",
                    hint: "give it a tag of its own, without a wire")
                continue
            }
            switch name.key {
            case "fault_reset": found.faultReset = reference
            case "fault_code": found.faultCode = reference
            default: found.minorFaults = reference
            }
        }
        return found
    }
}

extension TagTableError {
    /// The tag that the error is about; empty when it is about the table as a whole.
    fileprivate var tagName: String {
        switch self {
        case .invalidName(let name), .reservedName(let name), .duplicateName(let name): name
        case .unknownMember(let tag, _, _), .initialOutOfRange(let tag, _, _), .undefinedControlBits(let tag): tag
        case .tooManyTags: ""
        }
    }
}
