/// How the server gets a reply's bytes from the Modbus library. The replies are the same; the cost is not.
package enum CodecChoice: String, CaseIterable, Sendable {
    /// `memory` where its self-test passes, else `socketpair`.
    case auto
    /// The library's `send` is caught in memory: no system call.
    case memory
    /// The library replies into a SOCK_SEQPACKET pair: two system calls a reply, public interfaces only.
    case socketpair
    /// The library also receives each request, over a stream pair: seven or more system calls, its whole code runs.
    case strict
}
