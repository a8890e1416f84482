import GRDB

extension StoreError {
    /// What an error that SQLite reported means for the evidence at `path`.
    init(_ error: any Error, path: String) {
        switch error {
        case let error as StoreError: self = error
        case let error as DatabaseError: self.init(error, path: path)
        case let error as UnexpectedContent: self = .corrupt(path: path, reason: error.description)
        default: self = .inputOutput(path: path, reason: "\(error)")
        }
    }

    private init(_ error: DatabaseError, path: String) {
        let reason = error.message ?? "SQLite error \(error.extendedResultCode.rawValue)"
        switch error.resultCode {
        case .SQLITE_FULL: self = .diskFull(path: path)
        case .SQLITE_CORRUPT: self = .corrupt(path: path, reason: reason)
        case .SQLITE_NOTADB: self = .notEvidence(path: path, reason: "evidence.sqlite is not an SQLite file")
        // A table or a column is missing although the version says that it is there.
        case .SQLITE_ERROR: self = .corrupt(path: path, reason: reason)
        default: self = .inputOutput(path: path, reason: "\(reason) (SQLite \(error.extendedResultCode.rawValue))")
        }
    }

    /// The same error, known to be damage where the folder itself says that it is a soak's: what was written by twinsim and
    /// cannot be read as such is not somebody else's file.
    func seen(in folder: EvidenceFolder) -> StoreError {
        guard case .notEvidence(let path, let reason) = self, fileExists(folder.database),
            [folder.writerLock, folder.clientLog, folder.scenario].contains(where: fileExists)
        else { return self }
        return .corrupt(path: path, reason: "\(reason), or its beginning was overwritten")
    }

    /// Runs `body` and turns every error of SQLite's into a `StoreError`.
    static func translating<Value>(_ path: String, _ body: () throws -> Value) throws(StoreError) -> Value {
        do {
            return try body()
        } catch {
            throw StoreError(error, path: path)
        }
    }
}
