import Diagnostics

extension PlantBuilder {
    /// Puts the components into an order in which each is evaluated after everything that it follows at once.
    ///
    /// Among those that could be next, the first of the file is taken, so the order is the same on every run.
    mutating func sortForEvaluation() {
        let followers = followersAtOnce()
        var waitingFor = [Int](repeating: 0, count: setups.count)
        for list in followers { for edge in list { waitingFor[edge.to] += 1 } }
        var done = [Bool](repeating: false, count: setups.count)
        while let next = waitingFor.indices.first(where: { !done[$0] && waitingFor[$0] == 0 }) {
            done[next] = true
            order.append(next)
            for edge in followers[next] { waitingFor[edge.to] -= 1 }
        }
        reportLoops(followers, done)
    }

    // An element is worked out by its line: what its inputs do and its outputs say happens in the line.
    private func followersAtOnce() -> [[(to: Int, position: SourcePosition)]] {
        var followers = [[(to: Int, position: SourcePosition)]](repeating: [], count: setups.count)
        var lines = [[Int]](repeating: [], count: setups.count)
        for number in setups.indices where setups[number].kind == "line" {
            let own = ["from", "to"].compactMap { setups[number].connections[$0]?.first?.first }
            for part in own + (setups[number].connections["elements"] ?? []).joined() {
                followers[part].append((number, position(of: "elements", number)))
            }
            for element in (setups[number].connections["elements"] ?? []).joined() { lines[element].append(number) }
        }
        for wire in wires where wire.driverFollowsAtOnce && wire.consumerActsAtOnce {
            let drivers = lines[wire.driver].isEmpty ? [wire.driver] : lines[wire.driver]
            for driver in drivers { followers[driver].append((wire.consumer, wire.position)) }
        }
        return followers
    }

    private mutating func reportLoops(_ followers: [[(to: Int, position: SourcePosition)]], _ done: [Bool]) {
        var reported = done
        for start in setups.indices where !reported[start] {
            // Whoever is left over waits for somebody who is left over: walking against the wires must meet itself.
            var path = [start]
            var places: [SourcePosition] = []
            while true {
                let last = path[path.count - 1]
                guard
                    let before = setups.indices.first(where: { candidate in
                        !done[candidate] && followers[candidate].contains { $0.to == last }
                    })
                else { break }
                places.append(followers[before].first { $0.to == last }?.position ?? .start)
                if let met = path.firstIndex(of: before) {
                    reportLoop(Array(path[met...].reversed()), places[places.count - 1], &reported)
                    break
                }
                path.append(before)
            }
            for number in path { reported[number] = true }
        }
    }

    private mutating func reportLoop(_ ring: [Int], _ place: SourcePosition, _ reported: inout [Bool]) {
        // A ring that an earlier walk ended in has been named already.
        guard !ring.contains(where: { reported[$0] }) else { return }
        let names = (ring + [ring[0]]).map { setups[$0].name }.joined(separator: " -> ")
        report(
            "PLT015", place, "these components follow each other at once, in a ring: \(names)",
            "break it with a component that has a state, such as a lag, a motor or an actuator")
        for number in ring { reported[number] = true }
    }
}
