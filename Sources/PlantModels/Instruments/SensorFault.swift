/// The fault modes of a sensor, as its port `fault_mode` numbers them.
package enum SensorFault: Int, CaseIterable, Sendable {
    /// It measures as it should.
    case none = 0
    /// It reads off by the severity, engineering units.
    case bias = 1
    /// It reads off by more and more: the severity in engineering units an hour since the fault began.
    case drift = 2
    /// It keeps saying what it said last.
    case frozen = 3
    /// Its measuring part fails low with the loop alive, 3.5 mA.
    case dropout = 4
    /// The loop is open, 0 mA.
    case wireBreak = 5
    /// It is noisy: the severity is the standard deviation, engineering units.
    case noise = 6
}
