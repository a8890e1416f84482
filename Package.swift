// swift-tools-version: 6.1
import PackageDescription

let yams = Target.Dependency.product(name: "Yams", package: "Yams")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")

// Targets stand in the order of the house: ground, leaves, compose, text, adapters, harness, program. A target imports
// only what stands above it; Tests/HouseTests holds the import matrix.
let package = Package(
    name: "twinsim",
    products: [
        .executable(name: "twinsim", targets: ["twinsim"]),
        .executable(name: "twinsim-keeper", targets: ["ClientKeeper"]),
        .library(name: "twinsim-tally", type: .dynamic, targets: ["AllocationTally"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
    ],
    targets: [
        // ground
        .target(name: "Determinism"),
        .target(name: "Diagnostics"),
        .target(name: "DelimitedText", dependencies: ["Diagnostics"]),
        // leaves
        .target(name: "PLCCore", dependencies: ["Determinism", "Diagnostics"]),
        .target(name: "PlantModels", dependencies: ["Determinism", "Diagnostics"]),
        .target(name: "ModbusProtocol", dependencies: ["Determinism", "Diagnostics"]),
        // compose
        .target(name: "FaultPlan", dependencies: ["Determinism", "Diagnostics"]),
        .target(
            name: "TwinCore",
            dependencies: ["Determinism", "Diagnostics", "PLCCore", "PlantModels", "ModbusProtocol", "FaultPlan"]),
        .target(name: "LeakAnalysis", dependencies: ["Determinism", "Diagnostics"]),
        .target(name: "LeakCorpus", dependencies: ["Determinism", "LeakAnalysis"]),
        // text
        .target(name: "LadderText", dependencies: ["Diagnostics", "PLCCore"]),
        .target(name: "ScenarioFiles", dependencies: ["TwinCore", "LadderText", "DelimitedText", yams]),
        .target(name: "EvidenceReport", dependencies: ["LeakAnalysis"]),
        // adapters
        .target(name: "CLinux"),
        .target(name: "CReactor"),
        .systemLibrary(name: "CModbus", pkgConfig: "libmodbus", providers: [.apt(["libmodbus-dev"])]),
        .target(name: "AllocationTally"),
        .executableTarget(name: "ClientKeeper", dependencies: ["CLinux"]),
        .target(name: "ModbusServer", dependencies: ["ModbusProtocol", "CModbus", "CReactor"]),
        .target(name: "ProcessProbes", dependencies: ["CLinux"]),
        .target(name: "EvidenceStore", dependencies: ["EvidenceReport", grdb]),
        // harness
        .target(name: "TwinRuntime", dependencies: ["TwinCore", "ScenarioFiles", "ModbusServer", "CLinux"]),
        .target(
            name: "SoakHarness",
            dependencies: ["TwinRuntime", "ProcessProbes", "EvidenceStore", "EvidenceReport", "LeakAnalysis"]),
        // program
        .executableTarget(
            name: "twinsim", dependencies: ["SoakHarness", "TwinRuntime", "LeakCorpus", argumentParser]),
    ]
)
