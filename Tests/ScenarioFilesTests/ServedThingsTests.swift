import FaultPlan
import Foundation
import ModbusProtocol
import Testing
import TwinCore

@testable import ScenarioFiles

@Suite("What water-treatment serves beside numbers", .timeLimit(.minutes(5)))
struct ServedThingsTests {
    private static func twin() throws -> Twin {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("Scenarios/water-treatment")
        var files: [String: String] = [:]
        for name in ScenarioBundle.requiredFiles {
            files[name] = try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
        }
        let scenario = try ScenarioReader.read(ScenarioBundle(folder: folder.path, files: files)).scenario
        return try Twin(scenario, seed: 1, timetable: FaultTimetable([]))
    }

    private static func scan(_ twin: Twin, _ count: Int) {
        let period = twin.scenario.timing.scanPeriodNanoseconds
        for _ in 0..<count {
            twin.scan(at: .zero.advanced(byNanoseconds: Int64(twin.scanCount) * period))
        }
        twin.exchange.refresh()
    }

    @Test("the name is in its registers, the status word follows the program, the life bit comes back")
    func statusWord() throws {
        let twin = try Self.twin()
        Self.scan(twin, 1)
        var image: RegisterImage { twin.exchange.image }
        let bytes = (160..<176).flatMap {
            [UInt8(image.holdingRegisters[$0] >> 8), UInt8(image.holdingRegisters[$0] & 255)]
        }
        #expect(String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self) == "Riverside Water Treatment Works")
        let life = try #require(twin.scenario.registerMap.entries.firstIndex { $0.name == "SCADA_LIFE" })
        #expect(image.holdingRegisters[176] >> 8 == 0)
        twin.exchange.write(entry: life, value: 1)
        #expect(image.holdingRegisters[176] >> 8 == 1)
        Self.scan(twin, 1)
        #expect(image.holdingRegisters[176] >> 8 == 3)
        twin.exchange.write(entry: life, value: 0)
        Self.scan(twin, 1)
        #expect(image.holdingRegisters[176] >> 8 == 0)
        Self.scan(twin, 3000)
        // After five minutes the works treats water: raw pump, filter and high service.
        #expect(image.holdingRegisters[176] & 0b111 == 0b111)
        for entry in twin.scenario.registerMap.entries where entry.bit != nil {
            let value = twin.value(of: twin.scenario.points[entry.tagIndex])
            #expect(value == Double(image.holdingRegisters[176] >> UInt16(entry.bit ?? 0) & 1), "\(entry.name)")
        }
    }

    @Test("the queue of plant states takes each state that the works has gone through")
    func states() throws {
        let twin = try Self.twin()
        let state = try #require(twin.scenario.points.first { $0.name == "PLANT_STATE" })
        var seen: [UInt16] = [UInt16(twin.value(of: state) ?? 0)]
        for _ in 0..<1000 {
            Self.scan(twin, 1)
            let value = UInt16(twin.value(of: state) ?? 0)
            if value != seen.last { seen.append(value) }
        }
        var reply = [UInt8](repeating: 0, count: 253)
        let count = reply.withUnsafeMutableBytes { twin.exchange.image.writeQueue(0, to: $0) }
        let values = stride(from: 5, to: count, by: 2).map { UInt16(reply[$0]) << 8 | UInt16(reply[$0 + 1]) }
        #expect(values == Array(seen.dropFirst()))
        #expect(!values.isEmpty)
    }
}
