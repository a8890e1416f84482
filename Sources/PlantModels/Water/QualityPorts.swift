/// The five quality ports of a component, in the order of `Quality`.
struct QualityPorts {
    /// Names of the ports with units and meanings.
    static let names: [(name: String, unit: String, range: ClosedRange<Double>, meaning: String)] = [
        ("chlorine_mgL", "mg/L", 0...1000, "chlorine"), ("turbidity_NTU", "NTU", 0...10000, "turbidity"),
        ("coagulant_mgL", "mg/L", 0...1000, "coagulant"),
        ("acid_molL", "mol/L", -10...10, "strong acid less strong base"),
        ("carbonate_molL", "mol/L", 0...10, "total carbonate"),
    ]

    /// The input ports of a component that lets water in.
    static let inputs = names.map { InputSpecification($0.name, $0.unit, 0, $0.range, atOnce: true, $0.meaning) }

    private let elements: (Int, Int, Int, Int, Int)

    /// The quality input ports of `setup`.
    static func inputs(of setup: ComponentSetup) -> QualityPorts {
        QualityPorts(names.map { setup.input($0.name) })
    }

    /// The quality output ports of a component, following at once or from states.
    static func outputs(atOnce: Bool) -> [OutputSpecification] {
        names.map { OutputSpecification($0.name, $0.unit, atOnce: atOnce, $0.meaning) }
    }

    /// The quality output ports of `setup`.
    static func outputs(of setup: ComponentSetup) -> QualityPorts {
        QualityPorts(names.map { setup.output($0.name) })
    }

    private init(_ list: [Int]) {
        elements = (list[0], list[1], list[2], list[3], list[4])
    }

    /// The concentrations that stand at the ports.
    func read(_ signals: Signals) -> Quality {
        Quality(
            signals[elements.0], signals[elements.1], signals[elements.2], signals[elements.3], signals[elements.4], 0,
            0, 0)
    }

    /// Puts `quality` on the ports.
    func write(_ quality: Quality, _ signals: Signals) {
        signals[elements.0] = quality[Quality.chlorine]
        signals[elements.1] = quality[Quality.turbidity]
        signals[elements.2] = quality[Quality.coagulant]
        signals[elements.3] = quality[Quality.acid]
        signals[elements.4] = quality[Quality.carbonate]
    }
}
