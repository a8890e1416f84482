import Glibc

/// Why a server could not be set up.
package enum ServerError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Another program has the port.
    case portInUse(host: String, port: UInt16)
    /// The user may not use the port: below 1024 it needs a privilege.
    case portForbidden(port: UInt16)
    /// The host's name or address means nothing on this machine.
    case unknownHost(String)
    /// The wanted codec does not work in this build.
    case codecUnavailable(CodecChoice)
    /// An identity text is longer than a reply can carry.
    case identityTooLong(String)
    /// No unit, or a limit outside its range.
    case invalidConfiguration(String)
    /// The system refused something that a server cannot do without.
    case system(call: String, errorNumber: Int32)

    /// The errno behind it.
    var errorNumber: Int32 {
        switch self {
        case .portInUse: EADDRINUSE
        case .portForbidden: EACCES
        case .unknownHost: EADDRNOTAVAIL
        case .codecUnavailable, .identityTooLong, .invalidConfiguration: EINVAL
        case .system(_, let errorNumber): errorNumber
        }
    }

    /// What happened and what to do, one sentence.
    package var description: String {
        switch self {
        case .portInUse(let host, let port):
            "port \(port) on \(host) is in use by another program; stop it or choose another port, 0 picks a free one"
        case .portForbidden(let port):
            "port \(port) needs a privilege that this user does not have; use a port from 1024 up, such as 5020"
        case .unknownHost(let host):
            "\(host) is neither an address nor a name of this machine; 127.0.0.1 serves this machine only"
        case .codecUnavailable(let codec):
            "the \(codec.rawValue) codec does not work in this build; use auto"
        case .identityTooLong(let text):
            "the identity text that starts with \"\(text.prefix(40))\" is longer than a reply can carry; shorten it"
        case .invalidConfiguration(let sentence):
            sentence
        case .system(let call, let errorNumber):
            "\(call) failed: \(String(cString: strerror(errorNumber)))"
        }
    }
}
