extension ServerCounters {
    /// Adds what another server, or another reactor of the same one, counted.
    ///
    /// Reads of a unit id that both have are added, value by value: whoever adds knows that it is the same unit.
    package mutating func add(_ other: ServerCounters) {
        tally.add(other.tally)
        open += other.open
        nanoseconds = max(nanoseconds, other.nanoseconds)
        for (unit, entries) in other.reads { addReads(entries, of: unit) }
        for kind in other.exceptionKinds {
            if let place = exceptionKinds.firstIndex(where: { $0.key == kind.key }) {
                exceptionKinds[place].count += kind.count
            } else {
                exceptionKinds.append(kind)
            }
        }
        otherExceptions += other.otherExceptions
        otherExceptionsByFault += other.otherExceptionsByFault
        for counts in other.acceptance {
            if let place = acceptance.firstIndex(where: { $0.fault == counts.fault }) {
                acceptance[place].add(counts)
            } else {
                acceptance.append(counts)
            }
        }
    }

    /// Keeps the reads of these ids only, which show the same unit, added up as those of `unit`.
    package mutating func keepReads(of ids: [UInt8], as unit: UInt8) {
        let kept = ids.compactMap { reads[$0] }
        reads = [:]
        for entries in kept { addReads(entries, of: unit) }
    }

    private mutating func addReads(_ entries: [EntryReads], of unit: UInt8) {
        guard var sums = reads[unit] else {
            reads[unit] = entries
            return
        }
        for (place, entry) in zip(sums.indices, entries) { sums[place].add(entry) }
        reads[unit] = sums
    }
}

extension ServerTally {
    /// Adds another's counts to each count.
    mutating func add(_ other: ServerTally) {
        for count in Self.plain { self[keyPath: count] += other[keyPath: count] }
        for code in exceptions.indices { exceptions[code] += other.exceptions[code] }
    }

    /// Every count but the exceptions by code.
    private static var plain: [WritableKeyPath<ServerTally, UInt64>] {
        [
            \.requests, \.replies, \.unanswered, \.codecFailures, \.writes, \.fileRecordsRead, \.fileRecordsWritten,
            \.accepted, \.refused, \.closedByPeer, \.closedByStorm, \.closedByFault, \.closedIdle, \.displaced,
            \.closedOtherwise, \.storms, \.bytesIn, \.bytesOut, \.wakeUps, \.pauses, \.hurriedReplies, \.unrecordedHits,
            \.recordsLost,
        ]
    }
}

extension FaultAcceptance {
    /// Adds what the same fault did elsewhere. It begins and ends everywhere at once, so those counts stay.
    mutating func add(_ other: FaultAcceptance) {
        begun = max(begun, other.begun)
        ended = max(ended, other.ended)
        let sums: [WritableKeyPath<FaultAcceptance, UInt64>] = [
            \.hits, \.bytes, \.withheld, \.exceptions, \.writesLost, \.changed, \.resets, \.closes, \.refused,
            \.delayed,
            \.gaveUp,
        ]
        for sum in sums { self[keyPath: sum] += other[keyPath: sum] }
        delayNanoseconds += other.delayNanoseconds
        longestDelayNanoseconds = max(longestDelayNanoseconds, other.longestDelayNanoseconds)
        longestLatenessNanoseconds = max(longestLatenessNanoseconds, other.longestLatenessNanoseconds)
        polledOn.add(other.polledOn)
        reconnected.add(other.reconnected)
    }
}

extension FaultAcceptance.Sequel {
    /// Adds what followed elsewhere.
    mutating func add(_ other: Self) {
        count += other.count
        nanoseconds += other.nanoseconds
        longestNanoseconds = max(longestNanoseconds, other.longestNanoseconds)
    }
}
