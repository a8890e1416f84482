import ModbusProtocol

/// How a server listens and what its limits are.
package struct ServerConfiguration: Sendable {
    /// The limit of connections unless told otherwise.
    package static let defaultMaximumConnections = 16_384

    /// The most threads that serve clients.
    package static let ioThreadLimit = 16

    /// The address or name to listen at; the loopback unless the user wants the network to reach the twin.
    package var host: String
    /// The TCP port; 0 lets the system choose one.
    package var port: UInt16
    /// How replies are made.
    package var codec: CodecChoice
    /// What a request for a unit that is not there gets.
    package var unknownUnit: UnknownUnitPolicy
    /// How many clients may be connected, at least 1; the next one is reset. `profile` may have a lower limit.
    package var maximumConnections: Int
    /// What functions 17 and 43 / 14 say.
    package var identity: DeviceIdentity
    /// How long a client may leave replies unread, in seconds, before it is reset. Above 0.
    package var stalledOutputSeconds: Double
    /// Bytes of delayed replies on all connections together, overhead included; beyond it replies leave at once.
    package var waitingReplyBytes = ReactorLimit.waitingReplyBytes
    /// Threads that serve the clients, 1 to `ioThreadLimit`.
    package var ioThreads = 1
    /// Who is told of each client as it is accepted; nil: nobody.
    package var acceptQueue: AcceptQueue?
    /// How the device behaves that the server stands for: its limits and how fast it answers.
    package var profile: DeviceProfile
    /// The seed from which response times are drawn.
    package var seed: UInt64

    /// A configuration; every argument has the default that `twinsim serve` has.
    package init(
        host: String = "127.0.0.1", port: UInt16 = 5020, codec: CodecChoice = .auto,
        unknownUnit: UnknownUnitPolicy = .exception11,
        maximumConnections: Int = ServerConfiguration.defaultMaximumConnections,
        identity: DeviceIdentity = DeviceIdentity(), stalledOutputSeconds: Double = 30,
        profile: DeviceProfile = .ideal, seed: UInt64 = 0
    ) {
        self.host = host
        self.port = port
        self.codec = codec
        self.unknownUnit = unknownUnit
        self.maximumConnections = maximumConnections
        self.identity = identity
        self.stalledOutputSeconds = stalledOutputSeconds
        self.profile = profile
        self.seed = seed
    }
}
