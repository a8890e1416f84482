import Determinism
import PLCCore
import TwinCore

/// The controller's health for readers on other threads, as the numbers of a `PointMirror`.
enum HealthWords {
    /// Numbers before the three places.
    private static let counts = 9
    /// Numbers of a place.
    private static let perPlace = 4
    /// How many numbers there are.
    static let wordCount = counts + 3 * perPlace

    /// One of the numbers. Called by the scan thread: allocates nothing. Counts are exact up to 2^53.
    static func word(_ index: Int, of health: ControllerHealth) -> Double {
        switch index {
        case 0: number(of: health.mode)
        case 1: number(of: health.standstill)
        case 2: Double(health.scans)
        case 3: Double(health.askedScans)
        case 4: Double(health.unaskedScans)
        case 5: Double(health.tally.solvedScans)
        case 6: Double(health.tally.majorFaults)
        case 7: Double(health.tally.minorFaults)
        case 8: Double(health.tally.minorScans)
        case 9..<13: word(index - 9, of: health.tally.lastMajor)
        case 13..<17: word(index - 13, of: health.tally.firstMinor)
        default: word(index - 17, of: health.tally.lastMinor)
        }
    }

    /// The health behind a mirror's numbers.
    static func health(_ words: [Double]) -> ControllerHealth {
        var health = ControllerHealth(mode: mode(words[0]))
        health.standstill = standstill(words[1])
        health.scans = Int(words[2])
        health.askedScans = Int(words[3])
        health.unaskedScans = Int(words[4])
        health.tally.solvedScans = Int(words[5])
        health.tally.majorFaults = Int(words[6])
        health.tally.minorFaults = Int(words[7])
        health.tally.minorScans = Int(words[8])
        health.tally.lastMajor = place(words[9..<13])
        health.tally.firstMinor = place(words[13..<17])
        health.tally.lastMinor = place(words[17..<21])
        return health
    }

    private static func word(_ index: Int, of place: FaultPlace?) -> Double {
        guard let place else { return 0 }
        return switch index {
        case 0: Double(place.code.number)
        case 1: Double(place.operation ?? -1)
        case 2: Double(place.at.nanoseconds)
        default: Double(place.scan)
        }
    }

    private static func place(_ words: ArraySlice<Double>) -> FaultPlace? {
        let words = Array(words)
        guard let code = FaultCode.allCases.first(where: { Double($0.number) == words[0] }) else { return nil }
        return FaultPlace(
            code: code, operation: words[1] < 0 ? nil : Int(words[1]),
            at: SimulatedTime(nanoseconds: Int64(words[2])), scan: Int(words[3]))
    }

    private static func number(of mode: ControllerMode) -> Double {
        switch mode {
        case .program: 0
        case .run: 1
        case .faulted: 2
        }
    }

    private static func mode(_ number: Double) -> ControllerMode {
        number == 1 ? .run : number == 2 ? .faulted : .program
    }

    private static func number(of standstill: ControllerHealth.Standstill?) -> Double {
        switch standstill {
        case nil: 0
        case .fault: 1
        case .plan: 2
        case .operator: 3
        case .unasked: 4
        }
    }

    private static func standstill(_ number: Double) -> ControllerHealth.Standstill? {
        ControllerHealth.Standstill.allCases.first { Self.number(of: $0) == number }
    }
}
