import Evidence
import Text

/// What the evidence says of the controller's health over all sessions: the newest summary of each added up.
struct ControllerRecord {
    /// Scans in which the program was solved.
    var solvedScans: Int64 = 0
    /// Scans in which it was not, though neither plan nor operator asked for that.
    var unaskedScans: Int64 = 0
    /// Faults that stopped the controller.
    var majorFaults: Int64 = 0
    /// Faults that did not.
    var minorFaults: Int64 = 0
    /// The first fault in words; empty for none.
    var sentence = ""

    /// The record that `facts` hold; nil where none was kept.
    init?(_ facts: EvidenceFacts) {
        let summaries = facts.events.filter { $0.kind == .controller && $0.subject == "health" }
        guard !summaries.isEmpty else { return nil }
        let starts = facts.sessions.dropFirst().map(\.timeSeconds) + [.infinity]
        var newest: [Int: EvidenceEvent] = [:]
        for event in summaries { newest[starts.firstIndex { event.timeSeconds < $0 } ?? 0] = event }
        for (_, event) in newest.sorted(by: { $0.key < $1.key }) {
            solvedScans += event.detail.whole("solved_scans") ?? 0
            unaskedScans += event.detail.whole("unasked_scans") ?? 0
            majorFaults += event.detail.whole("major_faults") ?? 0
            minorFaults += event.detail.whole("minor_faults") ?? 0
            if sentence.isEmpty {
                sentence = Self.words(event.detail["major"]) ?? Self.words(event.detail["first_minor"]) ?? ""
            }
        }
    }

    /// Whether it ran as a healthy controller does.
    var isHealthy: Bool { unaskedScans == 0 && majorFaults == 0 && minorFaults == 0 }

    private static func words(_ fault: JSONValue?) -> String? {
        guard let fault, let sentence = fault.text("sentence") else { return nil }
        let place = [
            fault.whole("rung").map { "rung \($0)" }, fault.text("instruction"),
            fault.text("operand").map { "of \($0)" },
        ].compactMap { $0 }
        let at = fault["time_s"]?.figure.map { ", \(Figures.clock($0)) after its start" } ?? ""
        return "The controller's fault \(fault.text("code") ?? ""): \(sentence.withoutFullStop)"
            + (place.isEmpty ? "" : " (\(place.joined(separator: " "))\(at))") + "."
    }
}
