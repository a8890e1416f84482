/// How a scan of a PID loop ended.
enum LoopOutcome {
    /// As it should.
    case done
    /// An input or a result is no finite number: the output holds.
    case notFinite
    /// The update time is negative or not a number.
    case badUpdateTime
}

extension DataMemory {
    /// Scans one PID loop.
    ///
    /// The operand row: PV word, tieback word, master's first word, inhold word and mask, inhold value word; all ones
    /// for what is not used.
    func scanLoop(_ base: UInt32, operands: UnsafePointer<UInt32>, rung: Bool, now: Int64) -> LoopOutcome {
        let loop = LoopWords(memory: self, base: Int(base))
        guard rung else {
            set(base, PIDBit.enabled | PIDBit.initialized, false)
            return .done
        }
        set(base, PIDBit.enabled, true)
        let update = loop[PIDWord.update]
        guard update >= 0 else { return .badUpdateTime }
        let isFirst = !isSet(base, PIDBit.initialized)
        // Whole microseconds: the REAL 0.1 is a little more than 100 ms, and the loop must not wait a scan for that.
        let updateNanoseconds = Int64(min(update * 1e6, 9e15).rounded()) * 1_000
        let elapsed = max(0, now &- long(loop.base + PIDWord.stamp))
        guard isFirst || elapsed >= updateNanoseconds else { return .done }
        let seconds = isFirst ? update : Double(elapsed) * 1e-9
        let outcome = compute(loop, operands: operands, isFirst: isFirst, seconds: seconds)
        if outcome == .done {
            setLong(loop.base + PIDWord.stamp, now)
            set(base, PIDBit.initialized, true)
        }
        return outcome
    }

    private func compute(
        _ loop: LoopWords, operands: UnsafePointer<UInt32>, isFirst: Bool, seconds: Double
    ) -> LoopOutcome {
        let none = UInt32.max
        let base = UInt32(loop.base)
        // Written so that limits which are no numbers are reset also.
        if !(loop[PIDWord.minimumOutput] < loop[PIDWord.maximumOutput]) {
            loop[PIDWord.maximumOutput] = 100
            loop[PIDWord.minimumOutput] = 0
        }
        let low = loop[PIDWord.minimumOutput]
        let high = loop[PIDWord.maximumOutput]
        let manual = isSet(base, PIDBit.manual)
        let inhold = operands[3] != none && isSet(operands[3], operands[4])
        let isAutomatic = !manual && !inhold && !isSet(base, PIDBit.softwareManual)

        let scaled = loop.scaledInput(Double(real(operands[0])))
        loop[PIDWord.processVariable] = scaled
        let master = operands[2] == none ? nil : LoopWords(memory: self, base: Int(operands[2]))
        if let master { cascade(slave: loop, master: master, slaveIsAutomatic: isAutomatic) }
        if !isAutomatic, isSet(base, PIDBit.pvTracking), scaled.isFinite { loop[PIDWord.setpoint] = scaled }
        let terms = loop.terms(isFirst: isFirst, seconds: seconds)
        guard terms.proportional.isFinite, terms.derivative.isFinite, terms.increment.isFinite else {
            return .notFinite
        }
        let offset = terms.proportional + terms.derivative + loop[PIDWord.bias]
        guard offset.isFinite else { return .notFinite }

        var output: Double
        var integral = double(loop.base + PIDWord.accumulatedIntegral)
        var backCalculates = terms.hasIntegral || !isSet(base, PIDBit.noBias)
        let flags = words[loop.base + PIDWord.flags]
        if inhold {
            output = loop.percentOfCV(Double(real(operands[5])))
        } else if manual, operands[1] != none {
            output = loop.percentOfTieback(Double(real(operands[1])))
            loop[PIDWord.tieback] = output
        } else if !isAutomatic {
            output = min(max(loop[PIDWord.setOutput], low), high)
        } else if flags & PIDFlag.followSlave != 0 {
            output = min(max(loop[PIDWord.trackedOutput], low), high)
        } else if terms.isInDeadband, !isFirst {
            output = loop[PIDWord.output]
            backCalculates = terms.hasIntegral
        } else {
            if isFirst { integral = terms.hasIntegral ? loop[PIDWord.output] - offset : 0 }
            integral = Self.integrated(
                integral, increment: terms.increment, lowest: low - offset, highest: high - offset)
            output = min(max(offset + integral, low), high)
            setLimitBits(base, unlimited: offset + integral + terms.increment, low: low, high: high)
            backCalculates = false
        }
        guard output.isFinite, integral.isFinite else { return .notFinite }
        // Bumpless transfer: the integral becomes whatever makes automatic start from the present output.
        if backCalculates {
            integral = output - offset
            set(base, PIDBit.limitedLow | PIDBit.limitedHigh, false)
        } else if !terms.hasIntegral, !isAutomatic {
            integral = 0
        }
        setDouble(loop.base + PIDWord.accumulatedIntegral, integral)
        loop[PIDWord.output] = output
        if isAutomatic { loop[PIDWord.setOutput] = output }
        let minimumCV = loop[PIDWord.minimumCV]
        loop[PIDWord.controlVariable] = minimumCV + output / 100 * (loop[PIDWord.maximumCV] - minimumCV)
        loop.raiseAlarms()
        return .done
    }

    /// The integral after one step: it never pushes the output further beyond a limit, and may always come back.
    private static func integrated(_ integral: Double, increment: Double, lowest: Double, highest: Double) -> Double {
        let candidate = integral + increment
        if increment > 0 { return min(candidate, max(integral, highest)) }
        return max(candidate, min(integral, lowest))
    }

    private func setLimitBits(_ base: UInt32, unlimited: Double, low: Double, high: Double) {
        set(base, PIDBit.limitedLow, unlimited < low)
        set(base, PIDBit.limitedHigh, unlimited > high)
    }

    /// The master's output is the slave's setpoint; while the slave is not in automatic the master follows it.
    private func cascade(slave: LoopWords, master: LoopWords, slaveIsAutomatic: Bool) {
        let low = slave[PIDWord.minimumScale]
        let span = slave.span
        set(UInt32(slave.base), PIDBit.cascadeLoop, true)
        set(UInt32(slave.base), PIDBit.cascadeType, false)
        set(UInt32(master.base), PIDBit.cascadeLoop | PIDBit.cascadeType, true)
        set(UInt32(master.base + PIDWord.flags), PIDFlag.followSlave, !slaveIsAutomatic)
        if slaveIsAutomatic {
            slave[PIDWord.setpoint] = low + master[PIDWord.output] / 100 * span
        } else {
            master[PIDWord.trackedOutput] = (slave[PIDWord.setpoint] - low) / span * 100
        }
    }
}
