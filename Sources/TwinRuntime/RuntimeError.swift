import Diagnostics

/// Why a twin cannot be brought to life.
package enum RuntimeError: Error, Sendable, CustomStringConvertible {
    /// The files that the program ships with are nowhere to be found.
    case filesNotFound(searched: [String])
    /// No scenario has this name, and it is no folder either.
    case scenarioNotFound(name: String, known: [String], nearest: String?)
    /// A file of the scenario cannot be read.
    case unreadable(path: String, reason: String)
    /// What was named as a file is a folder, a FIFO, a socket or a device.
    case notRegular(path: String, what: String)
    /// A file is no UTF-8 text; the place is that of the first wrong byte.
    case notText(path: String, position: SourcePosition)
    /// A file is larger than a file of its kind may be.
    case tooLarge(path: String, bytes: Int, limit: Int)
    /// No fault plan has this name, and it is no file either.
    case planNotFound(name: String, known: [String], nearest: String?)
    /// The units or ports that were asked for cannot be; the sentence says why and what to do.
    case badUnit(String)
    /// A thread could not be started.
    case noThread(reason: String)

    /// A stable code for scripts.
    package var code: String {
        switch self {
        case .filesNotFound: "RUN001"
        case .scenarioNotFound: "RUN002"
        case .unreadable: "RUN003"
        case .tooLarge: "RUN004"
        case .planNotFound: "RUN005"
        case .noThread: "RUN006"
        case .badUnit: "RUN007"
        case .notRegular: "RUN008"
        case .notText: "RUN009"
        }
    }

    /// What is wrong and how to mend it.
    package var description: String {
        switch self {
        case .filesNotFound(let searched):
            "the program's own files are missing; looked in \(searched.joined(separator: ", ")); "
                + "install it with 'make install' or set TWINSIM_HOME"
        case .scenarioNotFound(let name, let known, let nearest):
            "there is no scenario '\(name)'; "
                + (nearest.map { "did you mean '\($0)'?" }
                    ?? "shipped: \(known.joined(separator: ", ")); or name a scenario folder")
        case .unreadable(let path, let reason):
            "cannot read \(path): \(reason)"
        case .tooLarge(let path, let bytes, let limit):
            "\(path) has \(bytes) bytes and may have \(limit)"
        case .notRegular(let path, let what):
            "cannot read \(path): it is \(what) and no regular file; copy what it holds into a file"
        case .notText(let path, let position):
            Diagnostic(
                code: code, file: path, position: position, message: "this byte is no UTF-8 text",
                hint: "save the file as UTF-8"
            ).description
        case .planNotFound(let name, let known, let nearest):
            "there is no fault plan '\(name)'; "
                + (nearest.map { "did you mean '\($0)'?" }
                    ?? "there are \(known.isEmpty ? "none" : known.joined(separator: ", ")); or name a file")
        case .badUnit(let sentence):
            sentence
        case .noThread(let reason):
            "no thread could be started: \(reason); raise the limit on threads"
        }
    }
}
