import Glibc

/// Brings the counting module into every Node.js process of the client, by NODE_OPTIONS.
enum NodeInjection {
    /// The variable that holds options for every Node.js that is started.
    private static let variable = "NODE_OPTIONS"
    /// The variable by which the user keeps the module out: `off`.
    static let switchVariable = "TWINSIM_NODE"
    /// Options with which Node.js may read only what it is granted: a module that it may not read keeps it from starting.
    private static let restricting = ["--permission", "--experimental-permission", "--experimental-policy"]

    /// The module's file.
    private static func module(_ launch: ClientLaunch) -> String {
        launch.runtimeFiles.nodeDirectory + "/twinsim_counters.cjs"
    }

    /// Why the module is not offered; nil when it is.
    static func refusal(launch: ClientLaunch, environment: [String: String]) -> String? {
        if !launch.countNode || environment[switchVariable] == "off" { return "switched off" }
        guard access(module(launch), R_OK) == 0 else { return "\(module(launch)) is missing" }
        let options = (environment[variable] ?? "").split(separator: " ").map(String.init) + launch.arguments
        if let option = options.first(where: { option in restricting.contains { option.hasPrefix($0) } }) {
            return "\(option) lets Node.js read only what it is granted"
        }
        return nil
    }

    /// Puts the module in front of the user's own options.
    static func inject(into environment: inout [String: String], launch: ClientLaunch) {
        // Absolute, because the client may start in a directory of its own.
        let resolved = realpath(module(launch), nil)
        defer { free(resolved) }
        let path = resolved.map { String(cString: $0) } ?? module(launch)
        // Node.js takes blanks as separators outside quotation marks, and a backslash inside them as an escape.
        let escaped = path.reduce(into: "") { text, character in
            if character == "\"" || character == "\\" { text.append("\\") }
            text.append(character)
        }
        let rest = environment[variable].flatMap { $0.isEmpty ? nil : " " + $0 } ?? ""
        environment[variable] = "--require=\"\(escaped)\"" + rest
    }
}
