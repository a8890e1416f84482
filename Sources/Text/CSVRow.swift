import Diagnostics

/// One line of comma-separated values, as bytes, so that a long file costs no text for each cell.
package struct CSVRow: Sendable {
    /// The cells' texts one behind the other, UTF-8.
    fileprivate(set) var bytes: [UInt8] = []
    /// Where each cell's text ends in `bytes`.
    fileprivate(set) var ends: [Int] = []
    /// Where each cell begins in the file.
    package fileprivate(set) var positions: [SourcePosition] = []

    /// How many cells there are.
    package var count: Int { ends.count }

    /// The bytes of a cell's text.
    package func utf8(_ cell: Int) -> ArraySlice<UInt8> { bytes[(cell == 0 ? 0 : ends[cell - 1])..<ends[cell]] }

    /// A cell's text.
    package func text(_ cell: Int) -> String { String(decoding: utf8(cell), as: UTF8.self) }

    /// The first cell that is no UTF-8; nil when all are.
    package var firstInvalidCell: Int? {
        guard bytes.contains(where: { $0 >= 0x80 }) else { return nil }
        return ends.indices.first { String(validating: utf8($0), as: UTF8.self) == nil }
    }

    /// A cell with its text.
    package func cell(_ index: Int) -> CSVTable.Cell { CSVTable.Cell(text: text(index), position: positions[index]) }

    /// Begins a cell at this place.
    mutating func begin(at position: SourcePosition) { positions.append(position) }

    /// Adds a byte to the present cell.
    mutating func add(_ byte: UInt8) { bytes.append(byte) }

    /// Ends the present cell; blanks at its end go.
    mutating func end() {
        let start = ends.last ?? 0
        while bytes.count > start, let last = bytes.last, last == 32 || last == 9 { bytes.removeLast() }
        ends.append(bytes.count)
    }

    /// Makes room for the next line.
    mutating func clear() {
        bytes.removeAll(keepingCapacity: true)
        ends.removeAll(keepingCapacity: true)
        positions.removeAll(keepingCapacity: true)
    }

    /// Whether no cell has a text.
    var isBlank: Bool { bytes.isEmpty }
}
