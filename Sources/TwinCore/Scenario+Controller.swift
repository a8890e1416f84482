import PLCCore

extension Scenario {
    /// The value of every point after a download, in the order of `points`; NaN for what has no value.
    package func initialValues() -> [Double] {
        let controller = Controller(program: program)
        return points.map { point in point.reference.map { controller.value($0) } ?? .nan }
    }

    /// What a Modbus client sets to clear the controller's faults, like `coil 10`, its offset counted from 0; nil when
    /// the scenario has no such tag or clients cannot write it.
    package var faultResetRegister: String? {
        guard let reset = controllerTags.faultReset else { return nil }
        let entry = registerMap.entries.first { $0.writable && points[$0.tagIndex].reference == reset }
        return entry.map { entry in
            let place = "\(entry.table.title) \(entry.offset)" + (entry.bit.map { ".\($0)" } ?? "")
            return "\(place) (\(entry.name))"
        }
    }

    /// Whether a point is a single bit.
    package func isBit(_ point: Point) -> Bool { point.reference?.type == .bool }
}
