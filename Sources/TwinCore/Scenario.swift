import FaultPlan
import ModbusProtocol
import PLCCore
import PlantModels

/// A plant, its controller, its register map and its fault plans, checked and bound to each other.
///
/// A value: it describes a twin and does not run. `Twin` runs it.
package struct Scenario: Sendable {
    /// The scenario's name, which is its folder's.
    package var name: String
    /// The name for people, in a few words.
    package var title: String
    /// What the scenario is, in a paragraph.
    package var summary: String
    /// How time passes in it.
    package var timing: ScenarioTiming
    /// The seed of every random stream when the user names none.
    package var defaultSeed: UInt64
    /// The Modbus unit id on which the controller answers, 1 to 247.
    package var unit: UInt8
    /// Every row of the tag table, in its order.
    package var points: [Point]
    /// The tags behind the points.
    package var tags: TagTable
    /// The ladder program as written.
    package var ladder: LadderProgram
    /// The ladder program as the controller executes it.
    package var program: CompiledProgram
    /// The plant's components and their wiring.
    package var plant: PlantDescription
    /// The points that a Modbus client sees, and the unit's files and queues; `tagIndex` of an entry or a queue is an
    /// index into `points`.
    package var registerMap: RegisterMap
    /// The fault plans that come with the scenario, by name.
    package var faultPlans: [String: FaultPlan]
    /// The tags that show and clear the controller's faults.
    package var controllerTags = ControllerTags()

    /// A scenario of these parts. `ScenarioFiles` makes one from a folder and has checked that they fit.
    package init(
        name: String, title: String, summary: String, timing: ScenarioTiming, defaultSeed: UInt64, unit: UInt8,
        points: [Point], tags: TagTable, ladder: LadderProgram, program: CompiledProgram, plant: PlantDescription,
        registerMap: RegisterMap, faultPlans: [String: FaultPlan]
    ) {
        self.name = name
        self.title = title
        self.summary = summary
        self.timing = timing
        self.defaultSeed = defaultSeed
        self.unit = unit
        self.points = points
        self.tags = tags
        self.ladder = ladder
        self.program = program
        self.plant = plant
        self.registerMap = registerMap
        self.faultPlans = faultPlans
    }
}
