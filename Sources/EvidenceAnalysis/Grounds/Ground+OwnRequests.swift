import Evidence
import Text

extension Ground {
    /// The share of the requests that may come from outside the measured processes.
    static let mostForeignShare = 0.05

    /// Whether the processes that were measured are the ones that polled.
    static func ownRequests(_ facts: EvidenceFacts) -> Ground {
        guard let peers = facts.peerTotals else {
            return notApplicable(.ownRequests, "The evidence does not tell whose connections the server answered.")
        }
        let own = peers.own.requests
        let foreign = peers.foreign.requests
        let unmatched = peers.unmatched.requests
        let all = own + foreign + unmatched
        guard all > 0 else { return notApplicable(.ownRequests, "Nobody sent a request.") }
        let figure =
            "\(Figures.whole(own)) of \(Figures.whole(all)) requests by the client's processes"
            + (unmatched > 0 ? ", \(Figures.whole(unmatched)) by nobody knows whom" : "")
        if Double(foreign) > mostForeignShare * Double(all) {
            let who = peers.strangers.prefix(3).map { "\($0.who.words) (\(Figures.whole($0.count.requests)))" }
            return notHeld(
                .ownRequests, figure, headline: "others polled",
                "\(Figures.whole(foreign)) of \(Figures.whole(all)) requests came from outside the measured processes: "
                    + "\(who.joined(separator: ", ")). Measure them with --watch pid:N or --watch cgroup:PATH.")
        }
        // Connections that last for milliseconds are met often enough, so that one that is never met is another's.
        guard own > 0 else {
            let reasons = peers.reasons.sorted { $1.value.requests < $0.value.requests }.prefix(2).map(\.key)
            return notHeld(
                .ownRequests, figure, headline: "nobody knows who polled",
                "None of the \(Figures.whole(all)) requests could be matched with a process of the client: "
                    + "\(reasons.joined(separator: "; ")).")
        }
        return held(.ownRequests, figure, "The processes that were measured are the ones that polled.")
    }
}
