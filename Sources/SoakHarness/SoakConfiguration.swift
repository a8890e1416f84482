import Evidence
import FaultPlan
import ModbusServer
import ProcessProbes
import TwinCore
import TwinRuntime

/// Everything that a soak is told before it begins.
package struct SoakConfiguration: Sendable {
    /// The scenario that the client is run against.
    package var scenario: Scenario
    /// The folder that the scenario was read from; its files are copied into the evidence.
    package var scenarioFolder: String
    /// The seed of every random stream.
    package var seed: UInt64
    /// What goes wrong.
    package var plan: FaultPlan
    /// The text of the plan's file as it was read, for the record; nil for no plan.
    package var planText: String?
    /// How long the soak lasts, in seconds, above 0.
    package var seconds: Double
    /// Seconds between samples, above 0.
    package var intervalSeconds: Double
    /// The client's command line; `{host}` and `{port}` in it are replaced.
    package var clientCommand: [String]
    /// The evidence folder; it must not hold evidence yet, unless the soak resumes it.
    package var evidencePath: String
    /// The user's note: the revision under test.
    package var note: String
    /// The server's configuration.
    package var server: ServerConfiguration
    /// The folders that may hold the client's support files.
    package var supportFolders: [String]
    /// The program's version, for the record.
    package var programVersion: String
    /// Where the soak goes on in evidence that was cut short; nil for a soak from the beginning. `seconds` is the whole
    /// planned time either way.
    package var resumption: Resumption?

    /// What is served where; nil: the scenario alone, at the server configuration's port.
    package var layout: PlantLayout?
    /// The twins that the layout has besides the scenario's: they are served and not judged by.
    package var neighbours: [LivePlant.Part] = []

    /// What is asked of the client besides holding its memory.
    package var criteria = Criteria.standard
    /// The text of the criteria file as it was read, for the record; nil for the standard criteria.
    package var criteriaText: String?

    /// Whether a client that ends is launched anew, at the sample that notices it.
    package var restartsClient = false

    /// The command line that begins the run; nil when there is none to record.
    package var ownCommand: OwnCommand?

    /// Whether the soak ends as soon as a leak is certain; a resumed one and one whose client was launched anew do not.
    package var stopsOnLeak = false

    /// Whether a doubt fails the soak, status 2.
    package var failsOnDoubt = true

    /// What is measured besides the client's own tree.
    package var watchTargets: [WatchTarget] = []

    /// The processes that a resumed run watched before; they must be the same.
    package var watchedBefore: [ProcessKey] = []

    /// How a Python client is traced; nil when it is not, as in every run whose memory is to be judged.
    package var tracing: Tracing?

    /// How the client's clock and the plant's run faster; nil in real time. `accelerate(_:)` sets it.
    package internal(set) var acceleration: Acceleration?

    /// How much oftener than the plan says events come; nil as written.
    package var eventRate: EventRate?

    /// Silences of a tag from this length on are recorded, s. A resumed run keeps to what its record says.
    var silenceSeconds: Double {
        resumption?.run.silenceSeconds
            ?? SilenceTracker.leastSeconds(asked: criteria.tagUnreadSeconds, intervalSeconds: intervalSeconds)
    }

    /// A soak of this client.
    package init(
        scenario: Scenario, scenarioFolder: String, seed: UInt64, plan: FaultPlan, planText: String?, seconds: Double,
        intervalSeconds: Double, clientCommand: [String], evidencePath: String, note: String,
        server: ServerConfiguration, supportFolders: [String], programVersion: String,
        resumption: Resumption? = nil
    ) {
        self.scenario = scenario
        self.scenarioFolder = scenarioFolder
        self.seed = seed
        self.plan = plan
        self.planText = planText
        self.seconds = seconds
        self.intervalSeconds = intervalSeconds
        self.clientCommand = clientCommand
        self.evidencePath = evidencePath
        self.note = note
        self.server = server
        self.supportFolders = supportFolders
        self.programVersion = programVersion
        self.resumption = resumption
    }
}
