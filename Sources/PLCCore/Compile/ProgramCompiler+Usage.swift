import Diagnostics

/// Which instruction used which place, for the warnings about places that two instructions share.
struct UsageRecord {
    /// The rung of the last OTE on each bit.
    var outputs: [TagReference: Int] = [:]
    /// The rung of the last one shot on each storage bit.
    var storageBits: [TagReference: Int] = [:]
    /// The rung of the last timer or PID instruction on each structure.
    var structures: [StructureReference: Int] = [:]
    /// The rung of the last TOF on each timer.
    var offDelays: [StructureReference: Int] = [:]
    /// Where each structure was last reset.
    var resets: [StructureReference: SourcePosition] = [:]
}

extension ProgramCompiler {
    /// Records what the instruction drives and warns when another drives it already.
    mutating func noteUsage(_ kind: InstructionKind, _ call: InstructionCall, _ operands: [ResolvedOperand]) {
        guard let first = operands.first else { return }
        switch (kind, first) {
        case (.ote, .bit(let bit)):
            if let earlier = usage.outputs[bit] {
                report.add(
                    .duplicateOutput, at: call.position,
                    "'\(call.operands[0])' is already driven by the OTE on rung \(earlier): the last one decides",
                    hint: "drive it from one rung with a branch, or use OTL and OTU")
            }
            usage.outputs[bit] = rung
        case (.ons, .bit(let bit)), (.osr, .bit(let bit)), (.osf, .bit(let bit)):
            if let earlier = usage.storageBits[bit] {
                report.add(
                    .sharedStorageBit, at: call.position,
                    "the storage bit '\(call.operands[0])' is already used on rung \(earlier)",
                    hint: "give each one shot a bit of its own")
            }
            usage.storageBits[bit] = rung
        case (.ton, .structure(let item)), (.tof, .structure(let item)), (.rto, .structure(let item)),
            (.pid, .structure(let item)):
            if let earlier = usage.structures[item] {
                report.add(
                    .sharedStructure, at: call.position,
                    "'\(call.operands[0])' is already driven on rung \(earlier)",
                    hint: "give each instruction a tag of its own")
            }
            usage.structures[item] = rung
            if kind == .tof {
                usage.offDelays[item] = rung
                if let position = usage.resets[item] { warnReset(of: call.operands[0], at: position) }
            }
        case (.res, .structure(let item)):
            usage.resets[item] = call.position
            if usage.offDelays[item] != nil { warnReset(of: call.operands[0], at: call.position) }
        default: break
        }
    }

    /// Warns once where a rung goes on with a condition on a new line behind an output.
    ///
    /// Contacts behind outputs are legal, and a rung may go on on a further line: an author who means that moves the line
    /// in. A line that begins where the rung does is what a rung begins with.
    mutating func warnOfSwallowedRung(_ elements: [RungElement]) {
        guard let first = elements.first else { return }
        for (before, after) in zip(elements, elements.dropFirst()) {
            guard before.hasOutput, after.beginsWithCondition, after.position.line > before.lastLine,
                after.position.column <= first.position.column
            else { continue }
            report.add(
                .swallowedRung, at: after.position,
                "this line goes on with the rung that begins above, which has its output already",
                hint: "put a ';' before it, or move the line in where it belongs to the rung")
            return
        }
    }

    private mutating func warnReset(of operand: Expression, at position: SourcePosition) {
        report.add(
            .resetOfOffDelay, at: position, "RES on '\(operand)', the timer of a TOF, ends its delay at once",
            hint: "use RES with TON, RTO and counters")
    }
}
