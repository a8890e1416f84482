import Text

/// What the events say of the client's work and of the plan, over all sessions.
extension EvidenceFacts {
    /// Which exceptions were answered to what; nil for a run of a twinsim that did not record it.
    package var exceptionTotals: ExceptionTotals? {
        newest(of: .exceptions, ExceptionTotals.init).reduce(nil) { sum, session in
            guard var sum else { return session }
            sum.add(session)
            return sum
        }
    }

    /// Who the requests came from; nil for a run of a twinsim that did not record it.
    package var peerTotals: PeerTotals? {
        newest(of: .peers, PeerTotals.init).reduce(nil) { sum, session in
            guard var sum else { return session }
            sum.add(session)
            return sum
        }
    }

    /// What of the plan was due, of each session what was left of it; nil for a run of a twinsim that did not record it.
    package var dueFaults: [[DueFault]]? {
        let due = events.filter { $0.kind == .plan }.compactMap { DueFault.due($0.detail) }
        return due.isEmpty ? nil : due
    }

    /// What of the plan was due and did not begin, over all sessions; without what a later session carried out.
    package var missedFaults: [MissedFault] {
        let missed = events.filter { $0.kind == .plan }.compactMap { MissedFault($0.detail) }
        guard !missed.isEmpty else { return [] }
        let storms = Set(storms.map(\.number))
        var begun: [String: Set<Int64>] = [:]
        for event in events where event.kind == .faultBegan {
            if let occurrence = event.detail.whole("occurrence") {
                begun[event.subject, default: []].insert(occurrence)
            }
        }
        return missed.filter { fault in
            fault.isStorm
                ? !storms.contains(fault.number) : begun[fault.label]?.contains(Int64(fault.number)) != true
        }
    }

    /// The newest of each session's totals.
    private func newest<Totals>(
        of kind: EvidenceEvent.Kind, _ read: (_ detail: JSONValue) -> Totals?
    ) -> [Totals] {
        let starts = sessions.dropFirst().map(\.timeSeconds)
        var newest: [Int: Totals] = [:]
        for event in events where event.kind == kind {
            guard let totals = read(event.detail) else { continue }
            newest[starts.count { $0 <= event.timeSeconds }] = totals
        }
        return newest.sorted { $0.key < $1.key }.map(\.value)
    }
}
