/// The numbers of one PID loop in data memory.
struct LoopWords {
    /// The memory that holds the loop.
    let memory: DataMemory
    /// The loop's first word.
    let base: Int

    /// A REAL member, by its word.
    @inline(__always)
    subscript(word: Int) -> Double {
        get { Double(Float(bitPattern: memory.words[base + word])) }
        nonmutating set { memory.words[base + word] = Float(newValue).bitPattern }
    }

    /// MAXS - MINS, or 100 where the two do not give a span.
    var span: Double {
        let span = self[PIDWord.maximumScale] - self[PIDWord.minimumScale]
        return span > 0 ? span : 100
    }

    /// The PV operand in engineering units.
    func scaledInput(_ raw: Double) -> Double {
        let low = self[PIDWord.minimumInput]
        let width = self[PIDWord.maximumInput] - low
        guard width != 0 else { return raw }
        return (raw - low) / width * span + self[PIDWord.minimumScale]
    }

    /// A CV in its own unit as percent of output.
    func percentOfCV(_ value: Double) -> Double {
        let low = self[PIDWord.minimumCV]
        let width = self[PIDWord.maximumCV] - low
        return width == 0 ? 0 : (value - low) / width * 100
    }

    /// A tieback in its own unit as percent of output; on the scale of the CV when it has none of its own.
    func percentOfTieback(_ value: Double) -> Double {
        let low = self[PIDWord.minimumTie]
        let width = self[PIDWord.maximumTie] - low
        return width == 0 ? percentOfCV(value) : (value - low) / width * 100
    }

    /// What one execution adds up, in percent of output.
    struct Terms {
        /// The proportional term.
        var proportional: Double
        /// What the integral gains in this step.
        var increment: Double
        /// The derivative term.
        var derivative: Double
        /// Whether there is an integral gain.
        var hasIntegral: Bool
        /// Whether the error is within the deadband, and the deadband in force.
        var isInDeadband: Bool
    }

    /// Limits the setpoint, computes the error and the three terms, and keeps what the next execution needs.
    func terms(isFirst: Bool, seconds: Double) -> Terms {
        let word = UInt32(base)
        let low = self[PIDWord.minimumScale]
        let wanted = self[PIDWord.setpoint]
        let setpoint = min(max(wanted, low), low + span)
        memory.set(word, PIDBit.setpointOutOfRange, setpoint != wanted)
        let isDirect = memory.isSet(word, PIDBit.controlAction)
        let input = self[PIDWord.processVariable]
        let error = isDirect ? input - setpoint : setpoint - input
        // Errors that are no numbers are passed on as they are: the caller then holds the output.
        guard error.isFinite, wanted.isFinite else {
            return Terms(proportional: .nan, increment: 0, derivative: 0, hasIntegral: false, isInDeadband: false)
        }
        let isInDeadband = updateDeadband(error: error, isFirst: isFirst)
        self[PIDWord.error] = error
        let gain = self[PIDWord.proportional]
        var integralGain = self[PIDWord.integral]
        var derivativeGain = self[PIDWord.derivative]
        if memory.isSet(word, PIDBit.dependent) {
            // Ti in minutes a repeat, Td in minutes; no reset time means no integral.
            integralGain = integralGain > 0 ? gain / (60 * integralGain) : 0
            derivativeGain *= 60 * gain
        }
        let percent = error / span * 100
        return Terms(
            proportional: gain * percent, increment: integralGain * percent * seconds,
            derivative: derivative(
                of: memory.isSet(word, PIDBit.derivativeOfError)
                    ? percent : (isDirect ? input : -input) / span * 100,
                gain: derivativeGain, isFirst: isFirst, seconds: seconds),
            hasIntegral: integralGain != 0, isInDeadband: isInDeadband)
    }

    private func derivative(of input: Double, gain: Double, isFirst: Bool, seconds: Double) -> Double {
        let previous = memory.double(base + PIDWord.previousInput)
        memory.setDouble(base + PIDWord.previousInput, input)
        var term = isFirst || seconds <= 0 ? 0 : gain * (input - previous) / seconds
        if !memory.isSet(UInt32(base), PIDBit.noFilter), gain != 0, !isFirst {
            // A first-order filter with a sixteenth of the derivative gain as its time.
            let weight = gain.magnitude / (16 * seconds + gain.magnitude)
            term = (1 - weight) * term + weight * memory.double(base + PIDWord.smoothedDerivative)
        }
        memory.setDouble(base + PIDWord.smoothedDerivative, term)
        return term
    }

    /// With zero crossing, the deadband is in force from when the error crosses zero until it leaves the band.
    private func updateDeadband(error: Double, isFirst: Bool) -> Bool {
        let word = base + PIDWord.flags
        var flags = memory.words[word]
        let width = self[PIDWord.deadband]
        let wasNegative = flags & PIDFlag.errorWasNegative != 0
        let isInside = width > 0 && error.magnitude <= width
        let crosses =
            error == 0 || !isFirst && wasNegative != (error < 0)
            || memory.isSet(UInt32(base), PIDBit.noZeroCrossing)
        if !isInside {
            flags &= ~PIDFlag.deadbandActive
        } else if crosses {
            flags |= PIDFlag.deadbandActive
        }
        flags = error < 0 ? flags | PIDFlag.errorWasNegative : flags & ~PIDFlag.errorWasNegative
        memory.words[word] = flags
        memory.set(UInt32(base), PIDBit.withinDeadband, flags & PIDFlag.deadbandActive != 0)
        return flags & PIDFlag.deadbandActive != 0
    }

    /// Sets and clears the alarm bits; an alarm goes when the value is back by the deadband.
    func raiseAlarms() {
        let input = self[PIDWord.processVariable]
        let error = self[PIDWord.error]
        let hasLimits = self[PIDWord.pvHigh] != self[PIDWord.pvLow]
        let margin = self[PIDWord.pvDeadband]
        let deviationMargin = self[PIDWord.deviationDeadband]
        alarm(PIDBit.pvHighAlarm, over: input - self[PIDWord.pvHigh], margin: margin, isUsed: hasLimits)
        alarm(PIDBit.pvLowAlarm, over: self[PIDWord.pvLow] - input, margin: margin, isUsed: hasLimits)
        let positive = self[PIDWord.deviationHigh].magnitude
        let negative = self[PIDWord.deviationLow].magnitude
        alarm(PIDBit.deviationHighAlarm, over: error - positive, margin: deviationMargin, isUsed: positive != 0)
        alarm(PIDBit.deviationLowAlarm, over: -error - negative, margin: deviationMargin, isUsed: negative != 0)
    }

    private func alarm(_ bit: UInt32, over: Double, margin: Double, isUsed: Bool) {
        if !isUsed || over < -margin {
            memory.set(UInt32(base), bit, false)
        } else if over >= 0 {
            memory.set(UInt32(base), bit, true)
        }
    }
}
