/// How the ways of waiting of one runtime are tried: a small program of that runtime, and the kinds that it knows.
///
/// The program is started with a kind, a wait in seconds and a number of rounds. It prints `ready`, waits for a byte on
/// its standard input, prints its monotonic clock, and prints it again after each wait.
package struct WaitProgram: Hashable, Sendable {
    /// The kinds of waiting that it knows, in the order of the report.
    package var kinds: [String]
    /// Its command line, without the three arguments.
    var arguments: [String]

    /// The program for a client that is executed like this; `keeper` tries the waits of the C library.
    ///
    /// - Returns: the program, or why there is none, as part of a sentence.
    package static func of(_ client: CommandRuntime, keeper: String) -> (program: WaitProgram?, reason: String) {
        switch client.runtime {
        case .python:
            // Isolated: neither the user's own start-up module nor twinsim's takes part.
            let arguments = [client.executable, "-I", "-S", "-c", WaitScripts.python]
            return (WaitProgram(kinds: WaitScripts.pythonKinds, arguments: arguments), "")
        case .node:
            return (
                WaitProgram(kinds: WaitScripts.nodeKinds, arguments: [client.executable, "-e", WaitScripts.node]), ""
            )
        case .native:
            return (WaitProgram(kinds: WaitScripts.nativeKinds, arguments: [keeper, "--waits"]), "")
        case .go: return (nil, "Go reads the clock without the C library, so no preload can make it faster")
        case .static: return (nil, "a statically linked program takes no preload, so its clock cannot be made faster")
        case .musl: return (nil, "a program for musl takes no preload built for glibc")
        case .jvm: return (nil, "twinsim has no trial of the ways in which a Java virtual machine waits")
        case .dotnet: return (nil, "twinsim has no trial of the ways in which .NET waits")
        }
    }

    /// Every kind of waiting of any runtime, sorted.
    package static var allKinds: [String] {
        Set(WaitScripts.pythonKinds + WaitScripts.nodeKinds + WaitScripts.nativeKinds).sorted()
    }
}
