extension Plot {
    /// The shades that carry a pattern, so that they differ without colours, with the pattern's angle.
    private static let angles: [(style: String, angle: Int)] = [
        ("storm", 45), ("fault", -45), ("gap", 0), ("silence", 90),
    ]

    /// The patterns of the shades that this plot has.
    var hatching: String {
        let styles = Set(shades.map(\.style))
        return Self.angles.filter { styles.contains($0.style) }.map { style, angle in
            "<pattern id=\"\(id)-\(style)\" width=\"5\" height=\"5\" patternUnits=\"userSpaceOnUse\" "
                + "patternTransform=\"rotate(\(angle))\"><path class=\"hatch\" d=\"M0 0V5\"/></pattern>"
        }.joined()
    }

    /// A rectangle with a shade, its place in `frame` as attributes.
    func shaded(_ style: String, _ frame: String) -> String {
        let plain = "<rect class=\"\(style)\" \(frame)/>"
        guard Self.angles.contains(where: { $0.style == style }) else { return plain }
        return plain + "<rect fill=\"url(#\(id)-\(style))\" \(frame)/>"
    }
}
