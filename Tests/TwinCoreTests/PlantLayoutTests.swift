import Testing

@testable import TwinRuntime

@Suite("Units and ports of a run", .timeLimit(.minutes(5)))
struct PlantLayoutTests {
    private static func layout(_ units: [String], ports: [UInt16] = [5020]) throws -> PlantLayout {
        try PlantLayout(unit: 1, ports: ports, units: units.map { text in try UnitAddress(parsing: text) })
    }

    @Test("without units the scenario's own is shown at every port")
    func plain() throws {
        let layout = try Self.layout([], ports: [5020, 5021])
        #expect(layout.ports == [.init(number: 5020, units: [1: 0]), .init(number: 5021, units: [1: 0])])
        #expect(layout.scenarios.isEmpty && layout.mainUnit == 1)
    }

    @Test("units have twins of their own, share one, or live at one port only")
    func units() throws {
        let layout = try Self.layout(["7=@2", "2=pump-station", "5021:1=hvac", "5021:9=@1", "8=@1"])
        #expect(layout.scenarios == ["pump-station", "hvac"])
        #expect(
            layout.ports == [
                .init(number: 5020, units: [1: 0, 2: 1, 7: 1, 8: 0]), .init(number: 5021, units: [1: 2, 9: 2]),
            ])
    }

    @Test("a unit id alone gives the scenario that id; port 0 is a port of its own each time")
    func addresses() throws {
        let layout = try Self.layout(["5", "1=hvac", "0:1=hvac", "0:1=hvac"], ports: [0, 0])
        #expect(layout.mainUnit == 5)
        #expect(layout.ports.map(\.units) == [[5: 0, 1: 1], [5: 0, 1: 1], [1: 2], [1: 3]])
    }

    @Test(
        "what cannot be is refused with a sentence that says how to mend it",
        arguments: [
            ["300"], ["-1=hvac"], ["x=hvac"], ["248=hvac"], ["99999:2=hvac"], ["2="], ["2=@"], ["2=@x"], ["1=hvac"],
            ["2=hvac", "2=pump-station"], ["5", "6"], ["2=@9"], ["2=@3", "3=@1"], ["5020:1=hvac"],
            ["5021:2=hvac", "5022:2=hvac", "3=@2"],
        ])
    func refusals(units: [String]) throws {
        let error = try #require(throws: RuntimeError.self) { try Self.layout(units) }
        #expect(error.code == "RUN007")
        #expect(error.description.contains(";"))
    }

    @Test("a port that shows nothing, or comes twice, is refused")
    func ports() {
        #expect(throws: RuntimeError.self) { try Self.layout(["5021:1"], ports: [5020]) }
        #expect(throws: RuntimeError.self) { try Self.layout([], ports: [5020, 5020]) }
    }
}
