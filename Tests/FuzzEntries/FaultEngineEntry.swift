import FaultPlan

/// Lets up to three faults at once judge any request and spoil any reply to it.
///
/// The first six bytes choose kinds and parameters, the seventh how many of the rest are the request.
///
/// Promises: what leaves fits the room; nothing is written behind it; delays and pieces can be carried out; only faults in
/// force say that they acted.
enum FaultEngineEntry {
    /// Feeds one input.
    static func examine(_ bytes: UnsafeRawBufferPointer) -> String? {
        guard bytes.count > 8 else { return nil }
        var engine = FaultEngine()
        var kinds: [String] = []
        for place in 0..<3 where bytes[place] != 0 {
            let planned = fault(kind: Int(bytes[place]), dial: bytes[3 + place])
            kinds.append(planned.kind)
            engine.begin(ArmedFault(id: place, planned, seed: UInt64(bytes[3])), occurrence: 1)
        }
        let requestLength = min(max(1, Int(bytes[6])), bytes.count - 7, longestPDU)
        let request = frame(bytes[7..<7 + requestLength])
        // A good reply has two bytes at least, and begins with the request's function.
        let reply = frame([request[7], 0] + bytes[(7 + requestLength)...].prefix(longestPDU - 2))
        var broken: String?
        for sequence in UInt64(1)...3 {
            broken = broken ?? exchange(&engine, request, reply, sequence)
        }
        return broken.map { "\($0): \(kinds), request \(request), reply \(reply)" }
    }

    /// The kinds that judge requests or spoil replies.
    private static let entries = FaultCatalogue.entries.filter { $0.aim == .requests }
    private static let longestPDU = 253
    private static let canary: UInt8 = 0xA5

    private static func exchange(
        _ engine: inout FaultEngine, _ request: [UInt8], _ reply: [UInt8], _ sequence: UInt64
    ) -> String? {
        request.withUnsafeBytes { frame in
            let view = RequestView(
                connection: 1, sequence: sequence, nanoseconds: Int64(sequence), frame: frame, previousTransaction: 7)
            var isHitKnown = true
            _ = engine.judge(view) { isHitKnown = isHitKnown && (0..<3).contains($0.fault) && $0.occurrence == 1 }
            return withUnsafeTemporaryAllocation(byteCount: ReplyDraft.room + 64, alignment: 1) { memory in
                memory.initializeMemory(as: UInt8.self, repeating: canary)
                memory.copyBytes(from: reply)
                var draft = ReplyDraft(
                    buffer: UnsafeMutableRawBufferPointer(rebasing: memory[..<ReplyDraft.room]), count: reply.count,
                    request: view)
                engine.spoil(&draft) { isHitKnown = isHitKnown && (0..<3).contains($0.fault) && $0.occurrence == 1 }
                guard isHitKnown else { return "a fault that is not in force says that it acted" }
                guard (0...ReplyDraft.room).contains(draft.count) else { return "\(draft.count) bytes leave" }
                guard memory[ReplyDraft.room...].allSatisfy({ $0 == canary }) else { return "written behind the room" }
                guard draft.delayNanoseconds >= 0 else { return "a delay of \(draft.delayNanoseconds) ns" }
                if let drip = draft.drip, drip.first < 1 || drip.bytes < 1 || drip.everyNanoseconds < 1 {
                    return "pieces that never end: \(drip)"
                }
                return nil
            }
        }
    }

    private static func frame(_ pdu: some Collection<UInt8>) -> [UInt8] {
        [0x12, 0x34, 0, 0, UInt8((pdu.count + 1) >> 8), UInt8((pdu.count + 1) & 255), 1] + pdu
    }

    /// A fault whose parameters all stand at the same share of their ranges.
    private static func fault(kind: Int, dial: UInt8) -> PlannedFault {
        let entry = entries[kind % entries.count]
        var values: [String: ParameterValue] = [:]
        for (place, parameter) in entry.parameters.enumerated() {
            // A parameter that may be left out is there at every other dial.
            if parameter.isOptional, (Int(dial) + place) % 2 == 0 { continue }
            values[parameter.name] = value(of: parameter, dial: Int(dial))
        }
        return PlannedFault(label: entry.kind, kind: entry.kind, parameters: FaultParameters(values))
    }

    private static func value(of parameter: FaultCatalogue.Parameter, dial: Int) -> ParameterValue {
        func between(_ range: ClosedRange<Int>) -> Int {
            range.lowerBound + (range.upperBound - range.lowerBound) / 255 * dial
        }
        switch parameter.shape {
        case .integer(let range) where range.count < 255: return .integer(range.lowerBound + dial % range.count)
        case .integer(let range): return .integer(between(range))
        case .number(let range):
            return .number(range.lowerBound + (range.upperBound - range.lowerBound) * Double(dial) / 255)
        case .duration(let range): return .duration(Int64(between(Int(range.lowerBound)...Int(range.upperBound))))
        case .choice(let words): return .word(words[dial % words.count])
        case .time, .tag, .component, .text: return parameter.standard ?? .word("")
        }
    }

    /// Every kind at a few dials, with a read and its reply, and with a write and its.
    static var beginnings: [[UInt8]] {
        entries.indices.flatMap { kind -> [[UInt8]] in
            let first = UInt8(kind == 0 ? entries.count : kind)
            return [0, 128, 255].flatMap { dial -> [[UInt8]] in
                [
                    [first, 0, 0, dial, 0, 0, 5, 3, 0, 0, 0, 2, 4, 0, 1, 0, 2],
                    [0, first, first, dial, dial, 0, 9, 16, 0, 0, 0, 1, 2, 0, 7, 0, 0, 0, 1],
                ]
            }
        }
    }
}
