import Diagnostics
import ModbusProtocol
import PLCCore
import Text
import TwinCore

/// One row of `tags.csv`, read cell by cell and not yet resolved against the tag table.
struct TagRow {
    /// The columns, in the order of the file's first line.
    static let columns = [
        "name", "type", "register", "access", "encoding", "scale", "min", "max", "initial", "wire", "safe", "unit",
        "description",
    ]

    /// Where a row meets the register map.
    struct Register {
        var table: RegisterTable
        var offset: Int
        var encoding: RegisterEncoding
        var wordOrder: WordOrder
        var scale: Double
        /// Whether the row gives a scale.
        var hasScale: Bool
        var writable: Bool
        var minimum: Double?
        var maximum: Double?
        /// The bit of the register, 0 to 15; nil for a value with addresses of its own.
        var bit: Int?
    }

    var name: CSVTable.Cell
    /// nil for a member path and a text.
    var type: TagType?
    /// The constant text of a `STRING[n]`.
    var text: RegisterText?
    var register: Register?
    var registerPosition: SourcePosition
    var initial: [String: Double]
    var initialPosition: SourcePosition
    var wire: Wire?
    var wirePosition: SourcePosition
    var unit: String
    var summary: String
}

extension TagRow {
    /// Whether the row has this name, in whatever case.
    func isCalled(_ name: String) -> Bool { self.name.text.lowercased() == name.lowercased() }
}
