import CLinux
import Glibc

/// The variables that a client starts with: the harness's own, byte for byte and in their order, with a few added.
struct ClientEnvironment {
    /// The variables by name, bytes that are no UTF-8 replaced; what is changed here is changed for the client.
    var variables: [String: String]
    private let inherited: [(name: String?, bytes: [UInt8], text: String)]

    /// The variables of this process.
    init() {
        variables = [:]
        var entries: [(name: String?, bytes: [UInt8], text: String)] = []
        var next = clinux_environment()
        while let entry = next?.pointee {
            let bytes = Array(UnsafeRawBufferPointer(start: entry, count: strlen(entry)))
            let text = String(decoding: bytes, as: UTF8.self)
            var name: String?
            if let equals = text.firstIndex(of: "="), equals != text.startIndex {
                let found = String(text[..<equals])
                name = found
                variables[found] = String(text[text.index(after: equals)...])
            }
            entries.append((name, bytes, text))
            next = next?.advanced(by: 1)
        }
        inherited = entries
    }

    /// The entries for the client, without their zero bytes: what was not changed stands as it was inherited.
    var entries: [[UInt8]] {
        var entries: [[UInt8]] = []
        var written: Set<String> = []
        for entry in inherited {
            guard let name = entry.name else {
                entries.append(entry.bytes)
                continue
            }
            guard let value = variables[name] else { continue }
            let text = "\(name)=\(value)"
            if text == entry.text {
                entries.append(entry.bytes)
            } else if !written.contains(name) {
                entries.append(Array(text.utf8))
            }
            written.insert(name)
        }
        for (name, value) in variables.sorted(by: { $0.key < $1.key }) where !written.contains(name) {
            entries.append(Array("\(name)=\(value)".utf8))
        }
        return entries
    }
}
