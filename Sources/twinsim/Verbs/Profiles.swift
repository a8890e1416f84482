import ArgumentParser
import ModbusServer
import Text

/// `twinsim profiles`: the devices that a server can stand for.
struct Profiles: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "The devices that a server can stand for.", discussion: "Example: twinsim profiles list",
        subcommands: [List.self])

    /// `twinsim profiles list`
    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the device profiles with their limits and where these are from.",
            discussion: "Example: twinsim profiles list --json")

        @Flag(help: "Print a JSON array.")
        var json = false

        func run() {
            guard json else {
                for profile in DeviceProfile.all {
                    Console.print("\(profile.name)  \(profile.device): \(Profiles.limits(profile))")
                    Console.print("    \(profile.source)")
                }
                return
            }
            Console.print(JSONValue.array(DeviceProfile.all.map(Profiles.object)).compact)
        }
    }

    private static func limits(_ profile: DeviceProfile) -> String {
        var parts = [
            profile.connectionLimit.map { "\($0) connections (\(profile.limitPolicy.rawValue))" }
                ?? "no connection limit"
        ]
        if let idle = profile.idleTimeoutNanoseconds {
            parts.append("idle timeout \(PlainNumber.short(Double(idle) * 1e-9)) s")
        }
        switch profile.service {
        case .atOnce: parts.append("answers at once")
        case .perScan(let requests): parts.append("answers \(requests) requests a scan")
        }
        return parts.joined(separator: ", ")
    }

    private static func object(_ profile: DeviceProfile) -> JSONValue {
        var perScan: Int64?
        if case .perScan(let requests) = profile.service { perScan = Int64(requests) }
        return [
            "name": .string(profile.name), "device": .string(profile.device),
            "connection_limit": .optional(profile.connectionLimit.map { Int64($0) }),
            "limit_policy": .optional(profile.connectionLimit.map { _ in profile.limitPolicy.rawValue }),
            "idle_timeout_s": .optional(profile.idleTimeoutNanoseconds.map { Double($0) * 1e-9 }),
            "requests_per_scan": .optional(perScan),
            "response_time_s": .number(Double(profile.responseNanoseconds) * 1e-9),
            "response_jitter_s": .number(Double(profile.responseJitterNanoseconds) * 1e-9),
            "source": .string(profile.source),
        ]
    }
}
