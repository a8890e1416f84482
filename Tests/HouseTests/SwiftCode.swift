/// The code of a Swift file without what only looks like code.
enum SwiftCode {
    /// The text with its comments blanked out, and the contents of its string literals, whose quotation marks stay;
    /// lines and columns stay as they are.
    static func bare(_ text: String) -> String {
        var result: [UInt8] = []
        let bytes = Array(text.utf8)
        var place = 0
        func has(_ word: StaticString, at start: Int) -> Bool {
            let length = word.utf8CodeUnitCount
            guard start + length <= bytes.count else { return false }
            return (0..<length).allSatisfy { bytes[start + $0] == word.utf8Start[$0] }
        }
        func skip(_ count: Int) {
            for byte in bytes[place..<min(bytes.count, place + count)] { result.append(byte == 10 ? 10 : 32) }
            place = min(bytes.count, place + count)
        }
        while place < bytes.count {
            if has("//", at: place) {
                while place < bytes.count, bytes[place] != 10 { skip(1) }
            } else if has("/*", at: place) {
                while place < bytes.count, !has("*/", at: place) { skip(1) }
                skip(2)
            } else if bytes[place] == 35 || bytes[place] == 34 {
                var hashes = 0
                while place + hashes < bytes.count, bytes[place + hashes] == 35 { hashes += 1 }
                guard place + hashes < bytes.count, bytes[place + hashes] == 34 else {
                    result.append(bytes[place])
                    place += 1
                    continue
                }
                result += bytes[place...place + hashes]
                place += hashes
                let quotes = has("\"\"\"", at: place) ? 3 : 1
                place += 1
                for _ in 1..<quotes { skip(1) }
                // An interpolation is blanked out with its string.
                while place < bytes.count {
                    if hashes == 0, bytes[place] == 92 {
                        skip(2)
                        continue
                    }
                    let ends =
                        (0..<quotes).allSatisfy { place + $0 < bytes.count && bytes[place + $0] == 34 }
                        && (0..<hashes).allSatisfy {
                            place + quotes + $0 < bytes.count && bytes[place + quotes + $0] == 35
                        }
                    if ends { break }
                    if quotes == 1, bytes[place] == 10 { break }
                    skip(1)
                }
                for _ in 0..<quotes + hashes where place < bytes.count {
                    result.append(bytes[place])
                    place += 1
                }
            } else {
                result.append(bytes[place])
                place += 1
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// The modules that a file imports, each once, in the file's order.
    static func imports(_ text: String) -> [String] {
        var found: [String] = []
        for line in bare(text).split(separator: "\n") {
            guard let match = try? importLine.prefixMatch(in: line) else { continue }
            let module = String(match.1)
            if !found.contains(module) { found.append(module) }
        }
        return found
    }

    private nonisolated(unsafe) static let importLine =
        /\s*(?:@\w+\s+)?(?:(?:package|public|internal|private)\s+)?import\s+(?:(?:struct|enum|class|func|protocol|typealias|let|var)\s+)?(\w+)/
}
