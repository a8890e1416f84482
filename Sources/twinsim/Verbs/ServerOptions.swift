import ArgumentParser
import ModbusProtocol
import ModbusServer

extension CodecChoice: ExpressibleByArgument {}

/// The options of every verb that serves.
struct ServerOptions: ParsableArguments {
    /// What a request for an unknown unit gets.
    enum UnknownUnit: String, CaseIterable, ExpressibleByArgument {
        case exception, silence, answer

        /// The server's word for it.
        var policy: UnknownUnitPolicy {
            switch self {
            case .exception: .exception11
            case .silence: .silence
            case .answer: .answer
            }
        }
    }

    @Option(
        help: ArgumentHelp("The address to listen on; the loopback unless you decide otherwise.", valueName: "ADDRESS"))
    var host = "127.0.0.1"

    @Option(
        help: ArgumentHelp(
            "A request for an unknown unit gets exception 11, silence, or an answer from the lowest unit.",
            valueName: "HOW"))
    var unknownUnit: UnknownUnit = .exception

    @Option(help: ArgumentHelp("The text that function 17 reports, at most 244 bytes.", valueName: "TEXT"))
    var serverId = "twinsim"

    @Option(help: ArgumentHelp("How libmodbus' replies are taken; auto chooses by a self-test.", valueName: "HOW"))
    var codec: CodecChoice = .auto

    @Option(
        help: ArgumentHelp(
            "Threads that serve the clients of a port, 1 to \(ServerConfiguration.ioThreadLimit).", valueName: "N"))
    var ioThreads = 1

    @OptionGroup var device: ProfileOptions

    /// The configuration of a server on this port, in a run with this seed.
    func configuration(port: UInt16, seed: UInt64) -> ServerConfiguration {
        var configuration = ServerConfiguration(
            host: host, port: port, codec: codec, unknownUnit: unknownUnit.policy,
            identity: DeviceIdentity(serverText: serverId), profile: device.chosen, seed: seed)
        configuration.ioThreads = ioThreads
        return configuration
    }

    func validate() throws {
        guard (1...ServerConfiguration.ioThreadLimit).contains(ioThreads) else {
            throw ValidationError("--io-threads is from 1 to \(ServerConfiguration.ioThreadLimit).")
        }
        if case .perScan = device.chosen.service, ioThreads > 1 {
            throw ValidationError(
                "--io-threads above 1 does not go with a profile that answers per scan; add --replies at-once.")
        }
    }
}
