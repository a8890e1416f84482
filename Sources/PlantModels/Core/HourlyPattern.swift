import Glibc

/// 24 numbers, one for each full hour of the day.
struct HourlyPattern {
    private let values: [Double]
    private let startHour: Double

    /// The pattern with these 24 `values` of a run that starts at `startHour`.
    init(_ values: [Double], startHour: Double) {
        self.values = values
        self.startHour = startHour
    }

    /// The hour of the day, 0 to 24, `seconds` after the start of the run.
    func hour(atSeconds seconds: Double) -> Double {
        hourOfDay(seconds: seconds, startHour: startHour)
    }

    /// The value on the straight line between the full hours before and after.
    func interpolated(atSeconds seconds: Double) -> Double {
        let hour = hour(atSeconds: seconds)
        let before = min(23, Int(hour))
        let share = hour - Double(before)
        return values[before] + share * (values[(before + 1) % 24] - values[before])
    }

    /// The value of the full hour before.
    func held(atSeconds seconds: Double) -> Double {
        values[min(23, Int(hour(atSeconds: seconds)))]
    }
}

/// The hour of the day, from 0 to below 24, `seconds` after the start of a run that began at `startHour`.
func hourOfDay(seconds: Double, startHour: Double) -> Double {
    fmod(startHour + seconds / 3600, 24)
}
