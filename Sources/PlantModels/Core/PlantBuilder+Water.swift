import Diagnostics

extension PlantBuilder {
    /// Checks what only the pipe work as a whole can show: each line's elements, and elements in two lines.
    mutating func checkWaterConnections() {
        var lineOfElement: [Int: Int] = [:]
        for number in setups.indices where setups[number].kind == "line" {
            let setup = setups[number]
            if setup.connections["from"]?.first == setup.connections["to"]?.first {
                report(
                    "PLT013", position(of: "to", number), "\(setup.name) leads from a node to itself",
                    "name another node under 'to'")
            }
            let groups = setup.connections["elements"] ?? []
            checkElements(groups, number)
            for element in groups.joined() {
                if let other = lineOfElement.updateValue(number, forKey: element), setups[element].kind != "filter" {
                    let place =
                        other == number ? "twice in \(setup.name)" : "in \(setups[other].name) and \(setup.name)"
                    report(
                        "PLT013", position(of: "elements", number), "\(setups[element].name) is \(place)",
                        "an element belongs to one line, only a filter may be shared")
                }
            }
        }
        for number in setups.indices where setups[number].kind == "filter" {
            guard let wash = setups[number].connections["wash_line"]?.first?.first else { continue }
            if setups[wash].connections["elements"]?.joined().contains(number) == true {
                report(
                    "PLT013", position(of: "wash_line", number),
                    "\(setups[wash].name) washes \(setups[number].name) and also filters through it",
                    "take the filter out of the elements of its wash line")
            }
        }
    }

    private mutating func checkElements(_ groups: [[Int]], _ number: Int) {
        let place = position(of: "elements", number)
        let name = setups[number].name
        if groups.joined().isEmpty {
            report(
                "PLT013", place, "\(name) has no elements, so nothing limits its flow",
                "add a pipe, a valve, an orifice or a pump")
        }
        let pumpGroups = groups.filter { group in group.contains { setups[$0].kind == "pump" } }
        if pumpGroups.count > 1 {
            report(
                "PLT013", place, "\(name) has pumps in \(pumpGroups.count) places",
                "put pumps in parallel into one list, [[P1, P2], main], or split the line with a tank")
        }
        for group in groups where group.count > 1 {
            for element in group where setups[element].kind != "pump" {
                report(
                    "PLT013", place,
                    "\(setups[element].name), of kind \(setups[element].kind), cannot stand in parallel",
                    "only pumps form a group; give the other branch a line of its own")
            }
        }
    }

    /// Where `key` of component `number` stands, or its name if the key is not there.
    func position(of key: String, _ number: Int) -> SourcePosition {
        let component = description.components[number]
        return component.parameters.first { $0.key == key }?.position ?? component.namePosition
    }
}
