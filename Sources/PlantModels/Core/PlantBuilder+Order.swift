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
            while let before = setups.indices.first(where: { candidate in
                !done[candidate] && followers[candidate].contains { $0.to == path[path.count - 1] }
            }) {
                if let met = path.firstIndex(of: before) {
                    let ring = Array(path[met...].reversed())
                    // A ring that an earlier walk ended in has been named already.
                    if !ring.contains(where: { reported[$0] }) { reportLoop(ring, followers) }
                    break
                }
                path.append(before)
            }
            for number in path { reported[number] = true }
        }
    }

    private mutating func reportLoop(_ ring: [Int], _ followers: [[(to: Int, position: SourcePosition)]]) {
        // Told from its first component in the file on, at the wire that closes it.
        let first = ring.indices.min { ring[$0] < ring[$1] } ?? 0
        let turned = Array(ring[first...] + ring[..<first])
        let closing = followers[turned[turned.count - 1]].first { $0.to == turned[0] }
        let names = (turned + [turned[0]]).map { setups[$0].name }.joined(separator: " -> ")
        report(
            "PLT015", closing?.position ?? .start, "these components follow each other at once, in a ring: \(names)",
            "break it with a component that has a state, such as a lag, a motor or an actuator")
    }
}
