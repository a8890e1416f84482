/// Chosen tags of the plant at one moment worth remembering, such as a storm or a fault.
package struct PlantState: Hashable, Sendable {
    /// One tag and its value in engineering units.
    package struct Tag: Hashable, Sendable {
        /// The tag's name.
        package var name: String
        /// Its value.
        package var value: Double

        /// A tag's value.
        package init(_ name: String, _ value: Double) {
            self.name = name
            self.value = value
        }
    }

    /// When, s from the start.
    package var timeSeconds: Double
    /// Why it was recorded, like `storm 3`.
    package var occasion: String
    /// The tags, in the order in which they are shown.
    package var tags: [Tag]

    /// The plant at a moment.
    package init(timeSeconds: Double, occasion: String, tags: [Tag]) {
        self.timeSeconds = timeSeconds
        self.occasion = occasion
        self.tags = tags
    }
}
