import PLCCore

extension NumberLiteral {
    /// The number that `text` writes, without a sign: `12`, `1_000`, `1.5`, `2.5e3`, `16#FF`, `8#17`, `2#1010`.
    ///
    /// Nil when it is none. A decimal number without point and exponent is whole, however large.
    init?(neutralText text: String) {
        let plain = text.filter { $0 != "_" }
        guard !text.hasPrefix("_"), !text.hasSuffix("_"), plain.utf8.count <= 64 else { return nil }
        if let mark = plain.firstIndex(of: "#") {
            guard let radix = Int(plain[..<mark]), [2, 8, 16].contains(radix) else { return nil }
            let digits = plain[plain.index(after: mark)...]
            guard let first = digits.first, first != "-", first != "+", let value = UInt64(digits, radix: radix) else {
                return nil
            }
            self.init(text: text, value: Double(value), isReal: false)
            return
        }
        guard plain.utf8.allSatisfy({ Self.decimalBytes.contains($0) }), let value = Double(plain), value.isFinite
        else { return nil }
        let isReal = plain.utf8.contains { $0 == UInt8(ascii: ".") || $0 | 0x20 == UInt8(ascii: "e") }
        self.init(text: text, value: value, isReal: isReal)
    }

    private static let decimalBytes = Set("0123456789.eE+-".utf8)
}
