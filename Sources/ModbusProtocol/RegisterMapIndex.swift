/// The look-up tables of a register map, shared by all copies of it.
///
/// Invariant behind `@unchecked Sendable`: nothing changes after `init`.
final class RegisterMapIndex: @unchecked Sendable {
    /// The hot path's view of the entries, in their order.
    let plans: UnsafeMutableBufferPointer<RegisterPlan>
    /// The four tables, by `RegisterTable.slot`.
    let layouts: UnsafeMutableBufferPointer<TableLayout>

    /// The hot path's view of the files, in their order.
    let filePlans: UnsafeMutableBufferPointer<RecordFilePlan>

    /// The scan's view of the queues, in their order.
    let queuePlans: [RegisterQueuePlan]

    /// The index of entries that have no findings, and of the files.
    init(_ entries: [RegisterEntry], files: [RecordFile], queues: [RegisterQueue]) {
        queuePlans = queues.map { RegisterQueuePlan($0) }
        filePlans = .allocate(capacity: files.count)
        _ = filePlans.initialize(from: RecordFilePlan.plans(of: files))
        plans = .allocate(capacity: entries.count)
        _ = plans.initialize(from: entries.map { RegisterPlan($0) })
        layouts = .allocate(capacity: 4)
        for table in RegisterTable.allCases {
            let indices = entries.indices.filter { entries[$0].table == table }
            layouts.initializeElement(at: table.slot, to: TableLayout(entries: entries, indices: indices))
        }
    }

    deinit {
        for layout in layouts { layout.deallocate() }
        layouts.deallocate()
        plans.deallocate()
        filePlans.deallocate()
    }
}
