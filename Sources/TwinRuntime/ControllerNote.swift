import PLCCore
import Text
import TwinCore

/// Something to tell about a controller's health.
package struct ControllerNote: Sendable {
    /// What it is about.
    package enum Topic: String, Hashable, Sendable {
        /// A major fault: the controller stands still.
        case major
        /// Minor faults: the controller went on.
        case minor
        /// How it stood over the whole time so far.
        case summary
    }

    /// What it is about.
    package var topic: Topic
    /// Whether the same was told before, so that this is a count.
    package var isRepeated: Bool
    /// The health at that moment.
    package var health: ControllerHealth
    /// The last major fault of the run; nil when there was none.
    package var lastMajor: ControllerFault?
    /// The first minor fault of the run; nil when there was none.
    package var firstMinor: ControllerFault?
    /// The last minor fault of the run; nil when there was none.
    package var lastMinor: ControllerFault?

    /// The fault that the note is about; nil for a summary.
    package var fault: ControllerFault? {
        switch topic {
        case .major: lastMajor
        case .minor: lastMinor
        case .summary: nil
        }
    }

    /// The note in a sentence.
    package var sentence: String {
        let tally = health.tally
        switch topic {
        case .major:
            let what = lastMajor.map(Self.words) ?? "a major fault"
            let count = isRepeated ? ", \(tally.majorFaults) major faults so far" : ""
            return "The controller faulted: \(what)\(count). It stands still with its outputs in their safe state."
        case .minor:
            let share =
                "\(Self.count(tally.minorFaults, "minor fault")) in \(tally.minorScans) of \(tally.solvedScans) scans"
            let what = (isRepeated ? lastMinor : firstMinor).map(Self.words) ?? "a minor fault"
            return isRepeated
                ? "The controller had \(share), the last \(what)."
                : "The controller had a minor fault and goes on: \(what)."
        case .summary:
            var parts = ["solved its program in \(tally.solvedScans) of \(health.scans) scans"]
            if health.askedScans > 0 { parts.append("stood still as asked for in \(health.askedScans)") }
            if health.unaskedScans > 0 { parts.append("stood still unasked in \(health.unaskedScans)") }
            if tally.majorFaults > 0 {
                parts.append(
                    "had \(Self.count(tally.majorFaults, "major fault"))"
                        + (lastMajor.map { ", the last \(Self.words($0))" } ?? ""))
            }
            if tally.minorFaults > 0 {
                parts.append(
                    "had \(Self.count(tally.minorFaults, "minor fault")) in \(Self.count(tally.minorScans, "scan"))"
                        + (firstMinor.map { ", the first \(Self.words($0))" } ?? ""))
            }
            return "The controller \(parts.joined(separator: "; "))."
        }
    }

    /// The particulars: one object, whose members `Docs/Evidence.md` states.
    package var json: JSONValue {
        .object(
            [.init(name: "topic", value: .string(topic.rawValue)), .init(name: "fault", value: faultJSON)] + members)
    }

    /// The fault that the note is about as an object; null for a summary.
    package var faultJSON: JSONValue { fault.map(Self.object) ?? .null }

    /// The particulars without the topic.
    package var members: [JSONValue.Member] {
        [
            .init(name: "state", value: .string(health.mode.rawValue)),
            .init(name: "standstill", value: .optional(health.standstill?.rawValue)),
            .init(name: "scans", value: .integer(Int64(health.scans))),
            .init(name: "solved_scans", value: .integer(Int64(health.tally.solvedScans))),
            .init(name: "asked_scans", value: .integer(Int64(health.askedScans))),
            .init(name: "unasked_scans", value: .integer(Int64(health.unaskedScans))),
            .init(name: "major_faults", value: .integer(Int64(health.tally.majorFaults))),
            .init(name: "minor_faults", value: .integer(Int64(health.tally.minorFaults))),
            .init(name: "minor_scans", value: .integer(Int64(health.tally.minorScans))),
            .init(name: "major", value: lastMajor.map(Self.object) ?? .null),
            .init(name: "first_minor", value: firstMinor.map(Self.object) ?? .null),
            .init(name: "last_minor", value: lastMinor.map(Self.object) ?? .null),
        ]
    }

    private static func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }

    private static func words(_ fault: ControllerFault) -> String {
        let place = fault.place
        let sentence = fault.sentence.hasSuffix(".") ? String(fault.sentence.dropLast()) : fault.sentence
        return "\(fault.code.rawValue) at \(fault.at.seconds) s" + (place.isEmpty ? "" : ", \(place)")
            + " (\(sentence))"
    }

    private static func object(_ fault: ControllerFault) -> JSONValue {
        [
            "code": .string(fault.code.rawValue), "sentence": .string(fault.sentence),
            "rung": .optional(fault.rung.map(Int64.init)), "instruction": .optional(fault.instruction),
            "operand": .optional(fault.operand), "text": .optional(fault.text), "time_s": .number(fault.at.seconds),
            "scan": .integer(Int64(fault.scan)),
        ]
    }
}
