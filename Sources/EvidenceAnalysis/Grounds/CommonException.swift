import Evidence
import Text

/// The exception that a client got most often, as far as the evidence tells.
struct CommonException {
    /// The Modbus exception code.
    var code: Int
    /// How often it was answered.
    var count: Int64

    /// The commonest exception of `facts`; nil when none was recorded.
    init?(_ facts: EvidenceFacts) {
        guard let worst = facts.server.exceptionsByCode.max(by: { ($0.value, $1.key) < ($1.value, $0.key) }) else {
            return nil
        }
        (code, count) = (worst.key, worst.value)
    }

    /// `every answer was exception 2 (illegal data address)`, a sentence's part.
    func sentence(ofAll all: Int64) -> String {
        let whole = count >= all ? "every answer was" : "\(Figures.whole(count)) of \(Figures.whole(all)) were"
        return "\(whole) exception \(code) (\(ModbusExceptionName.of(code)))"
    }
}
