/// All kinds of components, in the order of Docs/Plant.md. A new kind is one file and one line here.
package enum ComponentCatalogue {
    /// The kinds.
    package static let entries: [CatalogueEntry] = [
        Source.entry,
        Sink.entry,
        Tank.entry,
        Inflow.entry,
        Demand.entry,
        Line.entry,
        Pump.entry,
        Pipe.entry,
        Valve.entry,
        ControlValve.entry,
        Orifice.entry,
        FilterBed.entry,
        DosingPump.entry,
        AcidBalance.entry,
        Motor.entry,
        VariableFrequencyDrive.entry,
        Actuator.entry,
        Sensor.entry,
        ProcessSwitch.entry,
        Weather.entry,
        MixingBox.entry,
        AirFilter.entry,
        Fan.entry,
        Coil.entry,
        Duct.entry,
        Zone.entry,
        Constant.entry,
        Sum.entry,
        Product.entry,
        Gain.entry,
        Lag.entry,
        Limit.entry,
        Ramp.entry,
        Selector.entry,
        Schedule.entry,
        Integrator.entry,
    ]

    private static let byKind = Dictionary(uniqueKeysWithValues: entries.map { ($0.kind, $0) })

    /// The kind that the word `kind` names, or nil.
    package static func entry(kind: String) -> CatalogueEntry? {
        byKind[kind]
    }
}
