extension Interpreter {
    /// The pass on entering run mode: every instruction once, whatever stands before it on its rung.
    func prescan() {
        var index = 0
        while true {
            let step = code[index]
            switch step.opcode {
            case .end: return
            case .outputEnergize: memory.set(step.a, step.b, false)
            case .oneShot: memory.set(step.a, step.b, true)
            case .oneShotRising:
                let place = operands + Int(step.a)
                memory.set(place[0], place[1], true)
                memory.set(place[2], place[3], false)
            case .oneShotFalling:
                let place = operands + Int(step.a)
                memory.set(place[0], place[1], false)
                memory.set(place[2], place[3], false)
            case .timerOnDelay:
                memory.set(step.a, TimerBit.all, false)
                memory.setBits(step.a + UInt32(TimerWord.accumulated), 0)
            case .timerRetentive: memory.set(step.a, TimerBit.all, false)
            case .timerOffDelay:
                memory.set(step.a, TimerBit.all, false)
                memory.setBits(
                    step.a + UInt32(TimerWord.accumulated), memory.bits(step.a + UInt32(TimerWord.preset)))
            case .countUp: memory.set(step.a, CounterBit.up, true)
            case .countDown: memory.set(step.a, CounterBit.down, true)
            case .pid: memory.set(step.a, PIDBit.enabled | PIDBit.initialized, false)
            default: break  // The others leave no trace at prescan; the catalogue's rows say so and a test holds them.
            }
            index += 1
        }
    }
}
