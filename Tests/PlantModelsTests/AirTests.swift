import Testing

@testable import PlantModels

@Suite("Air", .timeLimit(.minutes(5)))
struct AirTests {
    @Test(
        "coil effectiveness agrees with the published table",
        arguments: [
            (1.0, 0.5, 0.5647, 0.5448), (2, 0.5, 0.7746, 0.7388), (3, 0.75, 0.8171, 0.7553), (2, 1.0, 0.6667, 0.6154),
        ])
    func effectiveness(units: Double, ratio: Double, counter: Double, cross: Double) {
        #expect(isNear(HeatExchange.counter.effectiveness(units: units, ratio: ratio), counter, 0.00006))
        #expect(isNear(HeatExchange.cross.effectiveness(units: units, ratio: ratio), cross, 0.00006))
    }

    @Test("30 % of air at 5 °C with return air at 22 °C mixes to 16.9 °C")
    func mixing() throws {
        let rig = try Rig(
            "m: { kind: mixing_box, damper_pct: 30, outdoor_C: 5, return_C: 22, outdoor_gkg: 2, return_gkg: 7 }")
        #expect(isNear(rig["m.air_C"], 16.9, 1e-12))
        #expect(isNear(rig["m.humidity_gkg"], 5.5, 1e-12))
    }

    @Test("a fan with a rise of 500 Pa at 65 % efficiency warms the air by 0.64 K")
    func fanHeat() throws {
        let rig = try Rig(
            """
            f: { kind: fan, curve: [[0, 900], [3, 500], [5, 100]], unit_resistance: 30, terminal_resistance: 25.555556, speed: 1 }
            d: { kind: duct, air_in_C: 14, heat_K: f.heat_K, airflow_kgs: f.airflow_kgs }
            """)
        #expect(isNear(rig["f.airflow_m3s"], 3, 1e-6))
        #expect(isNear(rig["f.rise_Pa"], 500, 1e-4))
        #expect(isNear(rig["f.heat_K"], 0.64, 0.005))
        #expect(isNear(rig["d.air_C"], 14.638, 0.001))
        #expect(isNear(rig["f.static_Pa"], 230, 0.01))
        #expect(rig["f.proof"] == 1)
    }

    @Test("fan laws: flow with speed, pressure with its square, power with its cube")
    func fanLaws() throws {
        func point(_ speed: Double) throws -> Rig {
            try Rig(
                "f: { kind: fan, curve: [[0, 900], [3, 700], [5, 300]], unit_resistance: 30, terminal_resistance: 25, "
                    + "speed: \(speed) }")
        }
        let (full, half) = (try point(1), try point(0.5))
        #expect(isNear(half["f.airflow_m3s"] / full["f.airflow_m3s"], 0.5, 1e-9))
        #expect(isNear(half["f.rise_Pa"] / full["f.rise_Pa"], 0.25, 1e-9))
        #expect(isNear(half["f.power_kW"] / full["f.power_kW"], 0.125, 1e-9))
    }

    @Test("a broken belt stops the air and drops the proof; closing terminals raise the static pressure")
    func fanFaults() throws {
        let rig = try Rig(
            "f: { kind: fan, curve: [[0, 900], [3, 700], [5, 300]], unit_resistance: 30, terminal_resistance: 25, speed: 1 }"
        )
        let open = rig["f.static_Pa"]
        rig["f.terminal_pct"] = 50
        rig.run(1)
        #expect(rig["f.static_Pa"] > 1.5 * open)
        rig["f.fault_mode"] = 1
        rig.run(1)
        #expect(rig["f.airflow_m3s"] == 0)
        #expect(rig["f.proof"] == 0)
        rig["f.fault_mode"] = 4
        rig.run(1)
        #expect(rig["f.proof"] == 1)
    }

    @Test("a heating coil gives the air what it takes from the water")
    func heatingBalance() throws {
        let rig = try Rig(
            """
            h: { kind: coil, ua_kWK: 4, water_Lps: 1, water_C: 60, air_in_C: 10, airflow_kgs: 3.6, valve_pct: 70 }
            """)
        let toAir = 3.6 * 1.005 * (rig["h.air_C"] - 10)
        let fromWater = rig["h.water_flow_Lps"] * 4.186 * (60 - rig["h.water_out_C"])
        #expect(rig["h.air_C"] > 15)
        #expect(rig["h.air_C"] < 60)
        #expect(isNear(toAir, fromWater, 1e-9))
        #expect(isNear(toAir, rig["h.power_kW"], 1e-9))
        #expect(rig["h.humidity_gkg"] == 7)
    }

    @Test("a cold coil dries the air and pays for the heat of condensation")
    func drying() throws {
        let rig = try Rig(
            """
            c: { kind: coil, ua_kWK: 6, water_Lps: 3, water_C: 6, air_in_C: 26, air_in_gkg: 11, airflow_kgs: 3.6, valve_pct: 100 }
            """)
        let sensible = 3.6 * 1.005 * (26 - rig["c.air_C"])
        let latent = 3.6 * (11 - rig["c.humidity_gkg"]) * 2.5
        #expect(latent > 1)
        #expect(isNear(-rig["c.power_kW"], sensible + latent, 1e-9))
        #expect(isNear(rig["c.water_flow_Lps"] * 4.186 * (rig["c.water_out_C"] - 6), sensible + latent, 1e-9))
        // The leaving air is not above saturation.
        #expect(MoistAir.relativeHumidity(celsius: rig["c.air_C"], ratio: rig["c.humidity_gkg"]) <= 100)
    }

    @Test("a valve's authority bends its characteristic; full authority leaves it as it is")
    func authority() throws {
        func share(_ authority: Double, _ characteristic: String) throws -> Double {
            let rig = try Rig(
                "c: { kind: coil, ua_kWK: 6, water_Lps: 1, valve_pct: 50, authority: \(authority), "
                    + "characteristic: \(characteristic) }")
            return rig["c.water_flow_Lps"]
        }
        #expect(isNear(try share(1, "linear"), 0.5, 1e-12))
        #expect(isNear(try share(0.5, "linear"), 1 / (0.5 + 0.5 / 0.25).squareRoot(), 1e-12))
        #expect(isNear(try share(1, "equal_percentage"), 0.141421, 1e-5))
    }

    @Test("a zone settles at its heat balance with its time constant, at any step", arguments: [1.0, 60, 600])
    func zone(step: Double) throws {
        let rig = try Rig(
            """
            z: { kind: zone, ua_WK: 400, capacitance_kJK: 3600, air_m3: 500, gains_W: 4000, initial_C: 20, outdoor_C: 5,
              airflow_kgs: 1, supply_C: 16, supply_gkg: 6, moisture_gs: 1, initial_gkg: 7 }
            """, step: step)
        // Goal (1005·16 + 400·5 + 4000) / 1405 = 15.715 °C, time constant 3.6e6 / 1405 = 2562 s.
        let goal = (1005.0 * 16 + 400 * 5 + 4000) / 1405
        rig.run(3600)
        #expect(isNear(rig["z.air_C"], goal + (20 - goal) * power(2.718281828459045, -3600 / (3.6e6 / 1405)), 1e-9))
        rig.run(86400)
        #expect(isNear(rig["z.air_C"], goal, 1e-6))
        #expect(isNear(rig["z.humidity_gkg"], 7, 1e-6))
    }

    @Test("the weather peaks in the afternoon and never holds more vapour than saturated air")
    func weather() throws {
        let rig = try Rig("w: { kind: weather, mean_C: 2, swing_K: 6, humidity_gkg: 6, start_h: 6 }", step: 60)
        var hottest = (hour: 0.0, air: -100.0)
        for _ in 0..<1440 {
            rig.run(60)
            if rig["w.air_C"] > hottest.air { hottest = (rig["w.hour"], rig["w.air_C"]) }
            #expect(rig["w.humidity_gkg"] <= MoistAir.saturationRatio(celsius: rig["w.air_C"]) + 1e-12)
        }
        #expect(isNear(hottest.hour, 15, 0.1))
        #expect(isNear(hottest.air, 8, 0.001))
    }

    @Test("an air filter's pressure drop goes with the square of the flow and grows with dust until it is replaced")
    func airFilter() throws {
        let rig = try Rig("f: { kind: air_filter, nominal_m3s: 3, growth_Pa_per_h: 2, airflow_m3s: 3 }", step: 10)
        #expect(isNear(rig["f.dp_Pa"], 60, 1e-9))
        rig.run(36000)
        #expect(isNear(rig["f.dp_Pa"], 80, 0.1))
        rig["f.airflow_m3s"] = 1.5
        rig.run(10)
        #expect(isNear(rig["f.dp_Pa"], 20, 0.1))
        rig["f.replace"] = 1
        rig.run(20)
        #expect(isNear(rig["f.dp_Pa"], 15, 0.01))
    }
}
