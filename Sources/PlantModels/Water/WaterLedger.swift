/// A component at which water is stored, or enters or leaves the plant.
protocol WaterLedger: AnyObject {
    /// Water stored now less water stored at the start, m³.
    var storedChange: Double { get }
    /// Water that entered the plant here, less what left it here, m³.
    var entered: Double { get }
    /// By how much the component's own books fail to close, relative.
    func conservationErrors() -> [(name: String, relativeError: Double)]
}

extension WaterLedger {
    /// Only tanks store water.
    var storedChange: Double { 0 }

    /// Only tanks keep books of their own.
    func conservationErrors() -> [(name: String, relativeError: Double)] { [] }
}

/// By how much the books of a whole plant fail to close: what is stored against what entered, over all that passed a border.
///
/// It sees what no single tank can: a line that gives more than it took.
func waterBalanceError(_ ledgers: [any WaterLedger]) -> Double {
    var balance = CompensatedSum()
    var turnover = 0.0
    for ledger in ledgers {
        balance.add(ledger.storedChange)
        balance.add(-ledger.entered)
        turnover += abs(ledger.storedChange) + abs(ledger.entered)
    }
    return turnover > 0 ? abs(balance.value) / turnover : 0
}
