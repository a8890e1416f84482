import Evidence
import GRDB

/// The tables of the evidence, version by version; `Docs/Evidence.md` says what each column means.
enum EvidenceSchema {
    /// The version that this twinsim writes, kept in SQLite's `user_version`.
    static let version = 5
    /// SQLite's `application_id` of an evidence file: the letters `TWIN`.
    static let applicationID: Int64 = 0x5457_494E

    /// Creates all tables of the newest version in an empty database, inside the caller's transaction.
    static func create(_ db: Database) throws {
        try db.execute(sql: "PRAGMA application_id = \(applicationID)")
        try db.execute(sql: "PRAGMA user_version = \(version)")
        for table in tables { try create(table, db) }
    }

    /// Adds to an older database what the newest version has more, inside the caller's transaction; the rows stay as they
    /// are, so what was not recorded stays missing.
    static func upgrade(_ db: Database) throws {
        let found = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
        guard found < version else { return }
        if found < 2 {
            try db.execute(sql: "ALTER TABLE run ADD COLUMN silence_s REAL")
            for table in tables where table.name == "tag_silence" { try create(table, db) }
        }
        if found < 3 {
            try db.execute(sql: "ALTER TABLE run ADD COLUMN stop_on TEXT")
            for quantity in SampledQuantity.addedInSchema3 {
                try db.execute(sql: "ALTER TABLE sample ADD COLUMN \(quantity.rawValue) INTEGER")
            }
        }
        if found < 4 {
            for quantity in SampledQuantity.addedInSchema4 {
                try db.execute(sql: "ALTER TABLE sample ADD COLUMN \(quantity.rawValue) INTEGER")
            }
            for quantity in SecondQuantity.addedInSchema4 {
                try db.execute(sql: "ALTER TABLE second ADD COLUMN \(quantity.rawValue) INTEGER")
            }
        }
        if found < 5 { try db.execute(sql: "ALTER TABLE run ADD COLUMN fail_on TEXT") }
        try db.execute(sql: "PRAGMA user_version = \(version)")
    }

    private static func create(_ table: (name: String, columns: String, options: String), _ db: Database) throws {
        try db.execute(sql: "CREATE TABLE \(table.name) (\(table.columns)) \(table.options)")
        // Evidence is append only; SQLite itself refuses to change or to remove a row.
        for action in ["UPDATE", "DELETE"] {
            try db.execute(
                sql: """
                    CREATE TRIGGER \(table.name)_no_\(action.lowercased()) BEFORE \(action) ON \(table.name)
                    BEGIN SELECT RAISE(ABORT, 'evidence is append only'); END
                    """)
        }
    }

    private static var tables: [(name: String, columns: String, options: String)] {
        let sampled = SampledQuantity.allCases.map { "\($0.rawValue) INTEGER" }.joined(separator: ", ")
        let second = SecondQuantity.allCases.map { "\($0.rawValue) INTEGER" }.joined(separator: ", ")
        return [
            (
                "run",
                """
                id INTEGER PRIMARY KEY CHECK (id = 1), uuid TEXT NOT NULL, started_at TEXT NOT NULL,
                program_version TEXT NOT NULL, host_os TEXT NOT NULL, host_kernel TEXT NOT NULL,
                host_processors INTEGER NOT NULL, host_memory_bytes INTEGER NOT NULL, scenario TEXT NOT NULL,
                seed TEXT NOT NULL, planned_s REAL NOT NULL, interval_s REAL NOT NULL, note TEXT NOT NULL,
                fault_plan_name TEXT, fault_plan_text TEXT, criteria_text TEXT, silence_s REAL,
                stop_on TEXT, fail_on TEXT
                """, "STRICT"
            ),
            ("client_argument", "position INTEGER PRIMARY KEY, value TEXT NOT NULL", "STRICT"),
            ("correctness", "position INTEGER PRIMARY KEY, sentence TEXT NOT NULL", "STRICT"),
            ("session", "number INTEGER PRIMARY KEY, started_at TEXT NOT NULL, t_ms INTEGER NOT NULL", "STRICT"),
            (
                "finish",
                """
                session INTEGER PRIMARY KEY, ended_at TEXT NOT NULL, t_ms INTEGER NOT NULL, reason TEXT NOT NULL,
                exit_status INTEGER, signal INTEGER, sentence TEXT
                """, "STRICT"
            ),
            (
                "process",
                """
                id INTEGER PRIMARY KEY, pid INTEGER NOT NULL, start_ticks INTEGER NOT NULL, t_ms INTEGER NOT NULL,
                UNIQUE (pid, start_ticks)
                """, "STRICT"
            ),
            (
                "process_description",
                "t_ms INTEGER NOT NULL, process INTEGER NOT NULL, parent INTEGER NOT NULL, command TEXT NOT NULL",
                "STRICT"
            ),
            (
                "process_end",
                "process INTEGER PRIMARY KEY, t_ms INTEGER NOT NULL, exit_status INTEGER, signal INTEGER", "STRICT"
            ),
            (
                "sample",
                "t_ms INTEGER NOT NULL, process INTEGER NOT NULL, tier INTEGER NOT NULL, \(sampled), "
                    + "PRIMARY KEY (t_ms, process)", "STRICT, WITHOUT ROWID"
            ),
            (
                "unavailable",
                "t_ms INTEGER NOT NULL, process INTEGER NOT NULL, quantity TEXT NOT NULL, reason TEXT", "STRICT"
            ),
            ("second", "t_ms INTEGER PRIMARY KEY, \(second)", "STRICT"),
            (
                "exception_total", "t_ms INTEGER NOT NULL, code INTEGER NOT NULL, total INTEGER NOT NULL", "STRICT"
            ),
            (
                "tag_gap",
                """
                t_ms INTEGER NOT NULL, position INTEGER NOT NULL, tag TEXT NOT NULL, reads INTEGER NOT NULL,
                longest_gap_ms INTEGER, longest_gap_start_ms INTEGER, last_read_ms INTEGER,
                PRIMARY KEY (t_ms, position)
                """, "STRICT, WITHOUT ROWID"
            ),
            (
                "tag_silence", "tag TEXT NOT NULL, from_ms INTEGER NOT NULL, to_ms INTEGER NOT NULL", "STRICT"
            ),
            (
                "plant_state",
                "t_ms INTEGER NOT NULL, occasion TEXT NOT NULL, tag TEXT NOT NULL, value REAL NOT NULL", "STRICT"
            ),
            (
                "event",
                """
                t_ms INTEGER NOT NULL, kind TEXT NOT NULL, subject TEXT NOT NULL, summary TEXT NOT NULL,
                detail TEXT NOT NULL
                """, "STRICT"
            ),
            (
                "storm",
                "number INTEGER NOT NULL, t_ms INTEGER NOT NULL, close TEXT NOT NULL, connections INTEGER NOT NULL",
                "STRICT"
            ),
            (
                "reconnect", "storm INTEGER NOT NULL, t_ms INTEGER NOT NULL, delay_ms INTEGER NOT NULL", "STRICT"
            ),
            ("gap", "from_ms INTEGER NOT NULL, to_ms INTEGER NOT NULL, reason TEXT NOT NULL", "STRICT"),
        ]
    }

    /// Refuses a database that is no evidence or was written by a newer twinsim.
    static func check(_ db: Database, path: String) throws {
        guard try Int64.fetchOne(db, sql: "PRAGMA application_id") == applicationID else {
            throw StoreError.notEvidence(path: path, reason: "evidence.sqlite was not written by twinsim")
        }
        let found = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
        guard found <= version else { throw StoreError.newerSchema(path: path, found: found, known: version) }
        guard found >= 1 else { throw StoreError.corrupt(path: path, reason: "its schema version is \(found)") }
    }
}
