// swift-tools-version: 6.1
import PackageDescription

let yams = Target.Dependency.product(name: "Yams", package: "Yams")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let flyingFox = Target.Dependency.product(name: "FlyingFox", package: "FlyingFox")
let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")

// What runs inside or beside the client must need nothing but the C library: the toolchain's linker would add the Swift
// runtime to every product, and the preloaded tally would drag it into every client.
let withoutSwift: [LinkerSetting] = [
    .unsafeFlags([
        "-use-ld=lld", "-nostartfiles", "-no-toolchain-stdlib-rpath", "-Xlinker",
        "--remap-inputs=*/libswiftCore.so=/dev/null",
    ])
]

// The twin's hot path is optimised in debug builds too: tests run 72 simulated hours of every scenario.
let optimised: [SwiftSetting] = [.unsafeFlags(["-O"], .when(configuration: .debug))]

// Every request would pay for a dozen run-time checks of exclusive access; debug builds, and with them the tests, keep
// them.
let perRequest: [SwiftSetting] = [
    .unsafeFlags(["-enforce-exclusivity=unchecked"], .when(configuration: .release))
]

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
        .package(url: "https://github.com/swhitty/FlyingFox", exact: "0.27.1"),
    ],
    targets: [
        // ground
        .target(name: "Determinism", swiftSettings: optimised),
        .target(name: "Diagnostics"),
        .target(name: "Text", dependencies: ["Diagnostics"]),
        // leaves
        .target(name: "PLCCore", dependencies: ["Determinism", "Diagnostics"], swiftSettings: optimised),
        .target(name: "PlantModels", dependencies: ["Determinism", "Diagnostics"], swiftSettings: optimised),
        .target(
            name: "ModbusProtocol", dependencies: ["Determinism", "Diagnostics"],
            swiftSettings: optimised + perRequest),
        .target(name: "LeakAnalysis", swiftSettings: optimised),
        .target(name: "Evidence", dependencies: ["Text"]),
        // compose
        .target(
            name: "FaultPlan", dependencies: ["Determinism", "Diagnostics", "ModbusProtocol"], swiftSettings: optimised),
        .target(
            name: "TwinCore",
            dependencies: ["Determinism", "Diagnostics", "PLCCore", "PlantModels", "ModbusProtocol", "FaultPlan"],
            swiftSettings: optimised),
        .target(name: "EvidenceAnalysis", dependencies: ["Diagnostics", "Text", "Evidence", "LeakAnalysis"]),
        .target(name: "LeakCorpus", dependencies: ["Determinism", "LeakAnalysis"], swiftSettings: optimised),
        // text
        .target(name: "LadderText", dependencies: ["Diagnostics", "PLCCore"]),
        .target(
            name: "EvidenceReport",
            dependencies: ["Diagnostics", "Text", "Evidence", "EvidenceAnalysis", "LeakAnalysis"]),
        .target(
            name: "ScenarioFiles", dependencies: ["TwinCore", "LadderText", "Text", "Evidence", yams]),
        // adapters
        .target(name: "CLinux"),
        .target(name: "CReactor"),
        .systemLibrary(name: "CModbus", pkgConfig: "libmodbus", providers: [.apt(["libmodbus-dev"])]),
        .target(name: "AllocationTally", linkerSettings: withoutSwift),
        .executableTarget(name: "ClientKeeper", dependencies: ["CLinux"], linkerSettings: withoutSwift),
        .target(
            name: "ModbusServer", dependencies: ["FaultPlan", "ModbusProtocol", "CModbus", "CReactor"],
            swiftSettings: perRequest),
        .target(name: "ProcessProbes", dependencies: ["CLinux", "Evidence"]),
        .target(name: "EvidenceStore", dependencies: ["Diagnostics", "Text", "Evidence", "EvidenceAnalysis", grdb]),
        // harness
        .target(name: "TwinRuntime", dependencies: ["TwinCore", "ScenarioFiles", "ModbusServer", "CLinux"]),
        .target(
            name: "SoakHarness",
            dependencies: [
                "TwinRuntime", "ProcessProbes", "EvidenceStore", "EvidenceReport", "EvidenceAnalysis", "Evidence",
                "Text",
                "LeakAnalysis",
            ]),
        .target(
            name: "ControlPanel",
            dependencies: ["TwinRuntime", "ScenarioFiles", "ModbusServer", "Text", "EvidenceAnalysis", flyingFox]),
        // program
        .executableTarget(
            name: "twinsim", dependencies: ["SoakHarness", "ControlPanel", "TwinRuntime", argumentParser]),
        // measures the verdict for the documents; not installed
        .executableTarget(name: "twinsim-accuracy", dependencies: ["LeakCorpus", "LeakAnalysis", argumentParser]),
        // drives the harness at speed for `make costs`; not installed
        .executableTarget(
            name: "twinsim-costs",
            dependencies: [
                "SoakHarness", "TwinRuntime", "ScenarioFiles", "FaultPlan", "ModbusServer", "ProcessProbes",
                "EvidenceStore", "EvidenceReport", "EvidenceAnalysis", "Evidence", "Text", argumentParser,
            ]),
        // tests, in the same order
        .testTarget(
            name: "GroundTests", dependencies: ["Determinism", "Diagnostics", "Text"]),
        .testTarget(name: "PLCCoreTests", dependencies: ["PLCCore", "LadderText"]),
        .testTarget(name: "PlantModelsTests", dependencies: ["PlantModels"]),
        .testTarget(name: "ModbusProtocolTests", dependencies: ["ModbusProtocol"]),
        .testTarget(name: "FaultPlanTests", dependencies: ["FaultPlan", "ModbusProtocol", "Determinism"]),
        .testTarget(name: "LeakAnalysisTests", dependencies: ["LeakAnalysis", "LeakCorpus"]),
        .testTarget(name: "LadderTextTests", dependencies: ["LadderText"]),
        .testTarget(name: "TwinCoreTests", dependencies: ["TwinCore", "TwinRuntime", "ScenarioFiles"]),
        .testTarget(name: "ScenarioFilesTests", dependencies: ["ScenarioFiles", "TwinCore", "Evidence"]),
        .testTarget(
            name: "EvidenceReportTests",
            dependencies: ["EvidenceReport", "EvidenceAnalysis", "Evidence", "LeakAnalysis", "Text"]),
        .testTarget(name: "ModbusServerTests", dependencies: ["FaultPlan", "ModbusServer"], exclude: ["Fixtures"]),
        .testTarget(name: "ProcessProbesTests", dependencies: ["ProcessProbes", "Evidence"]),
        .testTarget(
            name: "EvidenceStoreTests", dependencies: ["EvidenceStore", "EvidenceAnalysis", "Evidence", "Text"]),
        .testTarget(
            name: "SoakHarnessTests",
            dependencies: [
                "SoakHarness", "Evidence", "EvidenceStore", "FaultPlan", "ModbusServer", "ProcessProbes", "ScenarioFiles",
                "TwinCore", "TwinRuntime",
            ]),
        .testTarget(name: "ControlPanelTests", dependencies: ["ControlPanel", "Text"]),
        .testTarget(name: "HouseTests"),
        .target(
            name: "FuzzEntries", dependencies: ["ModbusProtocol", "FaultPlan", "ScenarioFiles"],
            path: "Tests/FuzzEntries"),
        .testTarget(name: "JudgeTests", dependencies: ["Determinism", "FuzzEntries", "ModbusProtocol", "twinsim"]),
        .testTarget(
            name: "ProgramTests",
            dependencies: [
                "EvidenceReport", "EvidenceAnalysis", "Evidence", "EvidenceStore", "FaultPlan", "Text", "twinsim",
                "ClientKeeper", yams,
            ],
            exclude: ["FaultClients"]),
    ]
)

// What libFuzzer drives. It links with libFuzzer's own `main` only, so it is there only when Scripts/fuzz asks for it.
if Context.environment["TWINSIM_FUZZ"] != nil {
    package.targets.append(
        .executableTarget(
            name: "fuzz", dependencies: ["FuzzEntries"], path: "Tests/Fuzz",
            swiftSettings: [.unsafeFlags(["-parse-as-library"])]))
}
