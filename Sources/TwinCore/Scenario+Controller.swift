import PLCCore

extension Scenario {
    /// The value of every point after a download, in the order of `points`; NaN for what has no value.
    package func initialValues() -> [Double] {
        let controller = Controller(program: program)
        return points.map { point in point.reference.map { controller.value($0) } ?? .nan }
    }

    /// Whether a point is a single bit.
    package func isBit(_ point: Point) -> Bool { point.reference?.type == .bool }
}
