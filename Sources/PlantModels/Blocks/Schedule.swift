/// A value for each hour of the day, held or interpolated.
final class Schedule: PlantComponent {
    /// What an author may write about a schedule.
    static let entry = CatalogueEntry(
        kind: "schedule", sentence: "A value for each hour of the day, held or interpolated.",
        parameters: [
            .hourly("values", nil, anyNumber, "one an hour from midnight"),
            .flag("interpolate", 0, "1 = a straight line from hour to hour"), .startHour,
        ],
        outputs: [OutputSpecification("output", "", "the value of the hour")], make: Schedule.init)

    private let pattern: HourlyPattern
    private let interpolates: Bool
    private let output: Int

    /// The schedule of this `setup`.
    init(_ setup: ComponentSetup) {
        pattern = HourlyPattern(setup.hours("values"), startHour: setup.number("start_h"))
        interpolates = setup.flag("interpolate")
        output = setup.output("output")
    }

    /// Shows the value of the hour.
    func publish(_ signals: Signals) {
        signals[output] =
            interpolates ? pattern.interpolated(atSeconds: signals.seconds) : pattern.held(atSeconds: signals.seconds)
    }
}
