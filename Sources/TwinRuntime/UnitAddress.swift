/// A unit that the user wants besides, or in place of, the scenario's own: `5`, `2=pump-station`, `7=@2`,
/// `5021:2=pump-station`.
package struct UnitAddress: Hashable, Sendable {
    /// What the unit shows.
    package enum Content: Hashable, Sendable {
        /// The main scenario's twin, under this id in place of its own.
        case main
        /// A twin of its own, of this scenario.
        case scenario(String)
        /// The same twin as the unit with this id.
        case same(UInt8)
    }

    /// The only port that shows it, 0 for a free one of its own; nil for every port that is not named by a unit.
    package var port: UInt16?
    /// The unit id: 0...247 or 255.
    package var unit: UInt8
    /// What it shows.
    package var content: Content

    /// The main scenario's twin under this id.
    init(port: UInt16?, unit: UInt8) {
        self.port = port
        self.unit = unit
        content = .main
    }

    /// The unit that this text asks for, in the form `[PORT:]UNIT[=SCENARIO|=@UNIT]`.
    package init(parsing text: String) throws(RuntimeError) {
        let halves = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let address = halves[0].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard let number = address.last, let unit = Self.unit(number) else {
            throw .badUnit(
                "'\(address.last ?? "")' in '\(text)' is no unit id; unit ids are 1 to 247, and 0 and 255 for the "
                    + "device itself, as in 2=pump-station")
        }
        if address.count == 2 {
            guard let port = UInt16(address[0]) else {
                throw .badUnit("'\(address[0])' in '\(text)' is no port; write PORT:UNIT=SCENARIO, as in 5021:2=hvac")
            }
            self.port = port
        }
        self.unit = unit
        guard halves.count == 2 else {
            content = .main
            return
        }
        if halves[1].hasPrefix("@") {
            guard let other = Self.unit(halves[1].dropFirst()) else {
                throw .badUnit(
                    "'\(halves[1])' in '\(text)' names no unit; write @ and the id of another unit, as in 7=@1")
            }
            content = .same(other)
        } else {
            guard !halves[1].isEmpty else {
                throw .badUnit(
                    "'\(text)' names no scenario; write UNIT=SCENARIO, as in 2=pump-station, or the id alone")
            }
            content = .scenario(String(halves[1]))
        }
    }

    private static func unit(_ text: Substring) -> UInt8? {
        guard let unit = UInt8(text), unit <= 247 || unit == 255 else { return nil }
        return unit
    }
}
