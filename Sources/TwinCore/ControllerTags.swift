import PLCCore

/// Tags by which a Modbus client sees and clears a fault of the controller; a scenario names those that it has.
package struct ControllerTags: Sendable {
    /// A BOOL: a client that sets it clears the faults, and the controller takes it back.
    package var faultReset: TagReference?
    /// A number: the code of the major fault as type × 100 + code, 0 for none.
    package var faultCode: TagReference?
    /// A number: minor faults since the last clearing.
    package var minorFaults: TagReference?

    /// None of them.
    package init() {}
}

extension FaultCode {
    /// The code in one number: type × 100 + code, 434 for 4/34.
    package var number: Int {
        switch self {
        case .arithmetic: 404
        case .negativeTimerValue: 434
        case .pidUpdateTime: 435
        case .watchdog: 601
        }
    }
}
