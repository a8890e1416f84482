import Evidence
import Testing
import TwinCore

@testable import SoakHarness

@Suite("What the controller did", .timeLimit(.minutes(5)))
struct ControllerRecorderTests {
    /// The events of values that change one alarm of the scenario, one list a call.
    private func alarms(_ course: [(value: Double, isOccasion: Bool)]) throws -> [[EvidenceEvent]] {
        let scenario = try Fixture.scenario()
        let alarm = try #require(
            scenario.points.firstIndex { point in
                if case .output = point.wire { return false }
                if case .input = point.wire { return false }
                return point.reference != nil && scenario.isBit(point)
                    && point.summary.hasPrefix(WatchedTag.alarmPrefix)
                    && !scenario.registerMap.entries.contains { $0.name == point.name && $0.writable }
            })
        var recorder = ControllerRecorder(scenario)
        var values = scenario.initialValues()
        return course.enumerated().map { step, change in
            values[alarm] = change.value
            return recorder.note(
                values, writes: scenario.registerMap.entries.map { _ in 0 }, mode: "run", at: Double(step),
                isOccasion: change.isOccasion
            ).filter { $0.kind == .alarm }
        }
    }

    @Test("a loop current that the program scales is followed with what it stands for")
    func engineering() throws {
        let scenario = try Fixture.scenario("water-treatment")
        var recorder = ControllerRecorder(scenario)
        let events = recorder.note(
            scenario.initialValues(), writes: scenario.registerMap.entries.map { _ in 0 }, mode: "run", at: 0,
            isOccasion: false)
        let program = try #require(events.first { $0.kind == .program })
        let tags = try #require(program.detail["tags"]?.elements.compactMap { WatchedTag($0) })
        let current = try #require(tags.first { $0.name == "LIT101_MA" })
        let scale = try #require(current.engineering)
        #expect(scale == EngineeringScale(tag: "LIT101", unit: "m", rawLow: 4, rawHigh: 20, low: 0, high: 5))
        #expect(scale.value(12) == 2.5)
        #expect(scale.value(0) == -1.25, "beyond the range the line goes on")
        #expect(tags.filter { $0.role != .input }.allSatisfy { $0.engineering == nil })
    }

    @Test("an alarm that does not stand at the start is no event, and one that comes and goes is two")
    func alarm() throws {
        let events = try alarms([(0, false), (0, false), (1, false), (1, false), (0, false)])
        #expect(events.map(\.count) == [0, 0, 1, 0, 1])
    }

    @Test("an alarm that stands is not raised again by the storms that find it standing")
    func unchanged() throws {
        let blinking = (0..<60).map { (value: Double($0 % 2), isOccasion: false) }
        // It blinks until its allowance is used up, so that the occasion writes its value down once more.
        let events = try alarms(blinking + [(1, true), (1, true), (1, true)])
        let told = events.flatMap { $0 }.map { $0.summary }
        for (one, next) in zip(told, told.dropFirst()) { #expect(one != next, "an alarm was told twice: \(one)") }
        #expect(events.suffix(2).map(\.count) == [0, 0])
    }

    @Test("the mode is told once, and again when it changes")
    func mode() throws {
        let scenario = try Fixture.scenario()
        var recorder = ControllerRecorder(scenario)
        let writes = scenario.registerMap.entries.map { _ in UInt64(0) }
        let counts = ["run", "run", "stop", "run"].enumerated().map { step, mode in
            recorder.note(scenario.initialValues(), writes: writes, mode: mode, at: Double(step), isOccasion: false)
                .filter { $0.kind == .controller }.count
        }
        #expect(counts == [1, 0, 1, 1])
    }
}
