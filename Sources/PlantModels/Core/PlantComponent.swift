/// What every component of a plant does in the phases of a step. None of these calls allocates, save `connect`.
protocol PlantComponent: AnyObject {
    /// Called once, when all components exist: finds the components that this one is connected to.
    func connect(_ setup: ComponentSetup, _ parts: PlantParts)
    /// Phase 1: writes the outputs that follow from the component's states.
    func publish(_ signals: Signals)
    /// Phase 2: writes the outputs that follow at once from inputs; called in the order of the wiring.
    func evaluate(_ signals: Signals)
    /// Phase 3a: hands water and what it carries from node to node.
    func transfer(_ signals: Signals)
    /// Phase 3b: moves the states on by one step.
    func integrate(_ signals: Signals)
    /// Reads the plant as it stands now, once a scan: sensors and process switches.
    func measure(_ signals: Signals)
}

extension PlantComponent {
    /// Most components are connected through ports alone.
    func connect(_ setup: ComponentSetup, _ parts: PlantParts) {}
    /// Purely algebraic components have no state.
    func publish(_ signals: Signals) {}
    /// Components without a path from input to output at once have nothing to evaluate.
    func evaluate(_ signals: Signals) {}
    /// Only water moves between components.
    func transfer(_ signals: Signals) {}
    /// Purely algebraic components have no state.
    func integrate(_ signals: Signals) {}
    /// Only instruments measure.
    func measure(_ signals: Signals) {}
}
