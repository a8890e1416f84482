/// The client's command line and environment, told where the server is.
enum ClientCommand {
    /// The arguments with `{host}` and `{port}` replaced.
    static func arguments(_ arguments: [String], host: String, port: UInt16) -> [String] {
        arguments.map { replacing("{port}", with: "\(port)", in: replacing("{host}", with: host, in: $0)) }
    }

    /// The variables that every client gets.
    ///
    /// - Parameters:
    ///   - port: the port at which it finds the main scenario.
    ///   - ports: every port that is served.
    static func environment(host: String, port: UInt16, ports: [UInt16]) -> [String: String] {
        [
            "TWINSIM_HOST": host, "TWINSIM_PORT": "\(port)", "MODBUS_HOST": host, "MODBUS_PORT": "\(port)",
            "TWINSIM_PORTS": ports.map { "\($0)" }.joined(separator: ","),
            // A client that buffers its output would lose its last words when it is ended.
            "PYTHONUNBUFFERED": "1",
        ]
    }

    private static func replacing(_ word: String, with value: String, in text: String) -> String {
        text.split(separator: word, omittingEmptySubsequences: false).joined(separator: value)
    }
}
