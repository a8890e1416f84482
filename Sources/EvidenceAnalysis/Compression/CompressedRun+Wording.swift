import Text

extension CompressedRun {
    /// What the headline says first: `Accelerated ×60`, `Events ×300`.
    package var mark: String {
        var parts: [String] = []
        if let acceleration { parts.append("accelerated ×\(Figures.factor(acceleration.asked))") }
        if let eventRate { parts.append("events ×\(eventRate.factor)") }
        let text = parts.joined(separator: ", ")
        return text.prefix(1).uppercased() + text.dropFirst()
    }

    /// What a clean run of this kind has shown, in place of a headline that would promise more.
    var cleanHeadline: String {
        switch (acceleration != nil, eventRate != nil) {
        case (true, true): "no leak by the operation or the event"
        case (true, false): "no leak by the operation"
        default: "no leak by the event"
        }
    }

    /// What was attained, one sentence each, the most important first.
    package var findings: [String] {
        var sentences: [String] = []
        if let acceleration {
            sentences.append("\(growthSentence) over \(operationsSentence)")
            if let attained, let equivalentHours {
                sentences.append(
                    "The client was \(Figures.factor(attained)) times as fast as in real time "
                        + "(asked: \(Figures.factor(acceleration.asked))): as many requests as "
                        + "\(Figures.duration(equivalentHours * 3600)) in real time have.")
            } else if case .unavailable(let reason) = acceleration.plainRate {
                sentences.append("How much faster the client was is not known: \(reason).")
            }
        }
        if let eventRate, let planHours {
            sentences.append(
                "What the plan has come back came \(eventRate.factor) times as often: \(Figures.counted(storms, "storm")) "
                    + "that closed a connection and \(Figures.counted(faults, "other fault")), as many events as "
                    + "\(Figures.duration(planHours * 3600)) of the plan as written.")
            if let perStorm {
                sentences.append(
                    "A storm left \(Figures.signed(perStorm)) MB behind "
                        + "(95 % interval \(Figures.interval(perStormLow, perStormHigh))).")
            }
        }
        return sentences
    }

    private var growthSentence: String {
        guard let perThousand else { return "Growth by the operation was not measured" }
        return "\(Figures.signed(perThousand)) MB per 1000 requests "
            + "(95 % interval \(Figures.interval(perThousandLow, perThousandHigh)))"
    }

    private var operationsSentence: String {
        (operations.map { "\(Figures.whole($0)) requests" } ?? "an unknown number of requests")
            + " in \(Figures.duration(realSeconds)) of real time."
    }

    /// What such a run cannot say, one sentence each.
    var limitations: [String] {
        var sentences: [String] = []
        if let acceleration {
            sentences.append(
                "The run was accelerated: it shows growth by the operation (poll, reconnect, exception). It cannot show "
                    + "growth with real time or the kernel's time (keep-alive, TIME_WAIT, retransmission, expiry of leases "
                    + "and TLS sessions, idle timers of a collector), and it is no run of "
                    + "\(Figures.duration(clientSeconds)).")
            sentences.append(
                "Rates an hour in it are those of the accelerated run's own hours: no client in real time has them.")
            if let detectablePerThousand {
                sentences.append(
                    "A memory leak slower than \(Figures.significant(detectablePerThousand)) MB per 1000 requests would "
                        + "probably not have been found.")
            }
            if !acceleration.vouchedFor.isEmpty {
                let kinds = acceleration.vouchedFor.map(\.sentence).joined(separator: ", ")
                sentences.append(
                    "Under the faster clock \(kinds); the run went on because its user said that the client does not "
                        + "wait like this.")
            }
            let slow = acceleration.waits.filter { $0.outcome == .notAccelerated }
            if !slow.isEmpty {
                sentences.append(
                    "Not accelerated were waits of these kinds: \(slow.map(\.kind).joined(separator: ", ")).")
            }
            if let plantFactor, plantFactor < Self.leastPlantShare * acceleration.asked {
                sentences.append(
                    "The plant attained only \(Figures.factor(plantFactor)) of "
                        + "\(Figures.factor(acceleration.asked)) times real time: its faults came later on the "
                        + "client's clock than the plan says. Ask for a lower factor.")
            }
            if let attained, attained < 0.5 * acceleration.asked {
                sentences.append(
                    "The client attained \(Figures.factor(attained)) of \(Figures.factor(acceleration.asked)) "
                        + "times real time.")
            }
            if !strangers.isEmpty {
                sentences.append(
                    "The client's tree held programs whose ways of waiting were not tried: "
                        + "\(strangers.joined(separator: ", ")).")
            }
        }
        if eventRate != nil {
            sentences.append(
                "Events came oftener and the client's time was its own: the run shows growth by the storm or fault, and "
                    + "growth by the hour only as far as \(Figures.duration(realSeconds)) can.")
        }
        if eventRate != nil, storms < 5 {
            sentences.append("\(Figures.counted(storms, "storm")) closed a connection; growth per storm needs 5.")
        }
        return sentences
    }
}
