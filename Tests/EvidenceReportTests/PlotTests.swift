import Evidence
import EvidenceAnalysis
import EvidenceReport
import LeakAnalysis
import Testing

@Suite("The plots of a report", .timeLimit(.minutes(5)))
struct PlotTests {
    private func figure(_ id: String, _ html: String) -> String {
        guard let begin = html.range(of: "<figure id=\"\(id)\">"),
            let end = html[begin.lowerBound...].range(of: "</figure>")
        else { return "" }
        return String(html[begin.lowerBound..<end.upperBound])
    }

    @Test("each plot that a person looks for is there")
    func present() {
        var facts = Fixture.facts()
        facts[.nativeBlocks] = facts[.threads]
        facts[.pythonBlocks] = facts[.threads]
        let html = Fixture.model(.expected, facts: facts).document.html
        for id in ["memory", "sockets", "descriptors", "threads", "polls", "native-blocks", "python-blocks"] {
            #expect(!figure(id, html).isEmpty, "\(id)")
        }
    }

    @Test("an axis that does not begin at 0 is marked as such, and one that does is not")
    func brokenAxis() {
        let html = Fixture.model(.expected).document.html
        #expect(figure("memory", html).contains("(the axis begins at "))
        #expect(figure("memory", html).matches(of: /class="axis"/).count == 3)
        #expect(!figure("descriptors", html).contains("the axis begins"))
        #expect(figure("descriptors", html).matches(of: /class="axis"/).count == 1)
    }

    @Test("storms are shaded until the client was back, with a pattern that needs no colour")
    func storms() {
        let html = Fixture.model(.expected).document.html
        let memory = figure("memory", html)
        // Two storms closed something, one of which nobody came back from; the legend has a swatch.
        #expect(memory.matches(of: /class="storm"/).count == 3)
        #expect(memory.contains("<pattern id=\"memory-storm\""))
        #expect(memory.contains("url(#memory-storm)"))
    }

    @Test("thousands of storms stay few rectangles")
    func manyStorms() {
        var facts = Fixture.facts()
        facts.storms = (1...5000).map {
            StormRecord(number: $0, timeSeconds: Double($0) * 17, close: .reset, connectionsClosed: 1)
        }
        let html = Fixture.model(.expected, facts: facts).document.html
        #expect(figure("memory", html).matches(of: /class="storm"/).count <= 420)
    }

    @Test("the memory plot has readings, envelope, fit and interval")
    func memory() {
        var facts = Fixture.facts()
        facts[.memory].values = facts[.memory].times.map { 20 + $0 / 3600 * 2 }
        let model = ReportModel(judging: facts)
        let memory = figure("memory", model.document.html)
        for style in ["line s1", "line envelope", "line fit", "class=\"band\"", "class=\"cut\""] {
            #expect(memory.contains(style), "\(style)")
        }
    }

    @Test("gaps and unread tags are shaded in the plot of polls")
    func polls() {
        var facts = Fixture.facts()
        facts.gaps = [SamplingGap(fromSeconds: 100, toSeconds: 900, reason: "r")]
        facts.tagSilences = [
            TagSilence(tag: "LEVEL", fromSeconds: 2000, toSeconds: 2100),
            TagSilence(tag: "NEVER", fromSeconds: 0, toSeconds: 80_000),
        ]
        facts.tagGaps = [TagGap(tag: "LEVEL", reads: 9), TagGap(tag: "NEVER", reads: 0)]
        let html = Fixture.model(.expected, facts: facts).document.html
        #expect(figure("polls", html).contains("class=\"gap\""))
        #expect(figure("polls", html).matches(of: /class="silence"/).count == 2, "one stretch and its swatch")
        #expect(!figure("memory", html).contains("class=\"silence\""))
    }

    @Test("on paper: A4, numbered pages, no figure cut, the run named on each page")
    func paper() {
        let html = Fixture.model(.expected).document.html
        for rule in ["size: A4", "counter(page)", "break-inside: avoid", "run 7c6f1f0e-0000-4000-8000-000000000001"] {
            #expect(html.contains(rule), "\(rule)")
        }
    }

    @Test("a scenario's name cannot leave the style sheet")
    func foot() {
        var facts = Fixture.facts()
        facts.run.scenario = "x\" } </style><script>"
        let html = Fixture.model(.expected, facts: facts).document.html
        #expect(!html.contains("<script"))
        #expect(html.matches(of: /<\/style>/).count == 1)
        #expect(html.contains("twinsim soak, x  stylescript, "))
    }
}
