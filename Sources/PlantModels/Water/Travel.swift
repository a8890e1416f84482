/// The travel of a motorised stem: it moves at one speed towards where it should be. Positions from 0 (shut) to 1 (open).
struct Travel {
    /// What hinders it.
    struct Hindrance {
        /// It does not move at all.
        var isStuck = false
        /// It takes this many times its stroke time.
        var slowness = 1.0
        /// It stands still until the wanted position is this far off, 0 to 1.
        var stickBand = 0.0
        /// It never shuts further than this, 0 to 1.
        var least = 0.0
    }

    /// Where it is, 0 to 1.
    private(set) var position: Double
    private let strokeSeconds: Double
    private let stepSeconds: Double
    private var isMoving = false

    /// A stem at this position, with the time of a full stroke.
    init(position: Double, strokeSeconds: Double, stepSeconds: Double) {
        self.position = position
        self.strokeSeconds = strokeSeconds
        self.stepSeconds = stepSeconds
    }

    /// Moves one step towards `target`.
    mutating func move(towards target: Double, _ hindrance: Hindrance) {
        guard !hindrance.isStuck else { return }
        let target = min(1, max(target, hindrance.least))
        let gap = target - position
        // Static friction: once it moves, it goes all the way.
        if abs(gap) > hindrance.stickBand { isMoving = true }
        guard isMoving else { return }
        let reach = strokeSeconds > 0 ? stepSeconds / (strokeSeconds * hindrance.slowness) : 1
        if abs(gap) <= reach {
            position = target
            isMoving = false
        } else {
            position += gap > 0 ? reach : -reach
        }
    }

    /// Whether the open limit switch makes: from 98 %.
    var isOpened: Bool { position >= 0.98 }

    /// Whether the closed limit switch makes: up to 2 %.
    var isClosed: Bool { position <= 0.02 }
}
