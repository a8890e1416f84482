import PLCCore
import TwinCore

/// Tells of what a program computes whether it may be negative, by what the tags' ranges and the instructions say.
///
/// Careful on one side: what is not known to stay at 0 or above may be negative.
struct ValueSigns {
    private let rows: [String: TagRow]
    private let inputs: Set<String>
    private let writers: [String: [InstructionCall]]

    /// The signs in a program with these writes, by what they write.
    init(table: TagTableFile, writes: [(path: String, call: InstructionCall)]) {
        rows = Dictionary(table.rows.map { ($0.name.text.lowercased(), $0) }, uniquingKeysWith: { first, _ in first })
        inputs = Set(
            table.points.compactMap { point in
                if case .input = point.wire { point.name.lowercased() } else { nil }
            })
        writers = Dictionary(grouping: writes, by: { $0.path.lowercased() }).mapValues { $0.map(\.call) }
    }

    /// Whether the instruction never writes a negative number.
    func isNeverNegative(_ call: InstructionCall) -> Bool { isNeverNegative(call, visited: []) }

    private func isNeverNegative(_ call: InstructionCall, visited: Set<String>) -> Bool {
        guard let entry = InstructionCatalogue.entry(named: call.mnemonic) else { return false }
        let sources = zip(call.operands, entry.operands).filter { !$0.1.kind.isWritten }.map(\.0)
        switch entry.kind {
        case .clr, .abs, .sqr, .ton, .tof, .rto, .res: return true
        case .mov, .cpt, .add, .mul, .div, .mod: return sources.allSatisfy { isNeverNegative($0, visited) }
        case .xic, .xio, .ote, .otl, .otu, .ons, .osr, .osf, .afi, .nop, .ctu, .ctd, .equ, .neq, .grt, .geq, .les, .leq,
            .lim, .meq, .cmp, .mvm, .sub, .neg, .scp, .scl, .pid:
            return false
        }
    }

    private func isNeverNegative(_ expression: Expression, _ visited: Set<String>) -> Bool {
        switch expression {
        case .unspecified: return true
        case .number(let literal, _): return literal.value >= 0
        case .group(let inner, _): return isNeverNegative(inner, visited)
        case .path(let path, _): return isNeverNegative(tag: path.lowercased(), visited)
        case .unary: return false
        case .binary(let sign, let left, let right, _):
            switch sign {
            case .add, .multiply, .divide, .modulo:
                return isNeverNegative(left, visited) && isNeverNegative(right, visited)
            case .and: return isNeverNegative(left, visited) || isNeverNegative(right, visited)
            case .or, .exclusiveOr: return isNeverNegative(left, visited) && isNeverNegative(right, visited)
            case .less, .lessOrEqual, .greater, .greaterOrEqual, .equal, .notEqual: return true
            case .subtract: return false
            }
        case .call(let name, let arguments, _):
            switch name {
            case "ABS", "SQR", "SQRT", "EXP": return true
            case "MAX": return arguments.contains { isNeverNegative($0, visited) }
            case "MIN": return arguments.allSatisfy { isNeverNegative($0, visited) }
            default: return false
            }
        }
    }

    private func isNeverNegative(tag name: String, _ visited: Set<String>) -> Bool {
        // A tag that is computed from itself is as its other sources are.
        if visited.contains(name) { return true }
        if inputs.contains(name) { return false }
        let visited = visited.union([name])
        if let row = rows[name] {
            if row.initial.values.contains(where: { $0 < 0 }) { return false }
            if let register = row.register, register.writable, !register.isNeverNegative { return false }
        }
        return (writers[name] ?? []).allSatisfy { isNeverNegative($0, visited: visited) }
    }
}
