/// Who holds the client's end of a connection.
package enum PeerFinding: Hashable, Sendable {
    /// A process of this machine, with its ancestors, the parent first.
    case process(pid: Int32, name: String, ancestors: [Int32])
    /// A process of this user, which we may not look at.
    case user(UInt32)
    /// Another machine, by its address.
    case machine(address: String)
    /// Nobody can tell.
    case unknown(Reason)

    /// Why nobody can tell.
    package enum Reason: Hashable, Sendable {
        /// The connection had ended at the client's side before it was looked at.
        case ended
        /// The connection is open and this network name space has no such end of it: its address was translated, as for a
        /// container.
        case otherNetwork
        /// The address is of a network inside this machine, where containers and virtual machines are.
        case insideNetwork(interface: String)
        /// A process that does not let its descriptors be read.
        case hidden
        /// The search took longer than it may.
        case outOfTime
        /// More connections come than may be looked at.
        case tooMany
        /// The kernel would not tell.
        case failed(reason: String)

        /// The reason as a part of a sentence that begins with the connection.
        package var words: String {
            switch self {
            case .ended: "it had ended before it could be looked at"
            case .otherNetwork: "its client is in another network name space (a container, or a translated address)"
            case .insideNetwork(let interface):
                "its client is in the network \(interface) inside this machine (a container or a virtual machine)"
            case .hidden: "its process does not let its descriptors be read"
            case .outOfTime: "the search for its process took too long"
            case .tooMany: "more connections came than may be looked at"
            case .failed(let reason): "the kernel did not tell: \(reason)"
            }
        }
    }
}
