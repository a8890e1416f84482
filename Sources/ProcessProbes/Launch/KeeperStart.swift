import CLinux
import Glibc

/// Spawns a keeper, gives it its order and hears whether the client could be started.
struct KeeperStart {
    /// The keeper's process number.
    let keeper: Int32
    /// The client's first process.
    let root: Int32
    /// Our end of the stream to the keeper.
    let control: Int32
    /// The reading end of the client's output.
    let output: Int32

    /// What the pipe of the client's output holds while the disk is slow, before the client would have to wait.
    static let outputBufferBytes: Int32 = 1 << 20

    init(
        keeper path: String, file: String, workingDirectory: String, counterDirectory: String, arguments: [String],
        environment: [[UInt8]], descriptorLimit: UInt64?
    ) throws(LaunchError) {
        var order: [UInt8] = []
        for string in ([file, workingDirectory, counterDirectory] + arguments).map({ Array($0.utf8) }) + environment {
            order.append(contentsOf: string)
            order.append(0)
        }
        guard order.count <= Int(KEEPER_MAXIMUM_ORDER) else { throw .commandTooLong }
        var stream: [Int32] = [-1, -1]
        var pipe: [Int32] = [-1, -1]
        let nothing = open("/dev/null", O_RDWR | O_CLOEXEC)
        let made =
            nothing >= 0 && socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0, &stream) == 0
            && clinux_pipe(&pipe, Self.outputBufferBytes) == 0
        let problem = errno
        var keeper: Int32 = -1
        if made {
            keeper = path.withCString { file in
                var name: [UnsafeMutablePointer<CChar>?] = [strdup("twinsim-keeper"), nil]
                var nobody: [UnsafeMutablePointer<CChar>?] = [nil]
                defer { free(name[0]) }
                return clinux_spawn(file, &name, &nobody, [nothing, pipe[1], pipe[1], stream[1]])
            }
        }
        for descriptor in [nothing, stream[1], pipe[1]] where descriptor >= 0 { close(descriptor) }
        func giveUp(_ error: LaunchError) -> LaunchError {
            for descriptor in [stream[0], pipe[0]] where descriptor >= 0 { close(descriptor) }
            var end = clinux_end()
            if keeper > 0 { _ = clinux_wait(keeper, 1, &end) }
            return error
        }
        guard made else {
            throw giveUp(.resourceUnavailable(what: "a pipe to the client", reason: sentence(ofError: problem)))
        }
        guard keeper > 0 else {
            throw giveUp(.resourceUnavailable(what: "a process", reason: sentence(ofError: -keeper)))
        }
        var head = keeper_order(
            version: UInt32(KEEPER_VERSION), bytes: UInt32(order.count), arguments: UInt32(arguments.count),
            environment: UInt32(environment.count), descriptors: descriptorLimit ?? 0)
        var answer = keeper_message()
        let answered =
            Self.send(stream[0], withUnsafeBytes(of: &head) { Array($0) } + order)
            && withUnsafeMutableBytes(of: &answer) { readFully(stream[0], $0) }
        guard answered else {
            throw giveUp(.resourceUnavailable(what: "the keeper", reason: "it ended before it had started the client"))
        }
        guard answer.kind == KEEPER_STARTED.rawValue else {
            throw giveUp(Self.error(from: answer, file: file, workingDirectory: workingDirectory))
        }
        self.keeper = keeper
        root = answer.pid
        control = stream[0]
        output = pipe[0]
    }

    private static func send(_ descriptor: Int32, _ bytes: [UInt8]) -> Bool {
        var sent = 0
        while sent < bytes.count {
            // MSG_NOSIGNAL: a keeper that died must not end the harness by SIGPIPE.
            let wrote = bytes.withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress! + sent, $0.count - sent, Int32(MSG_NOSIGNAL))
            }
            if wrote < 0, errno == EINTR { continue }
            guard wrote > 0 else { return false }
            sent += wrote
        }
        return true
    }

    private static func error(from answer: keeper_message, file: String, workingDirectory: String) -> LaunchError {
        let reason = sentence(ofError: answer.value)
        switch UInt32(answer.stage) {
        case KEEPER_STAGE_DIRECTORY.rawValue:
            return .workingDirectoryUnusable(path: workingDirectory, reason: reason)
        case KEEPER_STAGE_EXECUTE.rawValue:
            switch answer.value {
            case E2BIG: return .commandTooLong
            // The file was there a moment ago, so it is its interpreter that is missing.
            case ENOENT:
                return .notExecutable(
                    path: file, reason: "the interpreter that its first line or its header names is missing")
            case ENOEXEC:
                return .notExecutable(
                    path: file,
                    reason: "it is no program for this machine, and a script needs a first line like #!/bin/sh")
            default: return .notExecutable(path: file, reason: reason)
            }
        case KEEPER_STAGE_ORDER.rawValue:
            return .resourceUnavailable(what: "the keeper", reason: "it is of another version than this program")
        default:
            return .resourceUnavailable(what: "a process", reason: reason)
        }
    }
}
