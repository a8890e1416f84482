import Diagnostics
import Yams

/// YAML text as a tree of nodes with their places.
enum YAMLText {
    /// Parses one document.
    ///
    /// - Throws: `InvalidInput` with YML001 when it is not YAML, YML002 when it is empty, YML003 on a repeated key, YML004
    ///   on an alias.
    static func compose(_ text: String, file: String) throws(InvalidInput) -> Node {
        try refuseAliases(in: text, file: file)
        do {
            // Without rules for tags: hashing a key would try every one of them, and values are read as texts.
            guard let node = try Yams.compose(yaml: text, .basic) else {
                throw InvalidInput([
                    Diagnostic(code: "YML002", file: file, position: .start, message: "the file is empty")
                ])
            }
            return node
        } catch let invalid as InvalidInput {
            throw invalid
        } catch let error as YamlError {
            throw InvalidInput([diagnostic(of: error, file: file)])
        } catch {
            throw InvalidInput([
                Diagnostic(code: "YML001", file: file, position: .start, message: "not YAML: \(error)")
            ])
        }
    }

    /// Refuses `*name`: a few lines of them stand for more than any memory holds, and as keys the parser itself would
    /// walk through all of it.
    ///
    /// Yams tells nobody of an alias, but of one without its anchor. Each `&` is replaced by a `!`, which makes a tag of
    /// the anchor and changes no place; then the first alias is one without anchor.
    private static func refuseAliases(in text: String, file: String) throws(InvalidInput) {
        guard text.utf8.contains(UInt8(ascii: "&")), text.utf8.contains(UInt8(ascii: "*")) else { return }
        let bytes = text.utf8.map { $0 == UInt8(ascii: "&") ? UInt8(ascii: "!") : $0 }
        do {
            _ = try Yams.compose(yaml: String(decoding: bytes, as: UTF8.self), .basic)
        } catch let error as YamlError {
            if case .composer(_, "found undefined alias", let mark, _) = error {
                throw InvalidInput([
                    Diagnostic(
                        code: "YML004", file: file, position: SourcePosition(line: mark.line, column: mark.column),
                        message: "an alias (*name) stands here", hint: "write out what it stands for")
                ])
            }
            throw InvalidInput([diagnostic(of: error, file: file)])
        } catch {
            throw InvalidInput([
                Diagnostic(code: "YML001", file: file, position: .start, message: "not YAML: \(error)")
            ])
        }
    }

    private static func diagnostic(of error: YamlError, file: String) -> Diagnostic {
        switch error {
        case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
            .composer(let context, let problem, let mark, _):
            let context = context.map { " (\($0.text))" } ?? ""
            return Diagnostic(
                code: "YML001", file: file, position: SourcePosition(line: mark.line, column: mark.column),
                message: "not YAML: \(problem)\(context)",
                hint: "check the indentation (blanks, no tabs) and the quotation marks around this place")
        case .duplicatedKeysInMapping(let duplicates, let context):
            return Diagnostic(
                code: "YML003", file: file,
                position: SourcePosition(line: context.mark.line, column: context.mark.column),
                message: "the key \(duplicates.map { "'\($0)'" }.joined(separator: ", ")) stands twice here",
                hint: "keep one of them")
        default:
            return Diagnostic(code: "YML001", file: file, position: .start, message: "not YAML: \(error)")
        }
    }
}

extension Node {
    /// Where the node begins.
    var position: SourcePosition {
        mark.map { SourcePosition(line: $0.line, column: $0.column) } ?? .start
    }
}
