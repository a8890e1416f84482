import EvidenceAnalysis

/// Everything that a calibration is told before it begins.
package struct CalibrationConfiguration: Sendable {
    /// The folder for the evidence: a folder in it for each reference client, their logs, and the calibration's report.
    package var folder: String
    /// The options of `twinsim soak` that every soak gets as the user wrote them: scenario, plan, length and the like.
    package var soakOptions: [String]
    /// What was asked for, for the record.
    package var scenario: String
    /// The fault plan's name; nil for none.
    package var faultPlan: String?
    /// The seed of every random stream.
    package var seed: UInt64
    /// How long each soak lasts, s.
    package var seconds: Double
    /// Seconds between samples.
    package var intervalSeconds: Double
    /// The folders that may hold twinsim's support files, the reference clients among them.
    package var supportFolders: [String]
    /// The program's version, for the record.
    package var programVersion: String

    /// A calibration.
    package init(
        folder: String, soakOptions: [String], scenario: String, faultPlan: String?, seed: UInt64, seconds: Double,
        intervalSeconds: Double, supportFolders: [String], programVersion: String
    ) {
        self.folder = folder
        self.soakOptions = soakOptions
        self.scenario = scenario
        self.faultPlan = faultPlan
        self.seed = seed
        self.seconds = seconds
        self.intervalSeconds = intervalSeconds
        self.supportFolders = supportFolders
        self.programVersion = programVersion
    }

    /// The reference clients' program.
    var clientFile: String {
        let candidates = supportFolders.map { "\($0)/calibration/reference_client.py" }
        return candidates.first { TextFile.isReadable($0) } ?? candidates.first ?? ""
    }

    /// The evidence folder of one reference client.
    func evidence(of reference: ReferenceClient) -> String { "\(folder)/\(reference.name)" }
    /// The log of the soak of one reference client.
    func log(of reference: ReferenceClient) -> String { "\(folder)/\(reference.name).log" }

    /// The command line of one reference client.
    func clientCommand(_ reference: ReferenceClient) -> [String] {
        var command = ["python3", clientFile, "--keeps", reference.mode, "--run-seconds", "\(seconds)"]
        if case .memory(let nominal) = reference.kept {
            command += ["--mb-per-hour", "\(nominal * CalibrationScale.factor(runSeconds: seconds))"]
        }
        return command
    }
}
