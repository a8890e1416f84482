import Glibc

/// Solves the compiled program once: one switch in one loop over plain memory.
///
/// Allocates nothing and counts no references. Branches nest in two 64-bit registers, one bit a level: what came into
/// the branch, and whether a leg was true so far.
struct Interpreter {
    /// The operations; the last one is `end`.
    let code: UnsafePointer<Instruction>
    /// The operand table.
    let operands: UnsafePointer<UInt32>
    /// Data memory.
    let memory: DataMemory

    /// One pass at the simulated nanosecond `now`; the observer hears of every operation.
    ///
    /// Compiled twice: for the observer that ignores everything, and for the one that records.
    // A function of its own, so that there is one copy of the loop for each observer and not one for each caller.
    @inline(never)
    func run(now: Int64, observer: inout some ScanObserver) -> ScanOutcome {
        let memory = self.memory
        var outcome = ScanOutcome()
        var rung = true
        var entries: UInt64 = 0
        var results: UInt64 = 0
        var index = 0

        while true {
            let step = code[index]
            switch step.opcode {
            case .end: return outcome
            case .rungStart: rung = true
            case .branchStart:
                entries = entries << 1 | (rung ? 1 : 0)
                results <<= 1
            case .branchNext:
                results |= rung ? 1 : 0
                rung = entries & 1 != 0
            case .branchEnd:
                rung = rung || results & 1 != 0
                entries >>= 1
                results >>= 1
            case .branchEndInverted:
                rung = entries & 1 != 0 && !(rung || results & 1 != 0)
                entries >>= 1
                results >>= 1

            case .examineOn: rung = rung && memory.isSet(step.a, step.b)
            case .examineOff: rung = rung && !memory.isSet(step.a, step.b)
            case .alwaysFalse: rung = false
            case .outputEnergize: memory.set(step.a, step.b, rung)
            case .outputLatch: if rung { memory.set(step.a, step.b, true) }
            case .outputUnlatch: if rung { memory.set(step.a, step.b, false) }
            case .oneShot:
                let stored = memory.isSet(step.a, step.b)
                memory.set(step.a, step.b, rung)
                rung = rung && !stored
            case .oneShotRising:
                let place = operands + Int(step.a)
                let stored = memory.isSet(place[0], place[1])
                memory.set(place[0], place[1], rung)
                memory.set(place[2], place[3], rung && !stored)
            case .oneShotFalling:
                let place = operands + Int(step.a)
                let stored = memory.isSet(place[0], place[1])
                memory.set(place[0], place[1], rung)
                memory.set(place[2], place[3], !rung && stored)

            case .timerOnDelay:
                if !memory.scanOnDelay(step.a, rung: rung, retentive: false, now: now) {
                    return faulted(.negativeTimerValue, index, outcome)
                }
            case .timerRetentive:
                if !memory.scanOnDelay(step.a, rung: rung, retentive: true, now: now) {
                    return faulted(.negativeTimerValue, index, outcome)
                }
            case .timerOffDelay:
                if !memory.scanOffDelay(step.a, rung: rung, now: now) {
                    return faulted(.negativeTimerValue, index, outcome)
                }
            case .countUp: memory.scanCountUp(step.a, rung: rung)
            case .countDown: memory.scanCountDown(step.a, rung: rung)
            case .resetTimer:
                if rung {
                    memory.set(step.a, TimerBit.all, false)
                    memory.setBits(step.a + UInt32(TimerWord.accumulated), 0)
                }
            case .resetCounter:
                if rung {
                    memory.set(step.a, CounterBit.done | CounterBit.overflow | CounterBit.underflow, false)
                    memory.setBits(step.a + UInt32(CounterWord.accumulated), 0)
                }

            case .equalInteger: rung = rung && memory.integer(step.a) == memory.integer(step.b)
            case .notEqualInteger: rung = rung && memory.integer(step.a) != memory.integer(step.b)
            case .lessInteger: rung = rung && memory.integer(step.a) < memory.integer(step.b)
            case .lessOrEqualInteger: rung = rung && memory.integer(step.a) <= memory.integer(step.b)
            case .greaterInteger: rung = rung && memory.integer(step.a) > memory.integer(step.b)
            case .greaterOrEqualInteger: rung = rung && memory.integer(step.a) >= memory.integer(step.b)
            case .equalReal: rung = rung && memory.real(step.a) == memory.real(step.b)
            case .notEqualReal: rung = rung && memory.real(step.a) != memory.real(step.b)
            case .lessReal: rung = rung && memory.real(step.a) < memory.real(step.b)
            case .lessOrEqualReal: rung = rung && memory.real(step.a) <= memory.real(step.b)
            case .greaterReal: rung = rung && memory.real(step.a) > memory.real(step.b)
            case .greaterOrEqualReal: rung = rung && memory.real(step.a) >= memory.real(step.b)
            case .limitInteger:
                rung =
                    rung && isWithin(memory.integer(step.a), memory.integer(step.b), memory.integer(step.c))
            case .limitReal: rung = rung && isWithin(memory.real(step.a), memory.real(step.b), memory.real(step.c))
            case .maskedEqual:
                let mask = memory.bits(step.b)
                rung = rung && memory.bits(step.a) & mask == memory.bits(step.c) & mask

            case .addInteger:
                if rung,
                    !memory.setInteger(step.c, memory.integer(step.a).addingReportingOverflow(memory.integer(step.b)))
                {
                    outcome.noteMinor(index)
                }
            case .subtractInteger:
                if rung,
                    !memory.setInteger(
                        step.c, memory.integer(step.a).subtractingReportingOverflow(memory.integer(step.b)))
                {
                    outcome.noteMinor(index)
                }
            case .multiplyInteger:
                if rung {
                    let result = memory.integer(step.a).multipliedReportingOverflow(by: memory.integer(step.b))
                    if !memory.setInteger(step.c, result) { outcome.noteMinor(index) }
                }
            case .divideInteger:
                // A divisor of zero gives the dividend, -2147483648 / -1 wraps; both report an overflow.
                if rung,
                    !memory.setInteger(
                        step.c, memory.integer(step.a).dividedReportingOverflow(by: memory.integer(step.b)))
                {
                    outcome.noteMinor(index)
                }
            case .moduloInteger:
                if rung {
                    let divisor = memory.integer(step.b)
                    let dividend = memory.integer(step.a)
                    let result = divisor == -1 ? (0, false) : dividend.remainderReportingOverflow(dividingBy: divisor)
                    if !memory.setInteger(step.c, result) { outcome.noteMinor(index) }
                }
            case .minimumInteger:
                if rung { memory.setInteger(step.c, min(memory.integer(step.a), memory.integer(step.b))) }
            case .maximumInteger:
                if rung { memory.setInteger(step.c, max(memory.integer(step.a), memory.integer(step.b))) }
            case .andInteger: if rung { memory.setBits(step.c, memory.bits(step.a) & memory.bits(step.b)) }
            case .exclusiveOrInteger: if rung { memory.setBits(step.c, memory.bits(step.a) ^ memory.bits(step.b)) }
            case .orInteger: if rung { memory.setBits(step.c, memory.bits(step.a) | memory.bits(step.b)) }
            case .negateInteger:
                if rung, !memory.setInteger(step.c, Int32(0).subtractingReportingOverflow(memory.integer(step.a))) {
                    outcome.noteMinor(index)
                }
            case .absoluteInteger:
                if rung {
                    let value = memory.integer(step.a)
                    let result = value < 0 ? Int32(0).subtractingReportingOverflow(value) : (value, false)
                    if !memory.setInteger(step.c, result) { outcome.noteMinor(index) }
                }
            case .squareRootInteger:
                if rung {
                    let root = Double(memory.integer(step.a).magnitude).squareRoot()
                    memory.setInteger(step.c, Int32(root))
                }
            case .notInteger: if rung { memory.setBits(step.c, ~memory.bits(step.a)) }

            case .addReal:
                if rung {
                    let a = memory.real(step.a)
                    let b = memory.real(step.b)
                    if !memory.setReal(step.c, a + b, from: a, b) { outcome.noteMinor(index) }
                }
            case .subtractReal:
                if rung {
                    let a = memory.real(step.a)
                    let b = memory.real(step.b)
                    if !memory.setReal(step.c, a - b, from: a, b) { outcome.noteMinor(index) }
                }
            case .multiplyReal:
                if rung {
                    let a = memory.real(step.a)
                    let b = memory.real(step.b)
                    if !memory.setReal(step.c, a * b, from: a, b) { outcome.noteMinor(index) }
                }
            case .divideReal:
                if rung {
                    let a = memory.real(step.a)
                    let b = memory.real(step.b)
                    if !memory.setReal(step.c, a / b, from: a, b) { outcome.noteMinor(index) }
                }
            case .moduloReal:
                if rung {
                    let a = memory.real(step.a)
                    let b = memory.real(step.b)
                    if !memory.setReal(step.c, fmodf(a, b), from: a, b) { outcome.noteMinor(index) }
                }
            case .minimumReal:
                if rung {
                    let a = memory.real(step.a)
                    let b = memory.real(step.b)
                    memory.setReal(step.c, a.isNaN || a < b ? a : b)
                }
            case .maximumReal:
                if rung {
                    let a = memory.real(step.a)
                    let b = memory.real(step.b)
                    memory.setReal(step.c, a.isNaN || a > b ? a : b)
                }
            case .negateReal: if rung { memory.setReal(step.c, -memory.real(step.a)) }
            case .absoluteReal: if rung { memory.setReal(step.c, memory.real(step.a).magnitude) }
            case .squareRootReal: if rung { memory.setReal(step.c, memory.real(step.a).magnitude.squareRoot()) }
            case .logarithmReal:
                if rung {
                    let a = memory.real(step.a)
                    if !memory.setReal(step.c, Float(log(Double(a))), from: a) { outcome.noteMinor(index) }
                }
            case .exponentialReal:
                if rung {
                    let a = memory.real(step.a)
                    if !memory.setReal(step.c, Float(exp(Double(a))), from: a) { outcome.noteMinor(index) }
                }

            case .move: if rung { memory.setBits(step.c, memory.bits(step.a)) }
            case .maskedMove:
                if rung {
                    let mask = memory.bits(step.b)
                    memory.setBits(step.c, memory.bits(step.c) & ~mask | memory.bits(step.a) & mask)
                }
            case .narrowToInt:
                if rung {
                    // The lower sixteen bits, as the real controller does it.
                    let value = memory.integer(step.a)
                    let narrow = Int32(Int16(truncatingIfNeeded: value))
                    if narrow != value, step.b == 0 { outcome.noteMinor(index) }
                    memory.setInteger(step.c, narrow)
                }
            case .integerToReal: if rung { memory.setReal(step.c, Float(memory.integer(step.a))) }
            case .realToInteger:
                if rung, !convert(step, low: -2_147_483_648, high: 2_147_483_647) { outcome.noteMinor(index) }
            case .realToInt:
                if rung, !convert(step, low: -32768, high: 32767) { outcome.noteMinor(index) }

            case .scaleRange: if rung, !scaleRange(step) { outcome.noteMinor(index) }
            case .scaleRate: if rung, !scaleRate(step) { outcome.noteMinor(index) }
            case .pid:
                switch memory.scanLoop(step.a, operands: operands + Int(step.b), rung: rung, now: now) {
                case .done: break
                case .notFinite: outcome.noteMinor(index)
                case .badUpdateTime: return faulted(.pidUpdateTime, index, outcome)
                }
            }
            observer.note(operation: index, rung: rung)
            index &+= 1
        }
    }

    private func faulted(_ code: FaultCode, _ operation: Int, _ outcome: ScanOutcome) -> ScanOutcome {
        var result = outcome
        result.majorCode = code
        result.majorOperation = operation
        return result
    }

    @inline(__always)
    private func isWithin<Number: Comparable>(_ low: Number, _ test: Number, _ high: Number) -> Bool {
        low <= high ? low <= test && test <= high : test <= high || test >= low
    }

    /// REAL to whole number: half to even, limited to the type; a NaN leaves the destination alone. False when it
    /// did not fit.
    @inline(__always)
    private func convert(_ step: Instruction, low: Double, high: Double) -> Bool {
        let value = Double(memory.real(step.a))
        guard !value.isNaN else { return false }
        let whole = value.rounded(.toNearestOrEven)
        memory.setInteger(step.c, Int32(min(max(whole, low), high)))
        return whole >= low && whole <= high
    }

    /// SCP: in, inMin, inMax, outMin, outMax. False when the result is no finite number.
    private func scaleRange(_ step: Instruction) -> Bool {
        let place = operands + Int(step.a)
        let input = Double(memory.real(place[0]))
        let inputLow = Double(memory.real(place[1]))
        let inputHigh = Double(memory.real(place[2]))
        let outputLow = Double(memory.real(place[3]))
        let outputHigh = Double(memory.real(place[4]))
        guard inputHigh != inputLow else {
            guard step.b == 0 else { return false }
            // The conversion that follows leaves the destination alone and marks the fault.
            memory.setReal(step.c, .nan)
            return true
        }
        let result = Float((input - inputLow) * (outputHigh - outputLow) / (inputHigh - inputLow) + outputLow)
        memory.setReal(step.c, result)
        return result.isFinite || !input.isFinite
    }

    /// SCL: source, rate, offset. False when the result is no finite number.
    private func scaleRate(_ step: Instruction) -> Bool {
        let place = operands + Int(step.a)
        let source = Double(memory.real(place[0]))
        let result = Float(source * Double(memory.real(place[1])) / 10_000 + Double(memory.real(place[2])))
        memory.setReal(step.c, result)
        return result.isFinite || !source.isFinite
    }
}
