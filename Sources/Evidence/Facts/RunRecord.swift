/// What a run set out to do: written once, before the client starts.
package struct RunRecord: Hashable, Sendable {
    /// A random identity of the run.
    package var uuid: String
    /// When it began: wall clock, UTC, ISO 8601 (`2026-03-01T14:05:00Z`).
    package var startedAt: String
    /// The version of twinsim.
    package var programVersion: String
    /// The machine.
    package var host: HostDescription
    /// The scenario's name.
    package var scenario: String
    /// The seed.
    package var seed: UInt64
    /// How long it was to last, s.
    package var plannedSeconds: Double
    /// Time between samples, s.
    package var intervalSeconds: Double
    /// The client's program and arguments, `{host}` and `{port}` not yet replaced; controlled by the user.
    package var clientArguments: [String]
    /// The user's note, like the revision under test.
    package var note: String
    /// The fault plan's name; nil when nothing was to go wrong.
    package var faultPlanName: String?
    /// The fault plan's text as it was read; nil when nothing was to go wrong.
    package var faultPlanText: String?
    /// What this run calls correct, one sentence each, stated before it began.
    package var definitionOfCorrect: [String]
    /// The criteria file's text; nil when the criteria are the built-in ones.
    package var criteriaText: String?
    /// Whether the run was told to end as soon as a leak is certain; older evidence does not say, and was not.
    package var stopsOnLeak: Bool
    /// Whether a doubt fails the run, status 2; older evidence does not say, and there it did.
    package var failsOnDoubt: Bool
    /// Silences of a tag from this length on are recorded, s; nil when they are not recorded at all.
    package var silenceSeconds: Double?

    /// A run.
    package init(
        uuid: String, startedAt: String, programVersion: String, host: HostDescription, scenario: String, seed: UInt64,
        plannedSeconds: Double, intervalSeconds: Double, clientArguments: [String], note: String = "",
        faultPlanName: String? = nil, faultPlanText: String? = nil, definitionOfCorrect: [String] = [],
        criteriaText: String? = nil, silenceSeconds: Double? = nil, stopsOnLeak: Bool = false,
        failsOnDoubt: Bool = true
    ) {
        self.uuid = uuid
        self.startedAt = startedAt
        self.programVersion = programVersion
        self.host = host
        self.scenario = scenario
        self.seed = seed
        self.plannedSeconds = plannedSeconds
        self.intervalSeconds = intervalSeconds
        self.clientArguments = clientArguments
        self.note = note
        self.faultPlanName = faultPlanName
        self.faultPlanText = faultPlanText
        self.definitionOfCorrect = definitionOfCorrect
        self.criteriaText = criteriaText
        self.silenceSeconds = silenceSeconds
        self.stopsOnLeak = stopsOnLeak
        self.failsOnDoubt = failsOnDoubt
    }
}
