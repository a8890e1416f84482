extension JSONValue {
    /// Reads a JSON text (RFC 8259); nil when it is none, or nests deeper than 64 levels.
    ///
    /// Whole numbers that fit 64 bits become integers, all others numbers.
    package init?(parsing text: String) {
        var parser = JSONParser(text: Array(text.utf8))
        guard let value = parser.document() else { return nil }
        self = value
    }

    /// The member called `name`, when this is an object that has one.
    package subscript(name: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.name == name }?.value
    }
}

/// Reads JSON by recursive descent; every function returns nil at the first thing that is not JSON.
private struct JSONParser {
    let text: [UInt8]
    var place = 0
    static let deepest = 64

    init(text: [UInt8]) {
        self.text = text
    }

    mutating func document() -> JSONValue? {
        guard let value = value(depth: 0) else { return nil }
        skipBlanks()
        return place == text.count ? value : nil
    }

    private var next: UInt8? { place < text.count ? text[place] : nil }

    private mutating func skipBlanks() {
        while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { place += 1 }
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard next == UInt8(ascii: character) else { return false }
        place += 1
        return true
    }

    private mutating func take(word: String) -> Bool {
        let bytes = Array(word.utf8)
        guard text[place...].starts(with: bytes) else { return false }
        place += bytes.count
        return true
    }

    private mutating func value(depth: Int) -> JSONValue? {
        guard depth <= Self.deepest else { return nil }
        skipBlanks()
        switch next {
        case UInt8(ascii: "{"): return object(depth: depth)
        case UInt8(ascii: "["): return array(depth: depth)
        case UInt8(ascii: "\""): return string().map { .string($0) }
        case UInt8(ascii: "t"): return take(word: "true") ? .bool(true) : nil
        case UInt8(ascii: "f"): return take(word: "false") ? .bool(false) : nil
        case UInt8(ascii: "n"): return take(word: "null") ? .null : nil
        default: return number()
        }
    }

    private mutating func object(depth: Int) -> JSONValue? {
        var members: [JSONValue.Member] = []
        place += 1
        skipBlanks()
        if take("}") { return .object(members) }
        while true {
            skipBlanks()
            guard let name = string() else { return nil }
            skipBlanks()
            guard take(":"), let value = value(depth: depth + 1) else { return nil }
            members.append(JSONValue.Member(name: name, value: value))
            skipBlanks()
            if take("}") { return .object(members) }
            guard take(",") else { return nil }
        }
    }

    private mutating func array(depth: Int) -> JSONValue? {
        var values: [JSONValue] = []
        place += 1
        skipBlanks()
        if take("]") { return .array(values) }
        while true {
            guard let value = value(depth: depth + 1) else { return nil }
            values.append(value)
            skipBlanks()
            if take("]") { return .array(values) }
            guard take(",") else { return nil }
        }
    }

    private mutating func digits() -> Int {
        let start = place
        while let byte = next, byte >= 0x30, byte <= 0x39 { place += 1 }
        return place - start
    }

    private mutating func number() -> JSONValue? {
        let start = place
        _ = take("-")
        let leadsWithZero = next == UInt8(ascii: "0")
        let wholeDigits = digits()
        guard wholeDigits > 0, !(leadsWithZero && wholeDigits > 1) else { return nil }
        var isWhole = true
        if take(".") {
            isWhole = false
            guard digits() > 0 else { return nil }
        }
        if take("e") || take("E") {
            isWhole = false
            if !take("+") { _ = take("-") }
            guard digits() > 0 else { return nil }
        }
        let literal = String(decoding: text[start..<place], as: UTF8.self)
        if isWhole, let integer = Int64(literal) { return .integer(integer) }
        return Double(literal).map { .number($0) }
    }

    private mutating func string() -> String? {
        guard take("\"") else { return nil }
        var bytes: [UInt8] = []
        while let byte = next {
            place += 1
            switch byte {
            case UInt8(ascii: "\""): return String(decoding: bytes, as: UTF8.self)
            case UInt8(ascii: "\\"):
                guard let scalar = escape() else { return nil }
                bytes.append(contentsOf: String(Character(scalar)).utf8)
            case 0..<0x20: return nil
            default: bytes.append(byte)
            }
        }
        return nil
    }

    private mutating func escape() -> Unicode.Scalar? {
        guard let byte = next else { return nil }
        place += 1
        switch byte {
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
        case UInt8(ascii: "u"):
            guard let first = hexadecimal() else { return nil }
            guard first & 0xFC00 == 0xD800 else { return Unicode.Scalar(first) }
            // A scalar beyond the basic plane is written as two halves.
            guard take(word: "\\u"), let second = hexadecimal(), second & 0xFC00 == 0xDC00 else { return nil }
            return Unicode.Scalar(0x10000 + ((first & 0x3FF) << 10) + (second & 0x3FF))
        default: return nil
        }
    }

    private mutating func hexadecimal() -> UInt32? {
        guard place + 4 <= text.count else { return nil }
        var value: UInt32 = 0
        for byte in text[place..<(place + 4)] {
            guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else { return nil }
            value = value << 4 | UInt32(digit)
        }
        place += 4
        return value
    }
}
