extension StructureLayout {
    /// A PID loop.
    static let pid = StructureLayout(wordCount: PIDWord.count, members: pidNumbers + pidBits)

    private static let pidNumbers: [StructureMember] = [
        StructureMember("CTL", word: 0, .dint, "All the bits in one word."),
        StructureMember("SP", word: PIDWord.setpoint, .real, "Setpoint, engineering units."),
        StructureMember("KP", word: PIDWord.proportional, .real, "Proportional gain, or controller gain when PE = 1."),
        StructureMember("KI", word: PIDWord.integral, .real, "Integral gain, 1/s; reset time, min, when PE = 1."),
        StructureMember("KD", word: PIDWord.derivative, .real, "Derivative gain, s; rate time, min, when PE = 1."),
        StructureMember("BIAS", word: PIDWord.bias, .real, "Feedforward added to the output, percent."),
        StructureMember("MAXS", word: PIDWord.maximumScale, .real, initial: 100, "Upper end of the PV span."),
        StructureMember("MINS", word: PIDWord.minimumScale, .real, "Lower end of the PV span, engineering units."),
        StructureMember(
            "DB", word: PIDWord.deadband, .real, "Half width of the deadband, engineering units; 0 = none."),
        StructureMember("SO", word: PIDWord.setOutput, .real, "Output in manual, percent; follows OUT in automatic."),
        StructureMember(
            "MAXO", word: PIDWord.maximumOutput, .real, initial: 100, "Upper limit of the output, percent."),
        StructureMember("MINO", word: PIDWord.minimumOutput, .real, "Lower limit of the output, percent."),
        StructureMember("UPD", word: PIDWord.update, .real, "Update time, s; 0 = at every scan."),
        StructureMember(
            "PV", word: PIDWord.processVariable, .real, "Process variable after scaling, engineering units."),
        StructureMember(
            "ERR", word: PIDWord.error, .real, "Error, engineering units: SP - PV, or PV - SP when CA = 1."),
        StructureMember("OUT", word: PIDWord.output, .real, "Output, percent."),
        StructureMember(
            "PVH", word: PIDWord.pvHigh, .real, "PV high alarm limit, engineering units; PVH = PVL = none."),
        StructureMember("PVL", word: PIDWord.pvLow, .real, "PV low alarm limit, engineering units."),
        StructureMember("DVP", word: PIDWord.deviationHigh, .real, "Positive deviation alarm limit; 0 = none."),
        StructureMember("DVN", word: PIDWord.deviationLow, .real, "Negative deviation alarm limit; 0 = none."),
        StructureMember("PVDB", word: PIDWord.pvDeadband, .real, "Deadband of the PV alarms, engineering units."),
        StructureMember("DVDB", word: PIDWord.deviationDeadband, .real, "Deadband of the deviation alarms."),
        StructureMember("MAXI", word: PIDWord.maximumInput, .real, "PV operand at MAXS; MAXI = MINI means no scaling."),
        StructureMember("MINI", word: PIDWord.minimumInput, .real, "PV operand at MINS."),
        StructureMember("TIE", word: PIDWord.tieback, .real, "Tieback, percent: the output of the manual station."),
        StructureMember("MAXCV", word: PIDWord.maximumCV, .real, initial: 100, "CV at 100 percent output."),
        StructureMember("MINCV", word: PIDWord.minimumCV, .real, "CV at 0 percent output."),
        StructureMember(
            "MAXTIE", word: PIDWord.maximumTie, .real, "Tieback operand at 100 percent; 0 and 0 = CV scale."),
        StructureMember("MINTIE", word: PIDWord.minimumTie, .real, "Tieback operand at 0 percent."),
        StructureMember("CV", word: PIDWord.controlVariable, .real, "Output scaled to MINCV..MAXCV."),
    ]

    private static let pidBits: [StructureMember] = [
        StructureMember(bit: PIDBit.enabled.index, "EN", "Enabled: the rung is true."),
        StructureMember(bit: PIDBit.cascadeType.index, "CT", "Cascade: 1 = this loop is the master."),
        StructureMember(bit: PIDBit.cascadeLoop.index, "CL", "This loop is part of a cascade."),
        StructureMember(bit: PIDBit.pvTracking.index, "PVT", "1 = SP follows PV while in manual."),
        StructureMember(bit: PIDBit.derivativeOfError.index, "DOE", "Derivative of: 0 = PV, 1 = error."),
        StructureMember(bit: PIDBit.softwareManual.index, "SWM", "1 = software manual: the output is SO."),
        StructureMember(bit: PIDBit.controlAction.index, "CA", "Control action: 0 = E is SP - PV, 1 = E is PV - SP."),
        StructureMember(bit: PIDBit.manual.index, "MO", "1 = manual: the output follows the tieback, else SO."),
        StructureMember(bit: PIDBit.dependent.index, "PE", "Equation: 0 = independent gains, 1 = dependent (ISA)."),
        StructureMember(bit: PIDBit.noFilter.index, "NDF", "1 = no smoothing of the derivative."),
        StructureMember(bit: PIDBit.noBias.index, "NOBC", "1 = no back-calculation in manual while KI = 0."),
        StructureMember(bit: PIDBit.noZeroCrossing.index, "NOZC", "1 = the deadband needs no zero crossing."),
        StructureMember(bit: PIDBit.initialized.index, "INI", "Initialised; clear it to restart the loop from OUT."),
        StructureMember(bit: PIDBit.setpointOutOfRange.index, "SPOR", "SP was outside MINS..MAXS and limited."),
        StructureMember(bit: PIDBit.limitedLow.index, "OLL", "The output is limited at MINO."),
        StructureMember(bit: PIDBit.limitedHigh.index, "OLH", "The output is limited at MAXO."),
        StructureMember(bit: PIDBit.withinDeadband.index, "EWD", "The error is within the deadband: the output holds."),
        StructureMember(bit: PIDBit.deviationLowAlarm.index, "DVNA", "The error is at or below -DVN."),
        StructureMember(bit: PIDBit.deviationHighAlarm.index, "DVPA", "The error is at or above DVP."),
        StructureMember(bit: PIDBit.pvLowAlarm.index, "PVLA", "PV is at or below PVL."),
        StructureMember(bit: PIDBit.pvHighAlarm.index, "PVHA", "PV is at or above PVH."),
    ]
}

/// The words of a PID loop; those after `controlVariable` are hidden.
enum PIDWord {
    /// `SP`.
    static let setpoint = 1
    /// `KP`.
    static let proportional = 2
    /// `KI`.
    static let integral = 3
    /// `KD`.
    static let derivative = 4
    /// `BIAS`.
    static let bias = 5
    /// `MAXS`.
    static let maximumScale = 6
    /// `MINS`.
    static let minimumScale = 7
    static let deadband = 8
    /// `SO`.
    static let setOutput = 9
    static let maximumOutput = 10
    /// `MINO`.
    static let minimumOutput = 11
    /// `UPD`.
    static let update = 12
    static let processVariable = 13
    static let error = 14
    /// `OUT`.
    static let output = 15
    static let pvHigh = 16
    /// `PVL`.
    static let pvLow = 17
    /// `DVP`.
    static let deviationHigh = 18
    /// `DVN`.
    static let deviationLow = 19
    /// `PVDB`.
    static let pvDeadband = 20
    /// `DVDB`.
    static let deviationDeadband = 21
    /// `MAXI`.
    static let maximumInput = 22
    /// `MINI`.
    static let minimumInput = 23
    /// `TIE`.
    static let tieback = 24
    /// `MAXCV`.
    static let maximumCV = 25
    /// `MINCV`.
    static let minimumCV = 26
    static let maximumTie = 27
    /// `MINTIE`.
    static let minimumTie = 28
    /// `CV`.
    static let controlVariable = 29
    /// Two words, a Double: the integral term in percent of output. A REAL would lose small increments.
    static let accumulatedIntegral = 30
    /// Two words, a Double: what the derivative is taken of, at the last execution, percent of span.
    static let previousInput = 32
    /// Two words, a Double: the smoothed derivative term, percent of output.
    static let smoothedDerivative = 34
    /// Two words: the simulated nanosecond of the last execution.
    static let stamp = 36
    /// Hidden flags, see `PIDFlag`.
    static let flags = 38
    /// For a cascade's master: the output that the slave asks it to follow, percent.
    static let trackedOutput = 39
    /// The words of one loop, hidden ones included.
    static let count = 40
}

/// The bits of a PID loop's CTL word, where Logix-style controllers have them.
enum PIDBit {
    /// `EN`.
    static let enabled: UInt32 = 1 << 31
    /// `CT`.
    static let cascadeType: UInt32 = 1 << 30
    /// `CL`.
    static let cascadeLoop: UInt32 = 1 << 29
    /// `PVT`.
    static let pvTracking: UInt32 = 1 << 28
    /// `DOE`.
    static let derivativeOfError: UInt32 = 1 << 27
    /// `SWM`.
    static let softwareManual: UInt32 = 1 << 26
    /// `CA`.
    static let controlAction: UInt32 = 1 << 25
    /// `MO`.
    static let manual: UInt32 = 1 << 24
    /// `PE`.
    static let dependent: UInt32 = 1 << 23
    /// `NDF`.
    static let noFilter: UInt32 = 1 << 22
    /// `NOBC`.
    static let noBias: UInt32 = 1 << 21
    /// `NOZC`.
    static let noZeroCrossing: UInt32 = 1 << 20
    /// `INI`.
    static let initialized: UInt32 = 1 << 15
    /// `SPOR`.
    static let setpointOutOfRange: UInt32 = 1 << 14
    /// `OLL`.
    static let limitedLow: UInt32 = 1 << 13
    /// `OLH`.
    static let limitedHigh: UInt32 = 1 << 12
    /// `EWD`.
    static let withinDeadband: UInt32 = 1 << 11
    /// `DVNA`.
    static let deviationLowAlarm: UInt32 = 1 << 10
    /// `DVPA`.
    static let deviationHighAlarm: UInt32 = 1 << 9
    /// `PVLA`.
    static let pvLowAlarm: UInt32 = 1 << 8
    /// `PVHA`.
    static let pvHighAlarm: UInt32 = 1 << 7
    /// Every bit that means something.
    static let all: UInt32 = 0xFFF0_FF80
}

/// The hidden flags of a PID loop.
enum PIDFlag {
    /// The deadband is in force.
    static let deadbandActive: UInt32 = 1 << 0
    /// The slave of the cascade is not in automatic: follow `trackedOutput`.
    static let followSlave: UInt32 = 1 << 1
    /// The last error was negative.
    static let errorWasNegative: UInt32 = 1 << 2
}
