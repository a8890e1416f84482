import FaultPlan

/// Network faults are not carried out by this server: what is asked of it here has no effect.
extension ModbusServer {
    /// Would put a lasting network fault in force.
    package func begin(_ armed: ArmedFault, occurrence: Int) {}
    /// Would take the fault with this number out of force.
    package func end(_ id: Int, occurrence: Int) {}
    /// Would have a fault of a moment strike.
    package func strike(_ armed: ArmedFault, occurrence: Int) {}
    /// Would take every fault out of force.
    package func clearFaults() {}
    /// Would close the port or open it again.
    package func setListening(_ isListening: Bool, storm: Int) {}
    /// Would tell that a scan is complete.
    package func noteScan() {}
}
