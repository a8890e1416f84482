import EvidenceAnalysis
import Text

extension Lesson {
    /// The lesson as one object of `verdict.json`.
    var json: JSONValue {
        ["subject": .string(subject), "seen": .string(seen), "question": .string(question)]
    }
}
