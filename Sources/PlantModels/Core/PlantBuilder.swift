import Diagnostics

/// Turns a description into checked setups and an order of evaluation, and reports everything that is wrong with it.
struct PlantBuilder {
    /// The greatest number of components of one plant.
    static let greatestComponentCount = 2_000

    /// The description being read.
    let description: PlantDescription
    /// The fixed step, s.
    let stepSeconds: Double
    /// The seed of the run.
    let seed: UInt64

    /// The findings so far.
    var diagnostics: [Diagnostic] = []
    /// Numbers of the components by name.
    var numberOfName: [String: Int] = [:]
    /// The catalogue entry of each component; nil where its kind is unknown.
    var entries: [CatalogueEntry?] = []
    /// What each component will be made from.
    var setups: [ComponentSetup] = []
    /// The first values of the signal array.
    var signals: [Double] = []
    /// Elements of all input ports by path, wired or not.
    var inputs: [String: InputPort] = [:]
    /// Elements of all output ports by path.
    var outputs: [String: Int] = [:]
    /// Paths of the output ports in the order of the file.
    var outputPaths: [String] = []
    /// Paths of the input ports in the order of the file.
    var inputPaths: [String] = []
    /// The wires: consumer and driver, with their components.
    var wires: [Wire] = []
    /// The components in the order in which they are evaluated.
    var order: [Int] = []

    /// An input port of the plant.
    struct InputPort {
        /// Its place on the signal array (its driver's when wired).
        var element: Int
        /// What drives it.
        var drive: InputDrive
        /// The values that it takes.
        var range: ClosedRange<Double>
    }

    /// A wire from an output port to an input port.
    struct Wire {
        /// The component with the output port.
        let driver: Int
        /// Whether the output follows inputs within the same step.
        let driverFollowsAtOnce: Bool
        /// The component with the input port.
        let consumer: Int
        /// Whether an output of the consumer follows the input within the same step.
        let consumerActsAtOnce: Bool
        /// Where the wire is written.
        let position: SourcePosition
    }

    /// Reads `description`; `diagnostics` tells whether the rest can be used.
    init(_ description: PlantDescription, stepSeconds: Double, seed: UInt64) {
        self.description = description
        self.stepSeconds = stepSeconds
        self.seed = seed
        layOut()
        for number in description.components.indices { read(number) }
        if diagnostics.isEmpty { checkWaterConnections() }
        if diagnostics.isEmpty { sortForEvaluation() }
    }

    /// Adds a finding.
    mutating func report(_ code: String, _ position: SourcePosition, _ message: String, _ hint: String? = nil) {
        diagnostics.append(
            Diagnostic(code: code, file: description.file, position: position, message: message, hint: hint))
    }

    /// A hint that names the candidate nearest to a misspelt `name`, or lists them.
    func meant(_ name: String, _ candidates: [String], orElse other: String) -> String {
        nearestName(to: name, among: candidates).map { "did you mean '\($0)'?" } ?? other
    }

    // Gives every component its place: the ports must exist before the first wire is read.
    private mutating func layOut() {
        if description.components.count > Self.greatestComponentCount {
            report(
                "PLT014", description.components[Self.greatestComponentCount].namePosition,
                "a plant has at most \(Self.greatestComponentCount) components", "split the plant into two scenarios")
        }
        for (number, component) in description.components.enumerated() {
            setups.append(
                ComponentSetup(name: component.name, kind: component.kind, stepSeconds: stepSeconds, seed: seed))
            let entry = ComponentCatalogue.entry(kind: component.kind)
            entries.append(entry)
            if !isName(component.name) {
                report(
                    "PLT001", component.namePosition, "'\(component.name)' is not a component name",
                    "use letters, digits and underscores, a letter first")
            }
            if numberOfName.updateValue(number, forKey: component.name) != nil {
                report(
                    "PLT002", component.namePosition, "there are two components '\(component.name)'",
                    "give one of them another name")
            }
            guard let entry else {
                let kinds = ComponentCatalogue.entries.map(\.kind)
                report(
                    "PLT003", component.kindPosition, "there is no kind of component '\(component.kind)'",
                    meant(component.kind, kinds, orElse: "the kinds are \(kinds.joined(separator: ", "))"))
                continue
            }
            for output in entry.outputs {
                let path = "\(component.name).\(output.name)"
                outputs[path] = signals.count
                outputPaths.append(path)
                setups[number].outputs[output.name] = signals.count
                signals.append(0)
            }
            for input in entry.inputs {
                let path = "\(component.name).\(input.name)"
                inputs[path] = InputPort(element: signals.count, drive: .open, range: input.range)
                inputPaths.append(path)
                setups[number].inputs[input.name] = signals.count
                signals.append(input.standard)
            }
        }
    }

    private func isName(_ name: String) -> Bool {
        guard let first = name.utf8.first, isLetter(first) else { return false }
        return name.utf8.allSatisfy { isLetter($0) || (48...57).contains($0) || $0 == 95 }
    }

    private func isLetter(_ byte: UInt8) -> Bool {
        (65...90).contains(byte) || (97...122).contains(byte)
    }
}
