import Foundation
import Testing

@Suite("twinsim analyze", .timeLimit(.minutes(10)))
struct AnalyzeTests {
    private func file(_ folder: URL, _ name: String, _ text: String) throws -> String {
        let url = folder.appendingPathComponent(name)
        try text.write(to: url, atomically: true, encoding: .utf8)
        return url.path
    }

    private func minutes(_ hours: Int, _ value: (Double) -> Double) -> String {
        "time_s,value_mb\n"
            + (0..<(hours * 60)).map { minute in
                // A small deterministic ripple stands for noise.
                let ripple = 0.05 * Double((minute * 7919) % 13 - 6) / 6
                return "\(minute * 60),\(value(Double(minute) / 60) + ripple)\n"
            }.joined()
    }

    @Test("A leak, a plateau and both together: rate with its interval, exit status of the worst")
    func verdicts() async throws {
        let folder = try Program.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let leak = try file(folder, "leak.csv", minutes(24) { 40 + 2.4 * $0 })
        let plateau = try file(folder, "plateau.csv", minutes(24) { 40 + 10 * (1 - exp(-$0 / 0.5)) })
        let found = try await Program.run(["analyze", "--json", leak])
        #expect(found.status == 1)
        let object = try Program.object(found.output)
        #expect(object["verdict"] as? String == "leak")
        let low = try #require(object["interval_low"] as? Double)
        let high = try #require(object["interval_high"] as? Double)
        #expect(low <= 2.4 && 2.4 <= high)
        #expect(
            Set(object.keys).isSuperset(of: [
                "file", "verdict", "reason", "rate_mb_per_hour", "interval_low", "interval_high",
                "detectable_mb_per_hour",
                "hours_needed", "per_storm_mb",
            ]))
        let healthy = try await Program.run(["analyze", plateau])
        #expect(healthy.status == 0)
        #expect(healthy.output.contains("expected"))
        #expect(try await Program.run(["analyze", plateau, leak]).status == 1)
    }

    @Test("The two published cases that real gates got wrong")
    func publishedCases() async throws {
        let folder = try Program.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        // 24 h with +4736, +2992, +2992, +2704 kB a quarter: a true leak of about 0.45 MB/h.
        let gains = [4736.0, 2992, 2992, 2704]
        let leak = try file(
            folder, "quarters.csv",
            minutes(24) { hours in
                let quarter = min(3, Int(hours / 6))
                let before = gains[..<quarter].reduce(0, +)
                return 60 + (before + gains[quarter] * (hours / 6 - Double(quarter))) * 1024e-6
            })
        #expect(try await Program.run(["analyze", leak]).status == 1)
        // Quarters that end at 30.95, 34.73, 35.02, 35.06 MiB: healthy.
        let levels = [27, 30.95, 34.73, 35.02, 35.06].map { $0 * 1.048576 }
        let healthy = try file(
            folder, "levels.csv",
            minutes(24) { hours in
                let quarter = min(3, Int(hours / 6))
                return levels[quarter] + (levels[quarter + 1] - levels[quarter]) * (hours / 6 - Double(quarter))
            })
        #expect(try await Program.run(["analyze", healthy]).status == 0)
    }

    @Test("A file that is no table of samples says where, with status 65; a missing one 66")
    func refusals() async throws {
        let folder = try Program.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let column = try file(folder, "column.csv", "time_s,megabytes\n0,1\n")
        let cell = try file(folder, "cell.csv", "time_s,value_mb\n0,1\n60,many\n")
        let first = try await Program.run(["analyze", column])
        #expect(first.status == 65 && first.errors.contains("column.csv:1:1: error ANA001"))
        let second = try await Program.run(["analyze", cell])
        #expect(second.status == 65 && second.errors.contains("cell.csv:3:4: error ANA002"))
        #expect(try await Program.run(["analyze", folder.appendingPathComponent("none.csv").path]).status == 66)
    }

    @Test(
        "A column segment keeps a restart from hiding a leak, and from looking like one; a clock set back is carried on"
    )
    func segments() async throws {
        let folder = try Program.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        func table(_ clock: (Int) -> Int = { $0 }, _ value: (Double) -> Double) -> String {
            "time_s,value_mb,segment\n"
                + (0..<1440).map { minute in
                    let ripple = 0.05 * Double((minute * 7919) % 13 - 6) / 6
                    return "\(clock(minute) * 60),\(value(Double(minute) / 60) + ripple),\(minute < 720 ? 1 : 2)\n"
                }.joined()
        }
        let leak = try file(folder, "leak.csv", table { 40 + 1.2 * ($0 < 12 ? $0 : $0 - 12) })
        let found = try await Program.run(["analyze", "--json", leak])
        #expect(found.status == 1, Comment(rawValue: found.output))
        #expect(found.output.contains("started 1 time anew"))
        let object = try Program.object(found.output)
        #expect(abs((object["rate_mb_per_hour"] as? Double ?? 0) - 1.2) < 0.05)
        let step = try file(folder, "step.csv", table { $0 < 12 ? 40 : 55 })
        #expect(try await Program.run(["analyze", step]).status == 0)
        // The restarted logger counts from 0 again, and its clock is set back by an hour in between.
        let clock = try file(
            folder, "clock.csv",
            table({ $0 >= 720 ? $0 - 720 : $0 >= 400 ? $0 - 60 : $0 }) { 40 + 1.2 * ($0 < 12 ? $0 : $0 - 12) })
        let carried = try await Program.run(["analyze", clock])
        #expect(carried.status == 1, Comment(rawValue: carried.output))
        #expect(carried.output.contains("a clock that was set back once carried on"))
    }

    @Test("Three samples are too few: suspicious, with the time still needed")
    func tooShort() async throws {
        let folder = try Program.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = try file(folder, "short.csv", "time_s,value_mb\n0,10\n60,11\n120,12\n")
        let outcome = try await Program.run(["analyze", "--json", path])
        #expect(outcome.status == 2)
        #expect(try Program.object(outcome.output)["hours_needed"] as? Double ?? 0 > 0)
    }
}
