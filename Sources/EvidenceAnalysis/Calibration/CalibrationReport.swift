import Diagnostics
import Evidence
import LeakAnalysis
import Text

/// What a calibration says: whether the harness answers rightly on clients of known truth, and what it can detect here.
package struct CalibrationReport: Sendable {
    /// What all the findings together say.
    package enum Conclusion: String, Sendable {
        /// Every leak that the run could find was found, and no good client was called a leak.
        case fit
        /// No answer was wrong, but too little is proven: a leak was only suspected, or none was fast enough for the run.
        case inconclusive
        /// A leak was missed, a good client was called a leak, or a soak did not run.
        case unfit
    }

    /// What was run.
    package struct Setting: Sendable {
        /// The scenario.
        package var scenario: String
        /// The fault plan; nil for none.
        package var faultPlan: String?
        /// The seed.
        package var seed: UInt64
        /// The length of each soak, s.
        package var seconds: Double
        /// Time between samples, s.
        package var intervalSeconds: Double
        /// The program's version.
        package var programVersion: String
        /// The machine; nil when no soak came to evidence.
        package var host: HostDescription?
        /// When it began: wall clock, UTC, ISO 8601.
        package var startedAt: String

        /// A setting.
        package init(
            scenario: String, faultPlan: String?, seed: UInt64, seconds: Double, intervalSeconds: Double,
            programVersion: String, host: HostDescription?, startedAt: String
        ) {
            self.scenario = scenario
            self.faultPlan = faultPlan
            self.seed = seed
            self.seconds = seconds
            self.intervalSeconds = intervalSeconds
            self.programVersion = programVersion
            self.host = host
            self.startedAt = startedAt
        }
    }

    /// What was run.
    package let setting: Setting
    /// What came of each reference client, in their order.
    package let results: [ReferenceResult]
    /// What each of them proves, in the same order.
    package let findings: [ReferenceFinding]
    /// What all of them together say.
    package let conclusion: Conclusion

    /// Judges `results`.
    package init(_ setting: Setting, _ results: [ReferenceResult]) {
        self.setting = setting
        self.results = results
        let noiseDetectable = results.first { $0.reference == .steady && $0.problem == nil }?.detectablePerHour
        findings = results.map { $0.finding(noiseDetectable: noiseDetectable) }
        let memoryFound = zip(results, findings).contains { result, finding in
            if case .memory = result.reference.kept { finding == .found } else { false }
        }
        if findings.contains(where: \.isFault) {
            conclusion = .unfit
        } else {
            let isProven = noiseDetectable != nil && memoryFound && !findings.contains(.undecided)
            conclusion = isProven ? .fit : .inconclusive
        }
    }

    /// The exit status: 70 for an instrument that is not fit, which no verdict on a client of the user's shares.
    package var exitStatus: ExitStatus {
        switch conclusion {
        case .fit: .success
        case .inconclusive: .suspicious
        case .unfit: .internalFault
        }
    }

    /// The steady client's soak.
    package var steady: ReferenceResult? { results.first { $0.reference == .steady && $0.problem == nil } }

    /// The noise of the steady client's memory on this machine, MB; nil when it was not measured.
    package var noiseMegabytes: Double? { steady?.verdict?.noise }

    /// What each known-good client's noise lets runs of several lengths detect; those that could not tell are left out.
    package var outlooks: [(reference: ReferenceClient, outlook: DetectionOutlook)] {
        results.compactMap { result in
            guard result.reference.isGood, result.problem == nil, result.seconds > 0,
                let detectable = result.detectablePerHour
            else { return nil }
            return (
                result.reference, DetectionOutlook(hours: result.seconds / 3600, detectablePerHour: detectable)
            )
        }
    }

    /// What nominal rates were multiplied by.
    package var factor: Double { CalibrationScale.factor(runSeconds: setting.seconds) }

    /// The conclusion in a few words.
    package var headline: String {
        switch conclusion {
        case .fit: "Fit: every leak that this run could find was found, and no good client was called a leak"
        case .inconclusive: "Inconclusive: no answer was wrong, but this run proves too little"
        case .unfit: "Not fit: the harness answered wrongly, or could not look"
        }
    }

    /// Why, one sentence for each reference client that is not simply right.
    package var sentences: [String] {
        zip(results, findings).compactMap { result, finding in
            let name = result.reference.name
            switch finding {
            case .held, .found: return nil
            case .missed:
                return "\(name): its leak of \(Self.rate(result)) was above what the run says it detects, and was not "
                    + "found: \(result.verdict?.reason ?? "its channel was not judged")"
            case .undecided:
                return "\(name): its leak of \(Self.rate(result)) was only suspected: \(result.verdict?.reason ?? "")"
            case .belowDetection:
                let least = [result.detectablePerHour, steady?.detectablePerHour].compactMap { $0 }.max()
                return "\(name): \(Self.rate(result)) is below what this run detects"
                    + (least.map { ", \(Figures.significant($0)) MB/h" } ?? "") + "."
            case .falseAlarm(let channels):
                let reasons = channels.map { "\($0.title): \(result.verdicts[$0]?.reason ?? "")" }
                return "\(name): called a leak and is none: " + reasons.joined(separator: " ")
            case .notTried(let why):
                return "\(name): \(why). `--faults reconnect-storm` makes storms."
            case .failed(let why): return "\(name): \(why)."
            }
        }
    }

    /// What the figures do not say.
    package var limitations: [String] {
        var sentences = [
            "Extrapolated rates hold the noise that this run saw: noise slower than the run is not in them, so a longer "
                + "run may detect less than they say. Calibrate at the length that you will run.",
            "A client noisier than the reference clients hides more; its own report says what its own run could detect.",
            "At the detectable rate four runs of five find the leak, and one interval in twenty misses the truth by chance.",
        ]
        if factor > 1 {
            sentences.append(
                "The run is shorter than 24 h, so the memory rates are \(Figures.significant(factor)) times the nominal "
                    + "ones: the growth of a whole day within the run. The nominal rates themselves were not tried.")
        }
        return sentences
    }

    private static func rate(_ result: ReferenceResult) -> String {
        result.truth.map { "\(Figures.significant($0)) \(result.unit)" } ?? "unknown size"
    }
}
