/// Which port shows which twin under which unit id: the command line's wishes, checked.
package struct PlantLayout: Hashable, Sendable {
    /// A port and the units behind it.
    package struct Port: Hashable, Sendable {
        /// The port to listen at; 0 for a free one.
        package var number: UInt16
        /// Unit id -> the twin that answers under it, by its place: 0 for the main one, then those of `scenarios`.
        package var units: [UInt8: Int]
    }

    /// The most ports.
    package static let portLimit = 16
    /// The most twins: each has a thread of its own.
    package static let twinLimit = 64

    /// The ports: those of `--port` in their order, then those that units name.
    package private(set) var ports: [Port] = []
    /// The scenarios of the twins besides the main one, in the order in which they were asked for.
    package private(set) var scenarios: [String] = []
    /// The id under which the main twin answers.
    package private(set) var mainUnit: UInt8

    /// A layout of one port and one unit.
    package init(port: UInt16, unit: UInt8) {
        ports = [Port(number: port, units: [unit: 0])]
        mainUnit = unit
    }

    /// The layout of these ports and units.
    ///
    /// - Parameters:
    ///   - unit: the main scenario's own unit id.
    ///   - numbers: the ports that show every unit that names no port.
    /// - Throws: `RuntimeError.badUnit` when two units meet on a port, a port shows nothing, or a limit is passed.
    package init(unit: UInt8, ports numbers: [UInt16], units: [UnitAddress]) throws(RuntimeError) {
        for (place, number) in numbers.enumerated() where number != 0 && numbers[..<place].contains(number) {
            throw .badUnit("port \(number) is given twice; leave one out")
        }
        let mains = units.filter { $0.content == .main }
        guard mains.count < 2 else {
            throw .badUnit(
                "\(mains.map { "'\($0.unit)'" }.joined(separator: " and ")) both give the scenario another unit id; "
                    + "keep one, and let the others show the same twin with =@\(mains[0].unit)")
        }
        let main = mains.first ?? UnitAddress(port: nil, unit: unit)
        mainUnit = main.unit
        var twins: [(address: UnitAddress, twin: Int)] = [(main, 0)]
        for address in units {
            guard case .scenario(let name) = address.content else { continue }
            scenarios.append(name)
            twins.append((address, scenarios.count))
        }
        guard twins.count <= Self.twinLimit else {
            throw .badUnit(
                "\(twins.count) twins are asked for and \(Self.twinLimit) can run; let units share one with =@UNIT")
        }
        ports = numbers.map { Port(number: $0, units: [:]) }
        let common = ports.count
        for (address, twin) in twins { try place(address, twin, common) }
        for address in units {
            guard case .same(let other) = address.content else { continue }
            // The one beside it, where several have that id on different ports.
            let all = twins.filter { $0.address.unit == other }
            let beside = all.filter { $0.address.port == address.port }
            let found = Set((beside.isEmpty ? all : beside).map(\.twin))
            guard let twin = found.first, found.count == 1 else {
                throw .badUnit(
                    found.isEmpty
                        ? "unit \(address.unit) shall show the same as unit \(other), and there is no unit \(other) with a "
                            + "twin of its own; there are \(twins.map { "\($0.address.unit)" }.joined(separator: ", "))"
                        : "unit \(address.unit) shall show the same as unit \(other), and several twins have that id on "
                            + "different ports; give them different ids")
            }
            try place(address, twin, common)
        }
        if let empty = ports.first(where: \.units.isEmpty) {
            throw .badUnit(
                "port \(empty.number) shows no unit, as every unit names another port; leave the port out, or a unit's port"
            )
        }
        guard ports.count <= Self.portLimit else {
            throw .badUnit("\(ports.count) ports are asked for and \(Self.portLimit) can be served; share some")
        }
    }

    private mutating func place(_ address: UnitAddress, _ twin: Int, _ common: Int) throws(RuntimeError) {
        guard let number = address.port else {
            for place in 0..<common { try put(address.unit, twin, at: place) }
            return
        }
        let known = number == 0 ? nil : ports.firstIndex { $0.number == number }
        if known == nil { ports.append(Port(number: number, units: [:])) }
        try put(address.unit, twin, at: known ?? ports.count - 1)
    }

    private mutating func put(_ unit: UInt8, _ twin: Int, at place: Int) throws(RuntimeError) {
        guard ports[place].units.updateValue(twin, forKey: unit) == nil else {
            throw .badUnit(
                "unit \(unit) is given twice on port \(ports[place].number); the scenario itself has unit \(mainUnit): "
                    + "choose another id, or give the scenario another one with --unit ID")
        }
    }
}
