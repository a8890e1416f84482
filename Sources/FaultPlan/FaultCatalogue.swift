/// The kinds of fault that a plan may name, with their parameters: documentation, validation and `twinsim faults list`
/// follow from it.
package enum FaultCatalogue {
    /// One parameter of a kind of fault.
    package struct Parameter: Hashable, Sendable {
        /// The key in the plan.
        package var name: String
        /// What it holds and its range.
        package var sentence: String
        /// What it is when the plan does not say, as the plan would spell it; nil when the plan must say.
        package var standard: String?
    }

    /// One kind of fault.
    package struct Entry: Hashable, Sendable {
        /// The kind's name, as plans spell it.
        package var kind: String
        /// The layer on which it acts.
        package var layer: String
        /// What it does.
        package var sentence: String
        /// The defect in a client that it brings to light.
        package var provokes: String
        /// Its parameters.
        package var parameters: [Parameter]
    }

    /// Every kind, one line each.
    package static let entries: [Entry] = [ReconnectStorm.catalogueEntry]
}

extension ReconnectStorm {
    /// What the catalogue says of storms.
    static let catalogueEntry = FaultCatalogue.Entry(
        kind: kind, layer: "storm",
        sentence: "Drops every client connection several times in quick succession, again and again in a window.",
        provokes: "a socket, an object or a thread kept per reconnect",
        parameters: [
            .init(name: "storms", sentence: "how many storms, 1 to 10000", standard: nil),
            .init(name: "drops", sentence: "disconnections a storm, 1 to 1000", standard: "1"),
            .init(
                name: "spacing", sentence: "time between the disconnections of one storm, above 0", standard: "500ms"),
            .init(
                name: "gaps", sentence: "'random' (from the seed) or 'fixed' gaps between storms", standard: "random"),
            .init(name: "close", sentence: "'reset', 'orderly', or 'alternate' from storm to storm", standard: "reset"),
            .init(name: "from", sentence: "when the window opens: a duration, a share '1/3' or '33%'", standard: "1/3"),
            .init(name: "until", sentence: "when the window closes, likewise", standard: "2/3"),
        ])
}
