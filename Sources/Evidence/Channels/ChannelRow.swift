/// All that the program knows of a channel: the one table that probes, store, verdict and reports look into.
package struct ChannelRow: Sendable {
    /// What its figures count; the raw value is the unit as documents give it.
    package enum Unit: String, Sendable {
        /// Megabytes, 10⁶ bytes.
        case megabytes = "MB"
        /// Things.
        case things = "1"
    }

    /// What it is worth in the verdict.
    package enum Role: Sendable {
        /// It is judged, and a run that could not look at it is inconclusive.
        case required
        /// It can raise a doubt and explain, but alone it convicts nobody: many clients cannot give it.
        case secondOpinion
        /// It is told, and judged only where a criterion limits it.
        case stated
    }

    /// The name for readers.
    package var title: String
    /// What its figures count.
    package var unit: Unit
    /// How the processes of the tree make one figure.
    package var total: TreeTotal
    /// What it is worth in the verdict.
    package var role: Role
    /// A reading beside those of `total` under which the reason is kept when it could not be taken; nil for none.
    package var reasonAlsoAt: SampledQuantity?
    /// Whether tracing adds to it, so that it says nothing of the client.
    package var isDisturbedByTracing = false
    /// The plot that it is drawn in.
    package var plot: ChannelPlot
}

extension ChannelRow {
    /// The readings whose unavailability explains a missing series.
    package var explained: [SampledQuantity] { total.needed + (reasonAlsoAt.map { [$0] } ?? []) }
}

extension Channel {
    /// The channel's row of the table.
    package var row: ChannelRow {
        switch self {
        case .memory:
            ChannelRow(
                title: "memory", unit: .megabytes,
                total: .withShared(each: [.anonymousKibibytes], also: [.swapKibibytes], once: .sharedKibibytes),
                role: .required, isDisturbedByTracing: true, plot: .memory)
        case .descriptors:
            ChannelRow(
                title: "descriptors", unit: .things, total: .everyProcess([.descriptors]), role: .required,
                plot: .descriptors)
        case .sockets:
            ChannelRow(
                title: "sockets", unit: .things, total: .everyProcess(SampledQuantity.socketStates), role: .required,
                plot: .sockets)
        case .threads:
            ChannelRow(
                title: "threads", unit: .things, total: .everyProcess([.threads]), role: .required, plot: .processes)
        case .children:
            ChannelRow(
                title: "child processes", unit: .things, total: .processesBesidesTheFirst, role: .required,
                plot: .processes)
        case .nativeBlocks:
            ChannelRow(
                title: "native allocation blocks", unit: .things, total: .everyProcess([.nativeBlocks]),
                role: .secondOpinion, isDisturbedByTracing: true, plot: .nativeBlocks)
        case .pythonBlocks:
            ChannelRow(
                title: "Python allocation blocks", unit: .things, total: .thoseConcerned([.pythonBlocks]),
                role: .secondOpinion, isDisturbedByTracing: true, plot: .pythonBlocks)
        case .nodeHeap:
            ChannelRow(
                title: "JavaScript heap", unit: .megabytes, total: .thoseThatGive([.nodeOldKibibytes]),
                role: .secondOpinion, reasonAlsoAt: .nodeHeapKibibytes, isDisturbedByTracing: true, plot: .nodeHeap)
        case .javaHeap:
            ChannelRow(
                title: "Java heap after collection", unit: .megabytes, total: .thoseThatGive([.javaAfterKibibytes]),
                role: .secondOpinion, plot: .javaHeap)
        case .disk:
            ChannelRow(
                title: "files on disk", unit: .megabytes, total: .wholeTree(.writtenKibibytes), role: .stated,
                plot: .disk)
        }
    }
}
