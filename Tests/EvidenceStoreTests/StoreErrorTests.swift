import EvidenceStore
import Testing

@Suite("The codes and statuses of the store's errors", .timeLimit(.minutes(5)))
struct StoreErrorTests {
    /// Every error with its code and its exit status; the inputs that bring them are in the other suites.
    private static let table: [(error: StoreError, code: String, status: Int32)] = [
        (.cannotCreate(path: "e", reason: "r"), "EVI001", 73), (.alreadyHoldsEvidence(path: "e"), "EVI002", 73),
        (.diskFull(path: "e"), "EVI003", 74), (.inputOutput(path: "e", reason: "r"), "EVI004", 74),
        (.limitReached(path: "e", limit: "l"), "EVI005", 74), (.notEvidence(path: "e", reason: "r"), "EVI006", 65),
        (.newerSchema(path: "e", found: 9, known: 3), "EVI007", 65), (.corrupt(path: "e", reason: "r"), "EVI008", 65),
        (.beingWritten(path: "e"), "EVI009", 69), (.notResumable(path: "e", reason: "r"), "EVI010", 64),
    ]

    @Test("each is as the documents promise it, and says its path, its code and how to mend it")
    func codes() {
        for (error, code, status) in Self.table {
            #expect(error.code == code)
            #expect(error.exitStatus.rawValue == status, "\(code)")
            #expect(error.description.hasPrefix("e: error \(code): "))
            #expect(error.description.contains("; "), "\(code) has no hint")
        }
    }
}
