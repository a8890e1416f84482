// swift-tools-version: 6.1
import PackageDescription

let yams = Target.Dependency.product(name: "Yams", package: "Yams")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")

// What runs inside or beside the client must need nothing but the C library: the toolchain's linker would add the Swift
// runtime to every product, and the preloaded tally would drag it into every client.
let withoutSwift: [LinkerSetting] = [
    .unsafeFlags([
        "-use-ld=lld", "-nostartfiles", "-no-toolchain-stdlib-rpath", "-Xlinker",
        "--remap-inputs=*/libswiftCore.so=/dev/null",
    ])
]

// What is shipped, and what is loaded into other people's processes, guards its stack and, of a release build, its
// buffers, and is bound whole and read-only before it runs. Scripts/check-hardening looks at what came of it.
let guarded: [CSetting] = [
    .unsafeFlags(["-fstack-protector-strong"]), .define("_FORTIFY_SOURCE", to: "2", .when(configuration: .release)),
]
let boundAtStart: [LinkerSetting] = [
    .unsafeFlags(["-Xlinker", "-z", "-Xlinker", "relro", "-Xlinker", "-z", "-Xlinker", "now"])
]

// The twin's hot path is optimised in debug builds too: tests run 72 simulated hours of every scenario.
let optimised: [SwiftSetting] = [.unsafeFlags(["-O"], .when(configuration: .debug))]

// Every request would pay for a dozen run-time checks of exclusive access; debug builds, and with them the tests, keep
// them.
let perRequest: [SwiftSetting] = [
    .unsafeFlags(["-enforce-exclusivity=unchecked"], .when(configuration: .release))
]

// Targets stand in the order of the house: ground, leaves, compose, text, adapters, harness, program. A target imports
// only what stands above it, declares what it imports and imports what it declares; Tests/HouseTests sees to that. What
// stands above "adapters" is pure: no input or output, no clock, no thread, no global.
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
        .target(name: "Determinism", swiftSettings: optimised),
        .target(name: "Diagnostics"),
        .target(name: "Text", dependencies: ["Diagnostics"], swiftSettings: optimised),
        // leaves
        .target(name: "PLCCore", dependencies: ["Determinism", "Diagnostics"], swiftSettings: optimised),
        .target(name: "PlantModels", dependencies: ["Determinism", "Diagnostics"], swiftSettings: optimised),
        .target(
            name: "ModbusProtocol",
            swiftSettings: optimised + perRequest),
        .target(name: "LeakAnalysis", dependencies: ["Text"], swiftSettings: optimised),
        .target(name: "Evidence", dependencies: ["Text"]),
        // compose
        .target(
            name: "FaultPlan", dependencies: ["Determinism", "ModbusProtocol"], swiftSettings: optimised),
        .target(
            name: "TwinCore",
            dependencies: ["Determinism", "Diagnostics", "PLCCore", "PlantModels", "ModbusProtocol", "FaultPlan"],
            swiftSettings: optimised),
        .target(name: "EvidenceAnalysis", dependencies: ["Diagnostics", "Text", "LeakAnalysis", "Evidence"]),
        .target(name: "LeakCorpus", dependencies: ["Determinism", "LeakAnalysis"], swiftSettings: optimised),
        // text
        .target(name: "LadderText", dependencies: ["Diagnostics", "PLCCore"]),
        .target(
            name: "EvidenceReport",
            dependencies: ["Diagnostics", "Text", "LeakAnalysis", "Evidence", "EvidenceAnalysis"]),
        .target(
            name: "ScenarioFiles",
            dependencies: [
                "Diagnostics", "Text", "PLCCore", "PlantModels", "ModbusProtocol", "Evidence", "FaultPlan", "TwinCore",
                "LadderText", yams,
            ]),
        // adapters
        .target(name: "CLinux", cSettings: guarded),
        .target(name: "CReactor", cSettings: guarded),
        .systemLibrary(name: "CModbus", pkgConfig: "libmodbus", providers: [.apt(["libmodbus-dev"])]),
        .target(name: "AllocationTally", cSettings: guarded, linkerSettings: withoutSwift + boundAtStart),
        .executableTarget(
            name: "ClientKeeper", dependencies: ["CLinux"], cSettings: guarded,
            linkerSettings: withoutSwift + boundAtStart),
        .target(
            name: "ModbusServer", dependencies: ["ModbusProtocol", "FaultPlan", "CReactor", "CModbus"],
            swiftSettings: perRequest),
        .target(name: "ProcessProbes", dependencies: ["Evidence", "CLinux"]),
        .target(name: "EvidenceStore", dependencies: ["Diagnostics", "Text", "Evidence", "EvidenceAnalysis", grdb]),
        // harness
        .target(
            name: "TwinRuntime",
            dependencies: [
                "Determinism", "Diagnostics", "Text", "PLCCore", "ModbusProtocol", "FaultPlan", "TwinCore",
                "ScenarioFiles",
                "CLinux", "ModbusServer",
            ]),
        .target(
            name: "SoakHarness",
            dependencies: [
                "Determinism", "Diagnostics", "Text", "LeakAnalysis", "Evidence", "FaultPlan", "TwinCore",
                "EvidenceAnalysis", "EvidenceReport", "ScenarioFiles", "ModbusServer", "ProcessProbes", "EvidenceStore",
                "TwinRuntime",
            ]),
        .target(
            name: "ControlPanel",
            dependencies: [
                "Diagnostics", "Text", "FaultPlan", "TwinCore", "EvidenceAnalysis", "ScenarioFiles", "ModbusServer",
                "CReactor", "TwinRuntime",
            ]),
        // program
        .executableTarget(
            name: "twinsim",
            dependencies: [
                "Determinism", "Diagnostics", "Text", "PLCCore", "PlantModels", "ModbusProtocol", "LeakAnalysis",
                "Evidence",
                "FaultPlan", "TwinCore", "EvidenceAnalysis", "LadderText", "ScenarioFiles", "ModbusServer",
                "ProcessProbes", "EvidenceStore", "TwinRuntime", "SoakHarness", "ControlPanel", argumentParser,
            ], linkerSettings: boundAtStart),
        // measures the verdict for the documents; not installed
        .executableTarget(name: "twinsim-accuracy", dependencies: ["LeakAnalysis", "LeakCorpus", argumentParser]),
        // drives the harness at speed for `make costs`; not installed
        .executableTarget(
            name: "twinsim-costs",
            dependencies: [
                "Text", "Evidence", "FaultPlan", "ScenarioFiles", "ModbusServer", "ProcessProbes", "EvidenceStore",
                "TwinRuntime", "SoakHarness", argumentParser,
            ]),
        // tests, in the same order
        .testTarget(
            name: "GroundTests", dependencies: ["Determinism", "Diagnostics", "Text"]),
        .testTarget(name: "PLCCoreTests", dependencies: ["Determinism", "PLCCore", "LadderText"]),
        .testTarget(name: "PlantModelsTests", dependencies: ["Determinism", "Diagnostics", "PlantModels"]),
        .testTarget(name: "ModbusProtocolTests", dependencies: ["Determinism", "ModbusProtocol"]),
        .testTarget(name: "FaultPlanTests", dependencies: ["Determinism", "FaultPlan"]),
        .testTarget(name: "LeakAnalysisTests", dependencies: ["Determinism", "Text", "LeakAnalysis", "LeakCorpus"]),
        .testTarget(name: "LadderTextTests", dependencies: ["Determinism", "Diagnostics", "PLCCore", "LadderText"]),
        .testTarget(
            name: "TwinCoreTests",
            dependencies: [
                "Determinism", "ModbusProtocol", "FaultPlan", "TwinCore", "ScenarioFiles", "ModbusServer",
                "TwinRuntime",
            ]),
        .testTarget(
            name: "ScenarioFilesTests",
            dependencies: ["Diagnostics", "ModbusProtocol", "Evidence", "FaultPlan", "TwinCore", "ScenarioFiles"]),
        .testTarget(
            name: "EvidenceReportTests",
            dependencies: ["Text", "LeakAnalysis", "Evidence", "EvidenceAnalysis", "EvidenceReport"]),
        .testTarget(
            name: "ModbusServerTests",
            dependencies: ["Determinism", "ModbusProtocol", "FaultPlan", "CReactor", "CModbus", "ModbusServer"],
            exclude: ["Fixtures"]),
        .testTarget(name: "ProcessProbesTests", dependencies: ["Evidence", "ProcessProbes"]),
        .testTarget(
            name: "EvidenceStoreTests", dependencies: ["Diagnostics", "Text", "Evidence", "EvidenceStore", grdb]),
        .testTarget(
            name: "SoakHarnessTests",
            dependencies: [
                "Determinism", "Evidence", "FaultPlan", "TwinCore", "ScenarioFiles", "ModbusServer", "ProcessProbes",
                "EvidenceStore", "TwinRuntime", "SoakHarness",
            ]),
        .testTarget(name: "ControlPanelTests", dependencies: ["Diagnostics", "Text", "ControlPanel"]),
        .testTarget(name: "HouseTests", swiftSettings: optimised),
        .target(
            name: "FuzzEntries", dependencies: ["Diagnostics", "ModbusProtocol", "FaultPlan", "ScenarioFiles"],
            path: "Tests/FuzzEntries"),
        .testTarget(name: "JudgeTests", dependencies: ["Determinism", "ModbusProtocol", "twinsim", "FuzzEntries"]),
        .testTarget(
            name: "ProgramTests",
            dependencies: [
                "Evidence", "FaultPlan", "EvidenceAnalysis", "ClientKeeper", "EvidenceStore", "twinsim", yams,
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

// One test target with what it needs, and no other: Scripts/mutants builds so, a hundred times.
if let only = Context.environment["TWINSIM_ONLY_TESTS"] {
    package.targets.removeAll { $0.type == .test && $0.name != only }
}
