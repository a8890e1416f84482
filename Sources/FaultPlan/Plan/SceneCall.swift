/// A call of a scene: the faults of one call share its label and its schedule.
package struct SceneCall: Hashable, Sendable {
    /// The name of the call, unique in its plan; the labels of its faults begin with it and a slash.
    package var label: String
    /// When the scene is called; `duration` is without meaning.
    package var schedule: FaultSchedule

    /// A call with this name at these times.
    package init(label: String, schedule: FaultSchedule) {
        self.label = label
        self.schedule = schedule
    }
}
