import Glibc

/// A granular filter bed: removes turbidity, loads up, is cleaned by the water of its wash line.
///
/// Clean-bed loss by Kozeny-Carman, h/L = 180·µ·v·(1-e)²/(ρ·g·e³·d²), growing in proportion to the deposit. Removal rises to
/// its best at one coagulant dose (x·exp(1-x)), halves when the deposit reaches the bed's capacity, and is poor just after a
/// wash until the bed is ripe. Washing and scouring are first-order in time.
final class FilterBed: LineElement {
    /// What an author may write about a filter.
    static let entry = CatalogueEntry(
        kind: "filter", sentence: "A granular filter bed, an element of a line, cleaned by the water of its wash line.",
        parameters: [
            .number("area_m2", "m²", nil, 0.01...10000, "bed area"),
            .number("depth_m", "m", 0.7, 0.1...5, "bed depth"),
            .number("grain_mm", "mm", 0.8, 0.1...5, "grain diameter"),
            .number("porosity", "", 0.42, 0.2...0.7, "clean bed"),
            .number("removal_pct", "%", 98, 0...100, "turbidity removed at the best coagulant dose, ripe bed"),
            .number("removal_without_pct", "%", 40, 0...100, "turbidity removed without coagulant"),
            .number("best_dose_mgL", "mg/L", 20, 0.1...500, "coagulant dose that filters best"),
            .number("solids_per_NTU", "mg/L", 1.5, 0.01...10, "solids behind one NTU"),
            .number("capacity_kg_m2", "kg/m²", 1.5, 0.01...100, "deposit at which the bed breaks through"),
            .number("growth", "", 8, 0...1000, "head loss at that deposit is 1 + growth times the clean one"),
            .number("wash_mh", "m/h", 40, 1...200, "wash rate that cleans fully; nothing below half of it"),
            .number("wash_minutes", "min", 2, 0.1...60, "time constant of cleaning at that rate, bed loosened"),
            .number("scour_minutes", "min", 2, 0.1...60, "time constant with which air scour loosens the bed"),
            .number("ripening_minutes", "min", 10, 0.1...600, "time constant of ripening after a wash"),
            .number("initial_kg_m2", "kg/m²", 0, 0...100, "deposit at the start"),
        ],
        connections: [
            ConnectionSpecification("wash_line", ["line"], isRequired: false, "line whose flow washes the bed")
        ],
        inputs: [InputSpecification("air_scour", "0/1", 0, 0...1, "air scour on; works while no water is filtered")],
        outputs: [
            OutputSpecification("deposit_kg_m2", "kg/m²", "deposit in the bed"),
            OutputSpecification("head_loss_m", "m", atOnce: true, "head loss at the present flow"),
            OutputSpecification("filtrate_NTU", "NTU", atOnce: true, "turbidity after the bed"),
            OutputSpecification("rate_mh", "m/h", atOnce: true, "filtration rate"),
            OutputSpecification("wash_rate_mh", "m/h", "wash rate"),
        ],
        check: { setup in
            guard setup.number("removal_without_pct") > setup.number("removal_pct") else { return nil }
            return (
                "removal_without_pct", "the bed removes more without coagulant than with the best dose",
                "make 'removal_without_pct' at most 'removal_pct'"
            )
        },
        make: FilterBed.init)

    // Dynamic viscosity of water at 15 °C, Pa·s.
    private static let viscosity = 1.14e-3
    // A bed that was not scoured is washed this much slower; an unripe bed removes this share of what a ripe one does.
    private static let unscouredShare = 0.3
    private static let unripeShare = 0.5

    private let area: Double
    private let cleanLoss: Double
    private let growth: Double
    private let capacity: Double
    private let removal: (best: Double, without: Double, dose: Double)
    private let solids: Double
    private let washRate: Double
    private let stepSeconds: Double
    private let minutes: (wash: Double, scour: Double, ripening: Double)
    private let scour: Int
    private let ports: (deposit: Int, loss: Int, filtrate: Int, rate: Int, wash: Int)
    private var washLine: Line?

    private var deposit: Double
    private var loosened = 0.0
    private var ripeness = 1.0
    private var washing = 0.0
    private var isFresh = true
    private var filtered = 0.0
    private var captured = 0.0
    private var filtrate = 0.0

    /// The filter of this `setup`.
    init(_ setup: ComponentSetup) {
        area = setup.number("area_m2")
        let porosity = setup.number("porosity")
        let grain = setup.number("grain_mm") / 1000
        cleanLoss =
            setup.number("depth_m") * 180 * Self.viscosity * (1 - porosity) * (1 - porosity)
            / (waterDensity * gravity * porosity * porosity * porosity * grain * grain)
        growth = setup.number("growth")
        capacity = setup.number("capacity_kg_m2")
        removal = (
            setup.number("removal_pct") / 100, setup.number("removal_without_pct") / 100, setup.number("best_dose_mgL")
        )
        solids = setup.number("solids_per_NTU")
        washRate = setup.number("wash_mh")
        stepSeconds = setup.stepSeconds
        minutes = (
            setup.number("wash_minutes"), setup.number("scour_minutes"), setup.number("ripening_minutes")
        )
        scour = setup.input("air_scour")
        ports = (
            setup.output("deposit_kg_m2"), setup.output("head_loss_m"), setup.output("filtrate_NTU"),
            setup.output("rate_mh"), setup.output("wash_rate_mh")
        )
        deposit = setup.number("initial_kg_m2")
    }

    /// Finds its wash line.
    func connect(_ setup: ComponentSetup, _ parts: PlantParts) {
        washLine = parts.one(setup, "wash_line", as: Line.self)
    }

    // Head loss per approach velocity, s.
    private var lossPerVelocity: Double { cleanLoss * (1 + growth * deposit / capacity) }

    /// Laminar flow through the grains.
    func resistance(_ signals: Signals) -> Resistance {
        Resistance(linear: lossPerVelocity / area)
    }

    /// The share of the turbidity that the bed holds back at this coagulant dose, 0 to 1.
    func removedShare(doseMilligramsPerLitre dose: Double) -> Double {
        let relative = max(0, dose) / removal.dose
        let coagulated = relative * exp(1 - relative)
        let share = removal.without + (removal.best - removal.without) * coagulated
        let fullness = deposit / capacity
        let breakthrough = 1 / (1 + pow(fullness, 8))
        return share * breakthrough * (Self.unripeShare + (1 - Self.unripeShare) * ripeness)
    }

    /// Filters `volume` m³ that carry `amount` in this step; answers what they carry after the bed.
    func pass(_ volume: Double, _ amount: Quality, _ signals: Signals) -> Quality {
        if isFresh {
            isFresh = false
            filtered = 0
            captured = 0
        }
        var after = amount
        if volume > 0 {
            let share = removedShare(doseMilligramsPerLitre: amount[Quality.coagulant] / volume)
            // The floc that carries the coagulant stays in the bed like the rest.
            after[Quality.turbidity] *= 1 - share
            after[Quality.coagulant] *= 1 - share
            captured += (amount[Quality.turbidity] * solids + amount[Quality.coagulant]) * share / 1000
            filtered += volume
            filtrate = after[Quality.turbidity] / volume
        }
        let velocity = filtered / stepSeconds / area
        signals[ports.loss] = lossPerVelocity * velocity
        signals[ports.rate] = velocity * 3600
        signals[ports.filtrate] = filtrate
        return after
    }

    /// Shows the deposit.
    func publish(_ signals: Signals) {
        isFresh = true
        signals[ports.deposit] = deposit
        signals[ports.wash] = washing
    }

    /// Hands the deposit that the wash lifts to the node at the end of the wash line.
    func transfer(_ signals: Signals) {
        guard let washLine else { return }
        washing = max(0, washLine.flow) / area * 3600
        let force = min(1, max(0, 2 * washing / washRate - 1))
        guard force > 0 else { return }
        let perMinute = force * (Self.unscouredShare + (1 - Self.unscouredShare) * loosened) / minutes.wash
        let lifted = deposit * -expm1(-perMinute * stepSeconds / 60)
        deposit -= lifted
        ripeness *= exp(-force / minutes.wash * stepSeconds / 60)
        var amount = Quality.zero
        amount[Quality.turbidity] = lifted * area * 1000 / solids
        washLine.destination?.give(0, amount)
    }

    /// Takes up what was held back; scour loosens the bed, filtering packs and ripens it.
    func integrate(_ signals: Signals) {
        deposit += captured / area
        captured = 0
        if filtered > 0 {
            loosened = 0
            ripeness = 1 - (1 - ripeness) * exp(-stepSeconds / 60 / minutes.ripening)
        } else if signals.isOn(scour) {
            loosened = 1 - (1 - loosened) * exp(-stepSeconds / 60 / minutes.scour)
        }
    }
}
