import Diagnostics
import Text

/// What a panel looks at and acts on: a live twin, alone or in a soak.
///
/// Every call comes from the panel's own threads and must not wait for the scan or for a client.
package protocol PanelSubject: Sendable {
    /// The state of the twin, its server and its run, an object.
    func status() -> JSONValue
    /// Every tag's name, value and unit, a list of objects.
    func tags() -> JSONValue
    /// The faults that are in force or over, with what they did, a list of objects.
    func faults() -> JSONValue
    /// Puts a fault in force: the kind, then `key=value` words as `twinsim inject` takes them.
    ///
    /// - Returns: the fault with its number in the run.
    /// - Throws: `InvalidInput` when the words describe no fault that this twin can have.
    func inject(_ words: [String]) throws(InvalidInput) -> InjectedFault
    /// Ends the fault with this number.
    ///
    /// - Returns: false when no such fault is in force.
    func clearFault(_ number: Int) -> Bool
    /// How the controller stands: mode, faults, counts, and how a fault is cleared, an object.
    func controller() -> JSONValue
    /// Clears the controller's faults and asks for run mode; an object with `cleared`, 1 when it was faulted, else 0.
    func clearController() -> JSONValue
    /// Ends every fault that is in force, those of the plan included.
    ///
    /// - Returns: how many.
    func clearFaults() -> Int
}
