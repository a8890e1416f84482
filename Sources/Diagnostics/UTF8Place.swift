/// Finds the place in a text at which it stops being UTF-8.
package enum UTF8Place {
    /// Line and column of the first byte that cannot belong to a text; nil when all can.
    package static func firstInvalid(_ bytes: some Sequence<UInt8>) -> SourcePosition? {
        var decoder = UTF8()
        var source = bytes.makeIterator()
        var position = SourcePosition.start
        while true {
            switch decoder.decode(&source) {
            case .scalarValue("\n"): position = SourcePosition(line: position.line + 1, column: 1)
            case .scalarValue: position.column += 1
            case .emptyInput: return nil
            case .error: return position
            }
        }
    }
}
