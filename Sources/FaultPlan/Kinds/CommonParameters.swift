/// Parameters that several kinds have, and how kinds read words of a closed list.
extension FaultCatalogue.Parameter {
    /// `close`: how connections end.
    static func close(standard: CloseManner = .reset) -> Self {
        .init(
            "close", .choice(of: CloseManner.self), "how the connection ends: TCP reset or TCP FIN",
            standard: .word(standard.rawValue))
    }

    /// `within`: how long a reply waits for the connection's next one.
    static var within: Self {
        .init(
            "within", .duration(1_000_000...3_600_000_000_000),
            "longest wait for the connection's next reply, after which it leaves alone",
            standard: .duration(1_000_000_000))
    }

    /// `length`: what becomes of the header's length field.
    static var lengthField: Self {
        .init(
            "length", .choice(of: LengthField.self), "whether the header's length field stays or is made to fit",
            standard: .word(LengthField.keep.rawValue))
    }

    /// `tag`: the point whose value is spoilt.
    static var tag: Self { .init("tag", .tag, "the tag whose value clients read wrong") }
}

/// What becomes of the header's length field when the number of bytes changes.
package enum LengthField: String, CaseIterable, Hashable, Sendable {
    /// It stays, and is wrong.
    case keep
    /// It is made to fit.
    case fix
}

extension ParameterShape {
    /// One of an enumeration's words.
    static func choice<Words: CaseIterable & RawRepresentable>(of words: Words.Type) -> Self
    where Words.RawValue == String {
        .choice(words.allCases.map(\.rawValue))
    }
}

extension FaultParameters {
    /// One of an enumeration's words.
    func choice<Words: RawRepresentable>(_ name: String, of words: Words.Type = Words.self) -> Words
    where Words.RawValue == String {
        guard let value = Words(rawValue: word(name)) else { preconditionFailure("'\(word(name))' is no \(words)") }
        return value
    }
}
