/// A whole request, read and checked.
package struct HTTPRequest: Hashable, Sendable {
    /// The method in capitals: `GET`.
    package var method: String
    /// The path without its query, as sent: `/api/faults/3`.
    package var path: String
    /// The headers, names in lower case, in order.
    package var headers: [Header]
    /// The body.
    package var body: [UInt8]
    /// Whether the connection may go on after the answer.
    package var keepsAlive: Bool

    /// One header.
    package struct Header: Hashable, Sendable {
        /// The name in lower case.
        package var name: String
        /// The value without surrounding blanks.
        package var value: String
    }

    /// The values of a header, in order.
    package func values(_ name: String) -> [String] { headers.filter { $0.name == name }.map(\.value) }
}
