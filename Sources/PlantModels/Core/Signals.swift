/// The flat array of all ports' values, and the plant's time.
///
/// A wired input port has no element of its own: it reads its driver's element.
final class Signals {
    /// One value a port.
    private(set) var values: [Double]
    /// Seconds since the start of the run.
    var seconds: Double = 0

    /// An array with these first values.
    init(values: [Double]) {
        self.values = values
    }

    /// The value of a port.
    subscript(port: Int) -> Double {
        get { values[port] }
        set { values[port] = newValue }
    }

    /// Whether a contact or command port is on: above 0.5.
    func isOn(_ port: Int) -> Bool {
        values[port] > 0.5
    }

    /// Sets a contact port.
    func set(_ port: Int, _ on: Bool) {
        values[port] = on ? 1 : 0
    }

    /// A fault mode port as a whole number.
    func mode(_ port: Int) -> Int {
        let value = values[port].rounded()
        return value.magnitude < 1000 ? Int(value) : 0
    }
}
