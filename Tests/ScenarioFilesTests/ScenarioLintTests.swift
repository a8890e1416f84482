import Diagnostics
import Foundation
import Testing

@testable import ScenarioFiles

/// A change to a scenario without a warning, and the warning that it brings.
struct LintSpecimen: Sendable, CustomTestStringConvertible {
    let code: String
    let file: String
    let old: String
    let new: String
    let says: String

    var testDescription: String { "\(code) \(new)" }
}

@Suite("Warnings about a scenario", .timeLimit(.minutes(5)))
struct ScenarioLintTests {
    private static let files = [
        "scenario.yaml": """
        name: small
        title: Small
        description: A pump.
        controller: {period: 100ms}
        plant: {step: 100ms}

        """,
        "tags.csv": """
        name,type,register,access,encoding,scale,min,max,initial,wire,safe,unit,description
        LEVEL,REAL,HR0,r,int16,100,,,,in:LIT.measured,,m,Level
        RUN,BOOL,CO0,r,,,,,,out:MOTOR.run,0,,Run command
        HIGH,BOOL,DI0,r,,,,,,,,,Alarm: the level is high
        SETPOINT,REAL,HR1,rw,float32,,0,2,1,,,m,Set-point
        DELAY,DINT,HR3,rw,int32,,0,9000,500,,,ms,Delay
        T1.PRE,,HR5,rw,int32,,0,9000,,,,ms,Preset
        T1,TIMER,,,,,,,PRE=500,,,,Timer

        """,
        "program.ladder": """
        LES(LEVEL,SETPOINT)OTE(RUN);
        MOV(DELAY,T1.PRE);
        GRT(LEVEL,1.8)TON(T1,?,?);
        XIC(T1.DN)OTE(HIGH);

        """,
        "plant.yaml": """
        components:
          river: {kind: source, head_m: 5}
          tank: {kind: tank, area_m2: 2, height_m: 2, initial_m: 0.5}
          MOTOR: {kind: motor, rated_A: 6}
          P1: {kind: pump, curve: [[10, 20]], speed: MOTOR.speed}
          main: {kind: pipe, length_m: 200, diameter_mm: 150}
          rise: {kind: line, from: river, to: tank, elements: [P1, main]}
          LIT: {kind: sensor, input: tank.level_m, low: 0, high: 2}

        """,
    ]

    private func read(_ files: [String: String]) throws -> [Diagnostic] {
        try ScenarioReader.read(ScenarioBundle(folder: "small", files: files)).warnings
    }

    static let specimens = [
        LintSpecimen(
            code: "TAG040", file: "tags.csv", old: "HIGH,BOOL,DI0,r,,,,,,,",
            new: "HIGH,BOOL,DI0,r,,,,,,out:MOTOR.run,0",
            says: "'RUN' in line 3 drives 'MOTOR.run' too"),
        LintSpecimen(
            code: "TAG041", file: "tags.csv", old: "0,2,1,,,m,Set-point", new: "0,2,3,,,m,Set-point",
            says: "starts at 3, outside its own range of 0 to 2"),
        LintSpecimen(
            code: "TAG041", file: "tags.csv", old: "HR5,rw,int32,,0,9000", new: "HR5,rw,int32,,600,9000",
            says: "'T1.PRE' starts at 500"),
        LintSpecimen(
            code: "TAG042", file: "tags.csv", old: "LEVEL,REAL,HR0,r,int16,100", new: "LEVEL,REAL,HR0,r,int16,",
            says: "clients see whole numbers"),
        LintSpecimen(
            code: "TAG043", file: "program.ladder", old: "OTE(RUN)", new: "NOP()", says: "no rung drives 'RUN'"),
        LintSpecimen(
            code: "TAG044", file: "program.ladder", old: "OTE(HIGH)", new: "NOP()", says: "the alarm 'HIGH'"),
        LintSpecimen(
            code: "TAG045", file: "tags.csv", old: "HR5,rw,int32,,0,9000", new: "HR5,rw,int32,,,9000",
            says: "fault 4/34"),
        LintSpecimen(
            code: "SCN031", file: "program.ladder", old: "MOV(DELAY,T1.PRE);", new: "MOV(1,LEVEL);",
            says: "which the plant drives from 'LIT.measured'"),
        LintSpecimen(
            code: "SCN032", file: "tags.csv", old: "DELAY,DINT,HR3,rw,int32,,0,", new: "DELAY,DINT,HR3,rw,int32,,,",
            says: "may set 'T1.PRE' to a negative number"),
        LintSpecimen(
            code: "SCN032", file: "program.ladder", old: "MOV(DELAY,T1.PRE)", new: "SUB(DELAY,10,T1.PRE)",
            says: "MAX(0,...)"),
        LintSpecimen(
            code: "PLT020", file: "plant.yaml", old: "[P1, main]", new: "[main]",
            says: "the pump 'P1' stands in no line"),
        LintSpecimen(
            code: "LAD207", file: "program.ladder", old: "TON(T1,?,?);\n", new: "TON(T1,?,?)\n",
            says: "put a ';' before it"),
    ]

    @Test("A scenario that means what it says brings no warning")
    func clean() throws {
        let found = try read(Self.files)
        #expect(found.isEmpty, "\(found)")
    }

    @Test("Each doubtful thing brings its warning and no other", arguments: specimens)
    func specimen(specimen: LintSpecimen) throws {
        var files = Self.files
        let text = try #require(files[specimen.file])
        #expect(text.contains(specimen.old))
        files[specimen.file] = text.replacingOccurrences(of: specimen.old, with: specimen.new)
        let found = try read(files)
        let codes = Set(found.map(\.code))
        #expect(codes == [specimen.code], "\(found)")
        #expect(found.allSatisfy { $0.severity == .warning })
        #expect(found.contains { $0.description.contains(specimen.says) }, "\(found)")
    }

    @Test(
        "What is limited, scaled or meant brings no warning",
        arguments: [
            ("tags.csv", "DELAY,DINT,HR3,rw,int32,,0,", "DELAY,DINT,HR3,rw,uint32,,,"),
            ("tags.csv", "LEVEL,REAL,HR0,r,int16,100", "LEVEL,REAL,HR0,r,int16,1"),
            ("program.ladder", "MOV(DELAY,T1.PRE)", "CPT(T1.PRE,MAX(0,DELAY - 10))"),
            ("program.ladder", "MOV(DELAY,T1.PRE)", "CPT(T1.PRE,(DELAY + 10) * 2)"),
            ("tags.csv", "RUN,BOOL,CO0,r,", "RUN,BOOL,CO0,rw,"),
        ])
    func harmless(file: String, old: String, new: String) throws {
        var files = Self.files
        let text = try #require(files[file])
        #expect(text.contains(old))
        files[file] = text.replacingOccurrences(of: old, with: new)
        let found = try read(files)
        #expect(found.isEmpty, "\(found)")
    }

    @Test(
        "The shipped scenarios bring no warning",
        arguments: ["water-treatment", "pump-station", "hvac", "libmodbus-unit-test"])
    func shipped(name: String) throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("Scenarios/\(name)")
        var files: [String: String] = [:]
        for file in ScenarioBundle.requiredFiles {
            files[file] = try String(contentsOf: root.appendingPathComponent(file), encoding: .utf8)
        }
        let result = try ScenarioReader.read(ScenarioBundle(folder: root.path, files: files))
        #expect(result.warnings.isEmpty, "\(result.warnings)")
        #expect(
            ScenarioReader.nameFinding(
                result.scenario, in: ScenarioBundle(folder: root.path, files: files), folderName: name) == nil)
    }

    private func errors(_ file: String, _ old: String, _ new: String) throws -> [Diagnostic] {
        var files = Self.files
        let text = try #require(files[file])
        #expect(text.contains(old))
        files[file] = text.replacingOccurrences(of: old, with: new)
        let error = #expect(throws: InvalidInput.self) { try read(files) }
        return error?.diagnostics ?? []
    }

    @Test(
        "One bad cell brings one finding, not a second one about the tag that it belongs to",
        arguments: [
            ("tags.csv", "SETPOINT,REAL,HR1", "SETPOINT,REAL,HX1", "TAG007"),
            ("tags.csv", "LEVEL,REAL", "LEVEL,REEL", "TAG003"), ("tags.csv", "T1,TIMER", "T1,TMER", "TAG003"),
            ("plant.yaml", "{kind: source, head_m: 5}", "{head_m: 5}", "YML012"),
            ("scenario.yaml", "{period: 100ms}", "{period: 100ms, fault_reset: CLEAR}", "SCN025"),
            ("scenario.yaml", "{period: 100ms}", "{period: 100ms, fault_reset: LEVEL}", "SCN026"),
        ])
    func oneFinding(file: String, old: String, new: String, code: String) throws {
        #expect(try errors(file, old, new).map(\.code) == [code])
    }

    @Test("An unknown port lists the ports that there are, and a 4xxxx number says which offset it is")
    func hints() throws {
        let port = try errors("tags.csv", "out:MOTOR.run", "out:MOTOR.spin")
        #expect(port.map(\.code) == ["TAG030"])
        #expect(port[0].hint?.contains("free inputs of 'MOTOR': ") == true && port[0].hint?.contains("run") == true)
        let component = try errors("tags.csv", "in:LIT.measured", "in:LYT.xyz")
        #expect(component[0].hint?.contains("components with such a port: ") == true, "\(component)")
        let reference = try errors("tags.csv", "SETPOINT,REAL,HR1", "SETPOINT,REAL,40003")
        #expect(reference[0].hint == "40003 is holding register number 3, counted from 1: write HR2")
        let semicolons = try errors("tags.csv", ",", ";")
        #expect(semicolons.map(\.code) == ["CSV004"])
    }
}
