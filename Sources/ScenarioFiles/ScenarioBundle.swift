/// The bytes of a scenario folder, read by whoever may touch files.
package struct ScenarioBundle: Sendable {
    /// The folder as the user named it; findings name files below it.
    package var folder: String
    /// Text of each file by its path inside the folder, like `tags.csv` or `faults/reconnect-storm.yaml`.
    package var files: [String: String]

    /// The files of one folder.
    package init(folder: String, files: [String: String]) {
        self.folder = folder
        self.files = files
    }

    /// The files that every scenario has.
    package static let requiredFiles = ["scenario.yaml", "tags.csv", "program.ladder", "plant.yaml"]
}
