import Determinism

/// Everything that a component needs to come to life: its checked parameters and its places on the signal array.
struct ComponentSetup {
    /// The component's name.
    let name: String
    /// Its kind.
    let kind: String
    /// The fixed step, s.
    let stepSeconds: Double
    /// The seed of the run.
    let seed: UInt64
    /// Numbers by key, defaults filled in.
    var numbers: [String: Double] = [:]
    /// Words by key, defaults filled in.
    var words: [String: String] = [:]
    /// Lists of 24 numbers by key, defaults filled in.
    var hourly: [String: [Double]] = [:]
    /// Curves by key.
    var curves: [String: FlowCurve] = [:]
    /// Signal elements of the input ports (of their drivers when wired).
    var inputs: [String: Int] = [:]
    /// Signal elements of the output ports.
    var outputs: [String: Int] = [:]
    /// Numbers of the connected components by key; an inner list is a group in parallel.
    var connections: [String: [[Int]]] = [:]

    /// The number under `key`, which the catalogue declares.
    func number(_ key: String) -> Double {
        guard let value = numbers[key] else { undeclared(key) }
        return value
    }

    /// Whether the number under `key` is 1 and not 0.
    func flag(_ key: String) -> Bool {
        number(key) > 0.5
    }

    /// The word under `key`, which the catalogue declares.
    func word(_ key: String) -> String {
        guard let value = words[key] else { undeclared(key) }
        return value
    }

    /// The 24 hourly numbers under `key`, which the catalogue declares.
    func hours(_ key: String) -> [Double] {
        guard let value = hourly[key] else { undeclared(key) }
        return value
    }

    /// The curve under `key`, which the catalogue declares.
    func curve(_ key: String) -> FlowCurve {
        guard let value = curves[key] else { undeclared(key) }
        return value
    }

    /// The signal element of the input port `name`.
    func input(_ name: String) -> Int {
        guard let value = inputs[name] else { undeclared(name) }
        return value
    }

    /// The signal element of the output port `name`.
    func output(_ name: String) -> Int {
        guard let value = outputs[name] else { undeclared(name) }
        return value
    }

    /// The random stream of this component for one `purpose`.
    func randomStream(_ purpose: String) -> RandomStream {
        RandomStream(seed: seed, name: "plant.\(name).\(purpose)")
    }

    private func undeclared(_ key: String) -> Never {
        preconditionFailure("The catalogue entry of \(kind) does not declare '\(key)', but its component uses it.")
    }
}
