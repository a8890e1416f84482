import ArgumentParser
import Diagnostics
import EvidenceAnalysis
import EvidenceStore
import SoakHarness
import Text

extension Soak {
    /// Refuses what does not go with `--calibrate`.
    func validateCalibration() throws {
        guard client.isEmpty else {
            throw ValidationError(
                "--calibrate soaks reference clients of its own: leave out the client's command, or leave out --calibrate."
            )
        }
        let isPlain =
            resume == nil && restart == .never && panel == nil && criteria == nil && !tracingOptions.trace
            && tracingOptions.explain == .never && stopOn == nil && failOn == .doubt && compressionOptions.isNone
            && unitOptions.port.isEmpty && unitOptions.unit.isEmpty && watch.isEmpty
        guard isPlain else {
            throw ValidationError(
                "--calibrate runs several soaks side by side: leave out --resume, --restart, --panel, --criteria, --trace, "
                    + "--explain, --stop-on, --fail-on, --event-rate, --speed, --watch, --port and --unit.")
        }
    }

    /// Soaks the reference clients and says what can be detected here.
    func runCalibration() throws {
        let loaded = try options.load()
        let seconds = duration?.seconds ?? (hours ?? 0) * 3600
        // A plan that does not fit the run is told once, and not by each of the soaks.
        _ = try loaded.plan.timetable(inRunOf: seconds, seed: loaded.seed)
        let folder =
            try evidence
            ?? EvidenceFolder.reserving("evidence/calibration-\(loaded.scenario.name)-\(HostFacts.stamp())").path
        defer { EvidenceFolder(folder).removeIfEmpty() }
        let plan = loaded.planText == nil ? nil : loaded.plan.name
        Console.error(
            "calibrate: \(ReferenceClient.all.count) reference clients side by side, \(loaded.scenario.name), "
                + "seed \(loaded.seed), \(Figures.duration(seconds)), faults \(plan ?? "none"), evidence in \(folder)"
        )
        let calibration = Calibration(
            CalibrationConfiguration(
                folder: folder, soakOptions: Self.soakOptions(in: Array(CommandLine.arguments.dropFirst(2))),
                scenario: loaded.scenario.name, faultPlan: plan, seed: loaded.seed, seconds: seconds,
                intervalSeconds: interval?.seconds ?? 1, supportFolders: loaded.files.supportFolders,
                programVersion: Twinsim.version))
        var nextLine = 0.0
        let isLive = Console.errorIsTerminal
        let ending = try calibration.run { passed, running in
            let left = Figures.duration(max(0, seconds - passed).rounded())
            let text = "\(Figures.duration(passed.rounded())), \(left) left | \(running) soaks run"
            if isLive {
                Console.progress("\r\(text)   ")
            } else if passed >= nextLine {
                Console.error(text)
                nextLine += 60
            }
        }
        if isLive { Console.progress("\n") }
        switch ending {
        case .interrupted(let signal):
            Console.error("calibrate: stopped by signal \(signal); nothing is concluded, the evidence is in \(folder)")
            throw ExitWith(.signal(signal))
        case .completed(let report):
            Console.print(json ? report.json.compact : report.document.text + "\nreport \(folder)/calibration.md")
            throw ExitWith(report.exitStatus)
        }
    }

    /// The options of a `soak --calibrate` that every soak of it gets, as the user wrote them.
    static func soakOptions(in arguments: [String]) -> [String] {
        var options: [String] = []
        var isValue = false
        for argument in arguments {
            switch argument {
            case _ where isValue: isValue = false
            case "--evidence": isValue = true
            case "--calibrate", "--json", "--": break
            case _ where argument.hasPrefix("--evidence="): break
            default: options.append(argument)
            }
        }
        return options
    }
}
