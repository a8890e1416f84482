extension FaultCatalogue {
    /// The catalogue as Markdown, a table for each layer, for Docs/Faults.md.
    package static var markdown: String {
        Layer.allCases.map { layer in
            let rows = entries.filter { $0.layer == layer }.map(\.row)
            return (["### \(layer.title)", "", "| fault | does | provokes | parameters |", "|---|---|---|---|"] + rows)
                .joined(separator: "\n")
        }
        .joined(separator: "\n\n")
    }
}

extension FaultCatalogue.Layer {
    /// A heading.
    fileprivate var title: String {
        switch self {
        case .tcp: "TCP: connections and segments"
        case .mbap: "MBAP: frames"
        case .pdu: "PDU: exceptions and effects"
        case .data: "Data: values as clients read them"
        case .plant: "Plant"
        case .controller: "Controller"
        case .storm: "Storms"
        }
    }
}

extension FaultCatalogue.Entry {
    /// Its row of the table.
    fileprivate var row: String {
        let what = "`\(kind)`<br>\(extent.rawValue), \(aim.rawValue)"
        let texts = parameters.map(\.text).joined(separator: "<br>")
        return "| \(what) | \(sentence) | \(provokes) | \(texts.isEmpty ? "none" : texts) |"
    }
}

extension FaultCatalogue.Parameter {
    /// Its text in the table.
    fileprivate var text: String {
        let rule = standard.map { "default \($0.spelling)" } ?? (isOptional ? "optional" : "required")
        return "`\(name)`: \(sentence) (\(shape.spelling); \(rule))"
    }
}
