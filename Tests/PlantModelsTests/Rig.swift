import Diagnostics
import PlantModels
import Testing

/// A plant on the test bench: ports by path, time in seconds.
final class Rig {
    /// The plant.
    let plant: Plant

    /// The plant that `text` wires.
    init(_ text: String, step: Double = 1, seed: UInt64 = 1) throws {
        plant = try Plant(PlantText.description(text), stepSeconds: step, seed: seed)
    }

    /// Reads an output port or a drivable input port.
    subscript(path: String) -> Double {
        get {
            guard let port = plant.outputPort(path) ?? plant.inputPort(path) else {
                Issue.record("there is no port \(path)")
                return .nan
            }
            return plant.value(port)
        }
        set {
            guard let port = plant.inputPort(path) else {
                Issue.record("there is no open input port \(path)")
                return
            }
            plant.drive(port, newValue)
        }
    }

    /// Steps for this many seconds and measures once at the end.
    func run(_ seconds: Double) {
        for _ in 0..<Int((seconds / plant.stepSeconds).rounded()) { plant.step() }
        plant.measure()
    }

    /// Steps and measures until `condition` holds; answers the seconds since now, or nil after `limit` seconds.
    func time(limit: Double, until condition: (Rig) -> Bool) -> Double? {
        let start = plant.time.seconds
        while plant.time.seconds - start < limit {
            plant.step()
            plant.measure()
            if condition(self) { return plant.time.seconds - start }
        }
        return nil
    }

    /// The largest relative error of the plant's books.
    var worstConservationError: Double {
        plant.conservationErrors().map(\.relativeError).max() ?? 0
    }
}

/// Whether two numbers differ by at most `tolerance`.
func isNear(_ value: Double, _ wanted: Double, _ tolerance: Double) -> Bool {
    abs(value - wanted) <= tolerance
}

/// The findings about the plant that `text` wires.
func findings(_ text: String) -> [Diagnostic] {
    do throws(InvalidInput) {
        _ = try Plant(PlantText.description(text), stepSeconds: 1, seed: 1)
        return []
    } catch {
        return error.diagnostics
    }
}
