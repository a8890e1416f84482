/// The devices whose published limits a server can take on.
extension DeviceProfile {
    /// No limit but the server's own; what is served unless told otherwise.
    package static let ideal = DeviceProfile(
        name: "ideal", device: "No real device", source: "Every limit is the server's own; answers leave at once.")

    /// Every profile.
    package static let all: [DeviceProfile] = [
        ideal,
        DeviceProfile(
            name: "click", device: "AutomationDirect CLICK", connectionLimit: 3, limitPolicy: .refuse,
            idleTimeoutNanoseconds: seconds(60),
            source:
                "3 connections, new ones fail, 60 s of client inactivity: industrialmonitordirect.com, second-hand. "
                + "Assumed: the new one is accepted and closed."),
        DeviceProfile(
            name: "m218", device: "Schneider Electric M218", connectionLimit: 4, limitPolicy: .closeOldestIdle,
            source: "4 connections, closes the oldest, refuses when all are busy: product-help.schneider-electric.com, "
                + "M218 Ethernet configuration."),
        DeviceProfile(
            name: "lexium-32m", device: "Schneider Electric Lexium 32M", connectionLimit: 8,
            limitPolicy: .closeOldestIdle,
            source: "8 connections, closes the oldest unused one, else refuses: Lexium 32M manual, manualsdump.com."),
        DeviceProfile(
            name: "s7-1200", device: "Siemens S7-1200", connectionLimit: 8, limitPolicy: .leaveWaiting,
            source: "8 open-user connections, further ones are not served: industrialmonitordirect.com, second-hand. "
                + "Assumed: none of the 8 is used for anything else, and the further ones wait unaccepted."),
        DeviceProfile(
            name: "micro850", device: "Rockwell Automation Micro850 and Micro870", connectionLimit: 16,
            limitPolicy: .refuse,
            source: "16 Modbus TCP server connections: Micro830 manual, easymanua.ls. Assumed: the 17th is refused."),
        DeviceProfile(
            name: "rx3i", device: "Emerson PACSystems RX3i", connectionLimit: 16, limitPolicy: .refuse,
            source: "16 connections, no idle timeout: GE RX3i manual, manualarchiveguide.com. Assumed: the 17th is "
                + "refused. The manual says that pipelined requests could be lost; this profile loses none."),
        DeviceProfile(
            name: "bmenor2200h", device: "Schneider Electric BMENOR2200H", connectionLimit: 32, limitPolicy: .refuse,
            service: .perScan(requests: 8),
            source: "32 connections, at most 8 requests taken a scan, answers in the next scan: Schneider Electric's "
                + "BMENOR2200H help. Assumed: the 33rd is refused."),
        DeviceProfile(
            name: "scadapack", device: "Control Microsystems SCADAPack", idleTimeoutNanoseconds: seconds(250),
            source: "Server idle timeout 250 s by default: SCADAPack user manual. No connection limit was found."),
    ]

    /// The profile with this name; nil when there is none.
    package static func named(_ name: String) -> DeviceProfile? { all.first { $0.name == name } }

    private static func seconds(_ seconds: Int64) -> Int64 { seconds * 1_000_000_000 }
}
