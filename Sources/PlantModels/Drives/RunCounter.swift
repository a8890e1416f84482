/// The run hours and starts of a motor.
struct RunCounter {
    /// Seconds run so far.
    private(set) var seconds = CompensatedSum()
    /// Starts so far.
    private(set) var starts = 0.0
    private var wasRunning = false

    /// Hours run so far.
    var hours: Double { seconds.value / 3600 }

    /// Counts one step.
    mutating func count(isRunning: Bool, stepSeconds: Double) {
        if isRunning {
            if !wasRunning { starts += 1 }
            seconds.add(stepSeconds)
        }
        wasRunning = isRunning
    }
}
