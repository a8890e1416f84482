extension FaultPlan {
    /// The plan with everything that comes back coming `factor` times as often in the same time.
    ///
    /// `every` is divided by the factor; a number of times and a number of storms or cycles is multiplied by it.
    /// Beginnings, windows, and how long each lasts stay as written, and so does what comes once. Of a scene that is
    /// called again and again the calls come more often, and what is in it stays as written.
    ///
    /// - Parameter factor: at least 1.
    /// - Throws: `FaultPlanError.tooManyOccurrences` when a number of times or storms exceeds its limit.
    package func oftener(by factor: Int) throws(FaultPlanError) -> FaultPlan {
        precondition(factor >= 1, "events cannot come less often than that")
        guard factor > 1 else { return self }
        var plan = self
        for (place, planned) in faults.enumerated() {
            if let call = planned.call, call.schedule.every != nil {
                let schedule = try Self.oftener(call.schedule, by: factor, label: call.label)
                plan.faults[place].call?.schedule = schedule
            } else if planned.entry.extent == .ownSchedule {
                plan.faults[place].parameters = try Self.oftener(planned, by: factor)
            } else {
                plan.faults[place].schedule = try Self.oftener(planned.schedule, by: factor, label: planned.label)
            }
        }
        return plan
    }

    /// Whether anything in the plan comes back or comes in a number, so that it can come oftener.
    package var canComeOftener: Bool {
        faults.contains { planned in
            planned.call?.schedule.every != nil || planned.entry.extent == .ownSchedule || planned.schedule.every != nil
        }
    }

    /// Checks that the storms of a plan whose storms come oftener still end before the next ones begin.
    ///
    /// - Throws: `FaultPlanError.crowdedWindow` when they do not in a run of `runSeconds`.
    package func checkRoom(inRunOf runSeconds: Double) throws(FaultPlanError) {
        for planned in faults {
            guard let storm = planned.fault as? ReconnectStorm else { continue }
            let window =
                try storm.until.seconds(inRunOf: runSeconds) - (try storm.from.seconds(inRunOf: runSeconds))
            // A random gap is at least a quarter of the mean one; three quarters are what a storm may take of it.
            let needed = Double(storm.drops) * storm.spacingSeconds * Double(storm.storms + 1) / 0.75
            guard needed <= window * (1 + 1e-9) else {
                throw .crowdedWindow(fault: planned.label, neededSeconds: needed, availableSeconds: window)
            }
        }
    }

    /// The plan for a server whose client's clock, like the plant's, runs `factor` times as fast as the real one.
    ///
    /// What the server times itself, in real time, is divided by the factor, and bytes a second are multiplied by it.
    /// Everything else counts the plant's time already.
    package func timed(forSpeed factor: Double) -> FaultPlan {
        var plan = self
        for (place, planned) in faults.enumerated() where [.tcp, .mbap, .pdu].contains(planned.entry.layer) {
            plan.faults[place].parameters = planned.replacing { name, value in
                switch value {
                case .duration(let nanoseconds) where nanoseconds > 0:
                    .duration(max(1, Int64((Double(nanoseconds) / factor).rounded())))
                case .integer(let bytes) where name == "bytes_per_second":
                    .integer(max(1, Int((Double(bytes) * factor).rounded())))
                default: value
                }
            }
        }
        return plan
    }

    private static func oftener(
        _ schedule: FaultSchedule, by factor: Int, label: String
    ) throws(FaultPlanError) -> FaultSchedule {
        guard let every = schedule.every else { return schedule }
        var schedule = schedule
        schedule.every =
            switch every {
            case .seconds(let seconds): .seconds(seconds / Double(factor))
            case .share(let share): .share(share / Double(factor))
            }
        if let times = schedule.times { schedule.times = try product(times, factor, occurrenceLimit, label) }
        return schedule
    }

    /// The storms' parameters with their number multiplied.
    private static func oftener(
        _ planned: PlannedFault, by factor: Int
    ) throws(FaultPlanError) -> FaultParameters {
        let numbers = planned.entry.parameters.filter { ["storms", "cycles"].contains($0.name) }
        var products: [String: ParameterValue] = [:]
        for number in numbers {
            guard case .integer(let range) = number.shape else { continue }
            products[number.name] = .integer(
                try product(planned.parameters.integer(number.name), factor, range.upperBound, planned.label))
        }
        return planned.replacing { name, value in products[name] ?? value }
    }

    private static func product(
        _ count: Int, _ factor: Int, _ limit: Int, _ label: String
    ) throws(FaultPlanError) -> Int {
        let (product, isTooMuch) = count.multipliedReportingOverflow(by: factor)
        guard !isTooMuch, product <= limit else { throw .tooManyOccurrences(fault: label, limit: limit) }
        return product
    }
}

extension PlannedFault {
    /// Its parameters with each value replaced.
    fileprivate func replacing(_ value: (String, ParameterValue) -> ParameterValue) -> FaultParameters {
        var values: [String: ParameterValue] = [:]
        for parameter in entry.parameters {
            if let present = parameters[parameter.name] { values[parameter.name] = value(parameter.name, present) }
        }
        return FaultParameters(values)
    }
}
