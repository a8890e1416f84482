import Evidence
import EvidenceReport
import Foundation
import Testing
import Text

@Suite("The writers of numbers and texts", .timeLimit(.minutes(5)))
struct WritersTests {
    @Test("JSON reads back as Foundation reads it")
    func jsonAgainstFoundation() throws {
        let value: JSONValue = [
            "text": .string("a\"b\\c\n\t\r\u{0}\u{1F}\u{2028}\u{7F} é 🏭 </script>"), "whole": .integer(.min),
            "half": 0.5,
            "tiny": .number(.leastNonzeroMagnitude), "huge": .number(1.7976931348623157e308), "nothing": .null,
            "yes": true,
            "list": [1, "two", []], "infinite": .number(.infinity), "nan": .number(.nan), "empty": [:],
        ]
        for text in [value.compact, value.pretty] {
            let read = try #require(
                JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
            #expect(read["text"] as? String == "a\"b\\c\n\t\r\u{0}\u{1F}\u{2028}\u{7F} é 🏭 </script>")
            #expect((read["whole"] as? NSNumber)?.int64Value == .min)
            #expect(read["tiny"] as? Double == .leastNonzeroMagnitude)
            #expect(read["infinite"] is NSNull)
            #expect(read["nan"] is NSNull)
            #expect((read["list"] as? [Any])?.count == 3)
        }
    }

    @Test("JSON reads back as it was written")
    func jsonRoundTrip() {
        let value: JSONValue = [
            "a": [1, -2.5, "\u{1F3ED}\"\\\n"], "b": ["c": .null, "d": false], "e": .integer(.max),
        ]
        #expect(JSONValue(parsing: value.compact) == value)
        #expect(JSONValue(parsing: value.pretty) == value)
        #expect(JSONValue(parsing: "\"\\ud83c\\udfed\\u0041\"") == "🏭A")
        #expect(JSONValue(parsing: " [ ] ") == [])
    }

    @Test(
        "what is no JSON is refused, and deep nesting does not exhaust the stack",
        arguments: [
            "", "{", "[1,]", "{\"a\":}", "01", "1.", ".5", "+1", "nul", "\"a", "\"\\x\"", "\"\\ud83c\"", "[1] 2",
            "\"\n\"", "{\"a\" 1}", "-", "1e", String(repeating: "[", count: 100_000),
        ])
    func notJSON(_ text: String) {
        #expect(JSONValue(parsing: text) == nil)
    }

    @Test(
        "numbers have three significant digits and a true minus sign",
        arguments: [
            (0.0, "0"), (0.5, "0.500"), (0.0342, "0.0342"), (12.345, "12.3"), (999.96, "1000"), (-0.1, "−0.100"),
            (123_456, "123\u{202F}456"), (0.00001234, "1.23 × 10^−5"), (.infinity, "∞"), (1234, "1234"),
        ])
    func significant(_ value: Double, _ text: String) {
        #expect(Figures.significant(value) == text)
    }

    @Test(
        "what rounding left of 0 is 0, without a sign",
        arguments: [(8.7e-28, "0"), (-8.7e-28, "0"), (0.5, "+0.500")])
    func signed(_ value: Double, _ text: String) {
        #expect(Figures.signed(value) == text)
    }

    @Test(
        "what is counted has its plural",
        arguments: [
            (1, "storm", "1 storm"), (2, "storm", "2 storms"), (1, "stretch", "1 stretch"),
            (2, "stretch", "2 stretches"),
        ])
    func counted(_ count: Int, _ noun: String, _ text: String) {
        #expect(Figures.counted(count, noun) == text)
    }

    @Test(
        "a fixed number of decimals agrees with the C library",
        arguments: [0, 0.05, 1.005, -0.004, 99.995, 1e9, 0.1 + 0.2, 123.456])
    func fixed(_ value: Double) {
        let wanted = String(format: "%.2f", (value * 100).rounded() / 100)
        let text = Figures.fixed(value, 2)
            .replacingOccurrences(of: "\u{202F}", with: "").replacingOccurrences(of: "−", with: "-")
        #expect(text == (wanted == "-0.00" ? "0.00" : wanted))
    }

    @Test(
        "times read as people say them",
        arguments: [
            (0.0, "0 s"), (0.0123, "12.3 ms"), (0.25, "250 ms"), (1.5, "1.50 s"), (5, "5 s"), (90, "90 s"),
            (720, "12 min"),
            (5400, "1 h 30 min"), (172_800, "48 h"),
        ])
    func durations(_ seconds: Double, _ text: String) {
        #expect(Figures.duration(seconds) == text)
    }

    @Test("markup escapes every character that means something, and shows those that hide")
    func markup() {
        #expect(
            Escaping.markup("<a href=\"x\">'&\u{202E}\u{0}\u{1B}")
                == "&lt;a href=&quot;x&quot;&gt;&#39;&amp;[U+202E]\u{FFFD}\u{FFFD}"
        )
        #expect(Escaping.markdown("a|b\n`c` <i> @me [x](y)") == "a\\|b \\`c\\` &lt;i&gt; &#64;me \\[x\\](y)")
    }

    @Test("thinning keeps the extremes and the ends of the time axis")
    func decimation() {
        var series = TimeSeries(times: (0..<10_000).map(Double.init), values: (0..<10_000).map { _ in 1 })
        series.values[4321] = 99
        series.values[7777] = -99
        let thin = Decimation.extremes(of: series, buckets: 100)
        #expect(thin.count <= 200)
        #expect(thin.values.contains(99))
        #expect(thin.values.contains(-99))
        #expect(thin.times == thin.times.sorted())
        #expect(Decimation.extremes(of: .empty, buckets: 10) == .empty)
        let short = TimeSeries(times: [1, 2], values: [3, 4])
        #expect(Decimation.extremes(of: short, buckets: 10) == short)
    }

    @Test("axes have round ticks that enclose the values")
    func axes() {
        for (low, high) in [(0.0, 1.0), (25.96, 46.27), (-3, 0.0001), (7, 7), (0, 1e6), (1e-6, 3e-6), (99.99, 100.01)] {
            let axis = AxisScale(covering: low, high)
            let slack = (axis.maximum - axis.minimum) * 1e-6
            #expect(axis.minimum <= low + slack)
            #expect(axis.maximum >= high - slack)
            #expect((2...12).contains(axis.ticks.count))
        }
        #expect(AxisScale(covering: 0, 3, isWhole: true).ticks == [0, 1, 2, 3])
        #expect(AxisScale.time(24 * 3600).scale.ticks == [0, 3, 6, 9, 12, 15, 18, 21, 24])
        #expect(AxisScale.time(90).unit == "s")
        #expect(AxisScale.time(5400).unit == "min")
        for hours in stride(from: 0.001, through: 300, by: 0.37) {
            #expect((1...12).contains(AxisScale.time(hours * 3600).scale.ticks.count))
        }
    }
}
