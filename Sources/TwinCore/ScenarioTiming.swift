/// The periods of a scenario. All are nanoseconds and above 0.
package struct ScenarioTiming: Hashable, Sendable {
    /// From the start of one scan to the start of the next.
    package var scanPeriodNanoseconds: Int64
    /// A scan that takes longer faults the controller.
    package var watchdogNanoseconds: Int64
    /// The plant's fixed integration step; the scan period is a whole multiple of it.
    package var plantStepNanoseconds: Int64

    /// A scan period, its watchdog and the plant's step.
    package init(scanPeriodNanoseconds: Int64, watchdogNanoseconds: Int64, plantStepNanoseconds: Int64) {
        self.scanPeriodNanoseconds = scanPeriodNanoseconds
        self.watchdogNanoseconds = watchdogNanoseconds
        self.plantStepNanoseconds = plantStepNanoseconds
    }

    /// Plant steps in one scan, 1 or more.
    package var stepsPerScan: Int { Int(scanPeriodNanoseconds / plantStepNanoseconds) }
}
