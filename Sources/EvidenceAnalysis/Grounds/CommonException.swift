import Evidence
import Text

/// The exception that a client got most often, as far as the evidence tells.
struct CommonException {
    /// The Modbus exception code.
    var code: Int
    /// How often it was answered.
    var count: Int64
    /// To what it was answered, where the evidence tells; nil where it does not.
    var row: ExceptionTotals.Row?

    /// The commonest exception of `facts`; nil when none was recorded.
    init?(_ facts: EvidenceFacts) {
        guard let worst = facts.server.exceptionsByCode.max(by: { ($0.value, $1.key) < ($1.value, $0.key) }) else {
            return nil
        }
        (code, count) = (worst.key, worst.value)
        row = facts.exceptionTotals?.commonestEarned
    }

    /// `every answer was exception 2 (illegal data address)`, a sentence's part.
    func sentence(ofAll all: Int64) -> String {
        let whole = count >= all ? "every answer was" : "\(Figures.whole(count)) of \(Figures.whole(all)) were"
        let named = "\(whole) exception \(code) (\(ModbusExceptionName.of(code)))"
        guard let row, row.code == code, let address = row.address else { return named }
        // Modbus names a register by its type's digit and a number from 1; on the wire it is an offset from 0.
        let hint =
            code == 2 && (row.function == 3 || row.function == 4) && (30_001...49_999).contains(address)
            ? ": a \(address / 10_000)xxxx number sent as an address?" : ""
        return "\(named) to function \(row.function) at \(address)\(hint)"
    }
}
