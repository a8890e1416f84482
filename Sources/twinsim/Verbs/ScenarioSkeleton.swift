import Glibc
import TwinRuntime

/// A new scenario folder: a small plant that runs and shows every part of a scenario, or a copy of another one.
enum ScenarioSkeleton {
    /// Writes the folder.
    ///
    /// - Parameter source: the folder to copy; nil: the small plant.
    /// - Throws: `OutputError` when the folder exists or cannot be written, `RuntimeError` when the copied one cannot be
    ///   read.
    static func write(to folder: String, from source: String?) throws {
        let name = folder.split(separator: "/").last.map(String.init) ?? folder
        // Everything is read before anything is made.
        let files = try source.map { try copy(of: $0, name: name) } ?? plant(name: name)
        try make(folder)
        try make("\(folder)/faults")
        for (file, text) in files {
            try OutputFile.write(text, to: "\(folder)/\(file)")
        }
    }

    private static func make(_ folder: String) throws(OutputError) {
        guard mkdir(folder, 0o755) == 0 else {
            throw .cannotCreate(path: folder, reason: String(cString: strerror(errno)))
        }
    }

    /// The files of a scenario under another name; its golden trace is a test's and stays behind.
    private static func copy(of source: String, name: String) throws -> [(String, String)] {
        let own = ScenarioFolder.entries(of: source).filter { file in
            [".yaml", ".csv", ".ladder", ".md"].contains { file.hasSuffix($0) } && file != "golden.csv"
        }
        let plans = ScenarioFolder.entries(of: "\(source)/faults").filter { $0.hasSuffix(".yaml") }
        return try (own + plans.map { "faults/\($0)" }).map { file in
            let text = try ScenarioFolder.text("\(source)/\(file)")
            return (file, file == "scenario.yaml" ? renamed(text, name) : text)
        }
    }

    /// The manifest with another name.
    private static func renamed(_ manifest: String, _ name: String) -> String {
        manifest.split(separator: "\n", omittingEmptySubsequences: false)
            .map { $0.hasPrefix("name:") ? "name: \(name)" : String($0) }.joined(separator: "\n")
    }

    private static func plant(name: String) -> [(String, String)] {
        [
            ("scenario.yaml", manifest(name)), ("tags.csv", tags), ("program.ladder", program), ("plant.yaml", plant),
            ("faults/stuck-level.yaml", stuckLevel), ("README.md", readMe(name)),
        ]
    }

    private static func manifest(_ name: String) -> String {
        """
        # What the scenario is and how time passes in it; every key is in Docs/Scenarios.md.
        name: \(name)
        title: One tank
        description: A pump fills a tank that a town draws from.
        controller:
          period: 100ms
          watchdog: 500ms
          # By these tags a client sees and clears a fault of the controller.
          fault_reset: FAULT_RESET
          fault_code: FAULT_CODE
          minor_faults: MINOR_FAULTS
        plant:
          step: 100ms
        seed: 1
        unit: 1

        """
    }

    private static let tags = """
        name,type,register,access,encoding,scale,min,max,initial,wire,safe,unit,description
        # Measured: the plant drives these before every scan.
        LIT101,REAL,HR0,r,float32,,,,,in:LIT101.measured,,m,Level of the tank: the trend to look at
        FIT101,REAL,HR8,r,float32,,,,,in:FIT101.measured,,L/s,Flow into the tank
        FQ101,REAL,HR10,r,float32,,,,,in:rising_main.total_m3,,m3,Water pumped so far
        P101_RUNNING,BOOL,DI0,r,,,,,,in:P101_motor.running,,,Running feedback of the pump
        # Set-points: clients may write them between min and max.
        LEVEL_START,REAL,HR2,rw,float32,,0.2,1.8,1.0,,,m,The pump starts below this level
        LEVEL_STOP,REAL,HR4,rw,float32,,0.2,1.8,1.6,,,m,The pump stops above this level
        # Outputs: the ladder drives them; safe is what the plant gets while the controller does not run.
        P101_RUN,BOOL,CO0,r,,,,,,out:P101_motor.run,0,,Run command of the pump
        # Alarms and the state of the controller.
        LAL101,BOOL,DI1,r,,,,,,,,,Alarm: the level of the tank is low
        LIT101_STUCK,BOOL,DI2,r,,,,,,,,,Alarm: the level transmitter stands still
        HEARTBEAT,DINT,HR6,r,int32,,,,,,,s,Counts the seconds
        FAULT_RESET,BOOL,CO1,rw,,,,,,,,,A client sets it to clear a fault of the controller
        FAULT_CODE,INT,HR12,r,int16,,,,,,,,Fault of the controller: 434 for 4/34; 0 for none
        MINOR_FAULTS,INT,HR13,r,int16,,,,,,,,Minor faults since they were cleared
        # Internal: no register.
        LOW_DELAY,TIMER,,,,,,,PRE=5000,,,,The level must be low for five seconds
        STUCK_DELAY,TIMER,,,,,,,PRE=10000,,,,The level must stand still for ten seconds
        LEVEL_SEEN,REAL,,,,,,,,,,m,The level at the scan before
        SECOND,BOOL,,,,,,,,,,,Storage of the one shot of the heartbeat

        """

    private static let program = """
        // The pump starts below the lower level and runs until the upper one.
        [LES(LIT101,LEVEL_START) ,XIC(P101_RUN) ]LES(LIT101,LEVEL_STOP)OTE(P101_RUN);

        // The alarm comes when the level has been low for five seconds and goes with it.
        LES(LIT101,0.6)TON(LOW_DELAY,?,?);
        XIC(LOW_DELAY.DN)OTE(LAL101);

        // A transmitter that lives flickers a little: one whose reading stands still for ten seconds is stuck.
        [EQU(LIT101,LEVEL_SEEN) TON(STUCK_DELAY,?,?) ,NEQ(LIT101,LEVEL_SEEN) MOV(LIT101,LEVEL_SEEN) ];
        XIC(STUCK_DELAY.DN)OTE(LIT101_STUCK);

        // The heartbeat counts the seconds, so that a client can see that the scan runs.
        XIC(S_T1S)ONS(SECOND)ADD(HEARTBEAT,1,HEARTBEAT);

        """

    private static let plant = """
        # The plant as a block diagram; 'twinsim components' lists the kinds with their keys and ports.
        components:
          river: {kind: source, head_m: 5}
          # Small, so that the level rises and falls within minutes. It starts low: the alarm comes, and goes.
          tank: {kind: tank, area_m2: 2, height_m: 2, initial_m: 0.5}
          town: {kind: demand, from: tank, mean_Lps: 8, noise_pct: 3}
          P101_motor: {kind: motor, rated_A: 6}
          P101: {kind: pump, curve: [[0, 20], [15, 14], [25, 8]], speed: P101_motor.speed}
          main: {kind: pipe, length_m: 200, diameter_mm: 150}
          # A line moves water from a node to a node through its elements.
          rising_main: {kind: line, from: river, to: tank, elements: [P101, main]}
          LIT101: {kind: sensor, input: tank.level_m, low: 0, high: 2, noise: 0.002}
          FIT101: {kind: sensor, input: rising_main.flow_Lps, low: 0, high: 30, noise: 0.05}

        """

    // Its name is not one of the plans that serve every scenario: a plan of the folder's own would win over them.
    private static let stuckLevel = """
        name: stuck-level
        description: The level transmitter freezes in the middle of the run, and the pump runs on or stays off.
        faults:
          - fault: component
            component: LIT101
            mode: 3
            at: 1/3
            for: 1/3

        """

    private static func readMe(_ name: String) -> String {
        """
        # \(name)

        A pump fills a tank that a town draws from. The level swings between LEVEL_START and LEVEL_STOP within minutes;
        it starts low, so that the alarm LAL101 is on at first. Under `stuck-level` LIT101_STUCK comes.

        ```
        twinsim scenarios check ./\(name)
        twinsim serve --scenario ./\(name) --panel 8080
        twinsim soak --scenario ./\(name) --duration 5min --faults stuck-level -- python3 client.py
        ```

        `twinsim scenarios map ./\(name)` prints the register map. What each file may hold is in Docs/Scenarios.md.

        """
    }
}
