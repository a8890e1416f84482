import FlyingFox
import FlyingSocks
import Foundation

/// The web panel and the HTTP API over one twin, on the loopback address.
///
/// It lives on the threads of Swift's concurrency and shares nothing with the scan or the Modbus server but what
/// `PanelSubject` offers.
package final class PanelServer: Sendable {
    /// The port that it listens at.
    package let port: UInt16
    private let task: Task<Void, any Error>

    /// Seconds that opening the port may take.
    static let patienceSeconds = 5.0
    /// Seconds after which a connection without a request is closed.
    static let idleSeconds = 15.0

    /// Opens the panel; port 0 lets the system choose. Blocks the calling thread until it listens.
    ///
    /// - Throws: `PanelError.cannotListen`.
    package init(_ subject: any PanelSubject, port wanted: UInt16) throws(PanelError) {
        do {
            let opened = try Blocking.value {
                let server = HTTPServer(
                    address: try .inet(ip4: "127.0.0.1", port: wanted), timeout: Self.idleSeconds, logger: .disabled,
                    handler: PanelRoutes(subject))
                let run = Task { try await server.run() }
                let opening = Task { try await server.waitUntilListening(timeout: Self.patienceSeconds) }
                Task {
                    // A server that cannot start is not waited for.
                    _ = await run.result
                    opening.cancel()
                }
                do {
                    try await opening.value
                } catch {
                    // The reason is with the server that did not start, not with the one who waited.
                    run.cancel()
                    _ = try await run.value
                    throw error
                }
                guard case .ip4(_, let bound)? = await server.listeningAddress else {
                    throw PanelError.cannotListen(port: wanted, reason: "it has no address")
                }
                return (bound, run)
            }
            (port, task) = opened
        } catch let error as PanelError {
            throw error
        } catch {
            throw .cannotListen(port: wanted, reason: "\(error)")
        }
    }

    deinit {
        task.cancel()
    }

    /// Closes the panel and its connections.
    package func close() {
        task.cancel()
    }
}
