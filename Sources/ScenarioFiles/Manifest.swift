import Diagnostics
import ModbusProtocol
import TwinCore
import Yams

/// What `scenario.yaml` says.
struct Manifest {
    var name: String
    var title: String
    var summary: String
    var timing: ScenarioTiming
    var seed: UInt64
    var unit: UInt8
    var wordOrder: WordOrder
    var files: [RecordFile]
    var queues: [Queue]
    /// What shows and clears the controller's faults: the keys of `controller` that name a tag.
    var controllerTags: [ControllerTagName]

    /// A tag that `controller` names.
    struct ControllerTagName {
        /// The key: `fault_reset`, `fault_code` or `minor_faults`.
        var key: String
        /// The tag.
        var tag: String
        /// Where the manifest names it.
        var position: SourcePosition
    }

    /// The keys of `controller` that name a tag.
    static let controllerTagKeys = ["fault_reset", "fault_code", "minor_faults"]

    /// Reads the manifest; nil (with findings) when it cannot be used.
    static func parse(_ text: String, file: String, findings: Findings) -> Manifest? {
        guard let root = findings.collect({ () throws(InvalidInput) in try YAMLText.compose(text, file: file) }),
            var reader = MappingReader(root, what: "a scenario", file: file, findings: findings)
        else { return nil }
        let name = reader.requiredText("name")
        let title = reader.requiredText("title")
        let summary = reader.requiredText("description")
        let seed = reader.integer("seed", in: 0...Int.max, standard: 1)
        let unit = reader.integer("unit", in: 1...247, standard: 1)
        let orders = WordOrder.allCases.map(\.rawValue)
        let order = reader.choice("word_order", among: orders, standard: WordOrder.abcd.rawValue)
        let controller = reader.requiredNode("controller")
        let plant = reader.requiredNode("plant")
        let files = readFiles(reader.node("files"), file: file, findings: findings)
        let queues = readQueues(reader.node("fifo"), file: file, findings: findings)
        reader.reportUnknownKeys()
        var tags: [ControllerTagName] = []
        let timing = readTiming(controller: controller, plant: plant, file: file, findings: findings, tags: &tags)
        guard let name, let title, let summary, let seed, let unit, let timing,
            let order = order.flatMap(WordOrder.init(rawValue:))
        else { return nil }
        return Manifest(
            name: name, title: title, summary: summary, timing: timing, seed: UInt64(seed), unit: UInt8(unit),
            wordOrder: order, files: files, queues: queues, controllerTags: tags)
    }

    private static func readTiming(
        controller: Node?, plant: Node?, file: String, findings: Findings, tags: inout [ControllerTagName]
    ) -> ScenarioTiming? {
        guard let controller, let plant,
            var controllerReader = MappingReader(controller, what: "'controller'", file: file, findings: findings),
            var plantReader = MappingReader(plant, what: "'plant'", file: file, findings: findings)
        else { return nil }
        let period = controllerReader.duration("period", standard: nil)
        let watchdog = controllerReader.duration("watchdog", standard: 500_000_000)
        for key in controllerTagKeys {
            let position = controllerReader.place(of: key)
            guard let tag = controllerReader.text(key) else { continue }
            tags.append(ControllerTagName(key: key, tag: tag, position: position))
        }
        controllerReader.reportUnknownKeys()
        let step = plantReader.duration("step", standard: nil)
        plantReader.reportUnknownKeys()
        guard let period, let watchdog, let step else { return nil }
        guard period >= step, period.isMultiple(of: step) else {
            findings.error(
                "SCN003", file, plantReader.position, "the scan period is not a whole multiple of the plant's step",
                hint: "choose a step that divides the period, for example the period itself")
            return nil
        }
        return ScenarioTiming(
            scanPeriodNanoseconds: period, watchdogNanoseconds: watchdog, plantStepNanoseconds: step)
    }
}
