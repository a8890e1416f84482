/// The web panel and the HTTP API over one twin, on the loopback address.
///
/// It lives on a thread of its own and shares nothing with the scan or the Modbus server but what `PanelSubject` offers.
package final class PanelServer: Sendable {
    private let server: HTTPServer

    /// The port that it listens at.
    package var port: UInt16 { server.port }

    /// Opens the panel; port 0 lets the system choose. It serves when this returns.
    ///
    /// - Throws: `PanelError.cannotListen`.
    package init(
        _ subject: any PanelSubject, port wanted: UInt16, limits: HTTPLimits = HTTPLimits()
    ) throws(PanelError) {
        let routes = PanelRoutes(subject)
        server = try HTTPServer(port: wanted, limits: limits) { routes.answer(to: $0) }
    }

    deinit { server.stop() }

    /// Closes the panel and its connections and waits for its thread.
    package func close() { server.stop() }
}
