import Glibc

/// The smallest scenario that runs: a tank that a town draws from, a pump that fills it, three rungs.
enum ScenarioSkeleton {
    /// Writes the folder.
    ///
    /// - Throws: `OutputError` when the folder exists or cannot be written.
    static func write(to folder: String) throws(OutputError) {
        let name = folder.split(separator: "/").last.map(String.init) ?? folder
        guard mkdir(folder, 0o755) == 0 else {
            throw .cannotCreate(path: folder, reason: String(cString: strerror(errno)))
        }
        guard mkdir("\(folder)/faults", 0o755) == 0 else {
            throw .cannotCreate(path: "\(folder)/faults", reason: String(cString: strerror(errno)))
        }
        for (file, text) in files(name: name) {
            try OutputFile.write(text, to: "\(folder)/\(file)")
        }
    }

    private static func files(name: String) -> [(String, String)] {
        [
            ("scenario.yaml", manifest(name)), ("tags.csv", tags), ("program.ladder", program), ("plant.yaml", plant),
            ("faults/reconnect-storm.yaml", storm), ("README.md", "# \(name)\n\nDescribe the plant here.\n"),
        ]
    }

    private static func manifest(_ name: String) -> String {
        """
        name: \(name)
        title: One tank
        description: A pump fills a tank that a town draws from.
        controller:
          period: 100ms
          watchdog: 500ms
        plant:
          step: 100ms
        seed: 1
        unit: 1

        """
    }

    private static let tags = """
        name,type,register,access,encoding,scale,min,max,initial,wire,safe,unit,description
        LIT101,REAL,HR0,r,float32,,,,,in:LIT101.measured,,m,Level of the tank
        LEVEL_START,REAL,HR2,rw,float32,,0.2,1.8,1.0,,,m,The pump starts below this level
        LEVEL_STOP,REAL,HR4,rw,float32,,0.2,1.8,1.6,,,m,The pump stops above this level
        HEARTBEAT,DINT,HR6,r,int32,,,,,,,,Counts once a second
        RT_PULSE.ACC,,HR8,r,int32,,,,,,,ms,Time since the last count
        P101_RUN,BOOL,CO0,r,,,,,,out:P101_motor.run,0,,Run command of the pump
        P101_RUNNING,BOOL,DI0,r,,,,,,in:P101_motor.running,,,Running feedback of the pump
        RT_PULSE,TIMER,,,,,,,PRE=1000,,,,One second

        """

    private static let program = """
        // The pump starts below the lower level and runs until the upper one.
        [LES(LIT101,LEVEL_START),XIC(P101_RUN)]LES(LIT101,LEVEL_STOP)OTE(P101_RUN);

        // One second on its own timer.
        XIO(RT_PULSE.DN)TON(RT_PULSE,?,?);

        // The heartbeat counts the seconds, so that a client can see that the scan runs.
        XIC(RT_PULSE.DN)ADD(HEARTBEAT,1,HEARTBEAT);

        """

    private static let plant = """
        components:
          river: {kind: source, head_m: 5}
          tank: {kind: tank, area_m2: 20, height_m: 2, initial_m: 0.8}
          town: {kind: demand, from: tank, mean_Lps: 8, noise_pct: 3}
          P101_motor: {kind: motor, rated_A: 6}
          P101: {kind: pump, curve: [[0, 20], [15, 14], [25, 8]], speed: P101_motor.speed}
          main: {kind: pipe, length_m: 200, diameter_mm: 150}
          rising_main: {kind: line, from: river, to: tank, elements: [P101, main]}
          LIT101: {kind: sensor, input: tank.level_m, low: 0, high: 2, noise: 0.002}

        """

    private static let storm = """
        name: reconnect-storm
        description: A quiet third, a third with twelve storms of disconnections at random gaps, a quiet third.
        faults:
          - fault: reconnect-storm
            storms: 12

        """
}
