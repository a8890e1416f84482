import CLinux
import Evidence
import Glibc
import Synchronization

/// What the client's handle and its watching thread share.
final class ClientSession: Sendable {
    /// What is known of the client.
    struct State {
        var rootEnd: ClientEnd?
        var finished: TerminationReport?
        var resisting: TerminationReport?
        var log: LogSummary
        var recentOutput: [UInt8] = []
        /// The stream to the keeper; -1 when it is closed.
        var control: Int32
    }

    /// What is known of the client, under its lock.
    let state: Mutex<State>
    /// The keeper's process number.
    let keeper: Int32
    /// The client's first process.
    let root: Int32
    /// An entry of the environment that every process of this client started with, unless it cleared it.
    let marker: String
    /// Becomes readable, and stays so, when the first process has ended.
    let rootEnded: Int32
    /// Becomes readable, and stays so, when nothing of the client is left and its log is complete.
    let treeEnded: Int32

    init(control: Int32, keeper: Int32, root: Int32, marker: String, log: LogSummary) {
        state = Mutex(State(log: log, control: control))
        self.keeper = keeper
        self.root = root
        self.marker = marker
        rootEnded = clinux_event()
        treeEnded = clinux_event()
    }

    deinit {
        close(rootEnded)
        close(treeEnded)
    }

    /// Marks an event as happened.
    func signal(_ event: Int32) {
        clinux_signal_event(event)
    }

    /// Tells the keeper to end the client.
    func order(_ command: keeper_command) {
        state.withLock { state in
            guard state.control >= 0 else { return }
            withUnsafeBytes(of: command) {
                _ = Glibc.send(state.control, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
        }
    }

    /// Tells the keeper that nobody wants the client any more; its answer still comes.
    func abandon() {
        state.withLock { state in
            if state.control >= 0 { shutdown(state.control, Int32(SHUT_WR)) }
        }
    }
}
