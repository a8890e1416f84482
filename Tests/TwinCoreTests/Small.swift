import ScenarioFiles
import TwinCore

/// A plant of a pump that fills a tank, with a controller whose faults a test can bring about.
enum Small {
    private static let tags = """
        name,type,register,access,encoding,scale,min,max,initial,wire,safe,unit,description
        RUN,BOOL,CO0,r,,,,,,out:MOTOR.run,0,,Run command
        SPEED_LIMIT,REAL,HR4,rw,float32,,0,100,50,,,%,A set-point
        PRESET,DINT,HR0,rw,int32,,,,1000,,,ms,Preset
        DIVISOR,DINT,HR2,rw,int32,,,,1,,,,Divisor
        RATIO,DINT,,,,,,,,,,,Quotient
        FAULT_RESET,BOOL,CO1,rw,,,,,,,,,Clears faults
        FAULT_CODE,INT,HR6,r,int16,,,,,,,,Code
        MINORS,INT,HR7,r,int16,,,,,,,,Minor faults
        T1,TIMER,,,,,,,PRE=1000,,,,A timer

        """
    private static let program = """
        MOV(PRESET,T1.PRE);
        XIO(T1.DN)TON(T1,?,?);
        DIV(10,DIVISOR,RATIO);
        NOP()OTE(RUN);

        """
    private static let manifest = """
        name: small
        title: Small
        description: A motor.
        controller: {period: 100ms, fault_reset: FAULT_RESET, fault_code: FAULT_CODE, minor_faults: MINORS}
        plant: {step: 100ms}

        """

    /// The scenario.
    static func scenario() throws -> Scenario {
        try ScenarioReader.read(
            ScenarioBundle(
                folder: "small",
                files: [
                    "scenario.yaml": manifest, "tags.csv": tags, "program.ladder": program,
                    "plant.yaml": "components:\n  MOTOR: {kind: motor, rated_A: 6}\n",
                ])
        ).scenario
    }
}
