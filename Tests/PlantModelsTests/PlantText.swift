import Diagnostics
import PlantModels

/// Reads the part of YAML that plants are written in, so that tests and the examples of Docs/Plant.md look like a
/// `plant.yaml`: `name: { key: value, ... }` with numbers, words and flow lists.
struct PlantText {
    private let scalars: [Unicode.Scalar]
    private var place = 0
    private var position = SourcePosition.start

    /// The components that `text` describes.
    static func description(_ text: String) -> PlantDescription {
        var reader = PlantText(text)
        return PlantDescription(file: "plant.yaml", components: reader.components())
    }

    private init(_ text: String) {
        scalars = Array(text.unicodeScalars)
    }

    private mutating func advance() {
        if scalars[place] == "\n" {
            position = SourcePosition(line: position.line + 1, column: 1)
        } else {
            position.column += 1
        }
        place += 1
    }

    private mutating func skip(_ separators: String = " \n") {
        while place < scalars.count, separators.unicodeScalars.contains(scalars[place]) { advance() }
    }

    private mutating func word() -> String {
        var word = ""
        while place < scalars.count, !" \n,:[]{}".unicodeScalars.contains(scalars[place]) {
            word.unicodeScalars.append(scalars[place])
            advance()
        }
        return word
    }

    private mutating func expect(_ scalar: Unicode.Scalar) {
        skip()
        precondition(place < scalars.count && scalars[place] == scalar, "expected \(scalar) at \(position)")
        advance()
    }

    private mutating func value() -> ParameterValue {
        skip()
        if scalars[place] == "[" {
            advance()
            var list: [ParameterValue] = []
            skip()
            while scalars[place] != "]" {
                list.append(value())
                skip(" \n,")
            }
            advance()
            return .list(list)
        }
        let text = word()
        return Double(text).map(ParameterValue.number) ?? .text(text)
    }

    private mutating func components() -> [ComponentDescription] {
        var found: [ComponentDescription] = []
        skip()
        while place < scalars.count {
            let namePosition = position
            let name = word()
            expect(":")
            skip()
            if name == "components" { continue }
            expect("{")
            var kind = ""
            var kindPosition = position
            var parameters: [ComponentDescription.Parameter] = []
            skip()
            while scalars[place] != "}" {
                let keyPosition = position
                let key = word()
                expect(":")
                if key == "kind" {
                    skip()
                    kindPosition = position
                    kind = word()
                } else {
                    parameters.append((key, value(), keyPosition))
                }
                skip(" \n,")
            }
            expect("}")
            skip()
            found.append(
                ComponentDescription(
                    name: name, kind: kind, namePosition: namePosition, kindPosition: kindPosition,
                    parameters: parameters))
        }
        return found
    }
}
