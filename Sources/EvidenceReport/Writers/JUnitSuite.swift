import Text

/// A suite of test cases as JUnit's XML has them.
struct JUnitSuite {
    /// The suite's name; not escaped.
    var name: String
    /// When the run began, ISO 8601 with its zone.
    var startedAt: String
    /// What else is to be known of it.
    var properties: [(name: String, value: String)]
    /// The cases, in order.
    var cases: [JUnitCase]

    /// The suite as a JUnit XML text.
    var xml: String {
        let name = Escaping.markup(name)
        let time = Self.seconds(cases.reduce(0) { $0 + $1.seconds })
        let failures = cases.count { if case .failure = $0.result { true } else { false } }
        let errors = cases.count { if case .error = $0.result { true } else { false } }
        let skipped = cases.count { if case .skipped = $0.result { true } else { false } }
        let counts = "tests=\"\(cases.count)\" failures=\"\(failures)\" errors=\"\(errors)\""
        // The JUnit schema wants no zone and takes UTC.
        let timestamp = startedAt.hasSuffix("Z") ? String(startedAt.dropLast()) : startedAt
        var xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        xml += "<testsuites name=\"twinsim\" \(counts) time=\"\(time)\">\n"
        xml += "  <testsuite name=\"\(name)\" \(counts) skipped=\"\(skipped)\" time=\"\(time)\" "
        xml += "timestamp=\"\(Escaping.markup(timestamp))\">\n    <properties>\n"
        for property in properties {
            xml += "      <property name=\"\(property.name)\" value=\"\(Escaping.markup(property.value))\"/>\n"
        }
        xml += "    </properties>\n"
        xml += cases.map { Self.render($0, suite: name) }.joined()
        return xml + "  </testsuite>\n</testsuites>\n"
    }

    private static func render(_ item: JUnitCase, suite: String) -> String {
        let time = seconds(item.seconds)
        let head = "    <testcase classname=\"\(suite)\" name=\"\(Escaping.markup(item.name))\" time=\"\(time)\""
        let message = Escaping.markup(item.text)
        switch item.result {
        case .passed: return head + ">\n      <system-out>\(message)</system-out>\n    </testcase>\n"
        case .failure(let type):
            return head
                + ">\n      <failure type=\"\(type)\" message=\"\(message)\">\(message)</failure>\n    </testcase>\n"
        case .error(let type):
            return head
                + ">\n      <error type=\"\(type)\" message=\"\(message)\">\(message)</error>\n    </testcase>\n"
        case .skipped: return head + ">\n      <skipped message=\"\(message)\"/>\n    </testcase>\n"
        }
    }

    private static func seconds(_ value: Double) -> String {
        let milliseconds = Int64((min(max(value, 0), 1e12) * 1000).rounded())
        let fraction = String(milliseconds % 1000)
        return "\(milliseconds / 1000)." + String(repeating: "0", count: 3 - fraction.count) + fraction
    }
}

/// A test case.
struct JUnitCase {
    /// What became of it; a failure and an error have a type.
    enum Result {
        case passed, skipped
        case failure(String)
        case error(String)
    }

    /// Its name; not escaped.
    var name: String
    /// What became of it.
    var result: Result = .passed
    /// What was seen, sentences; not escaped.
    var text = ""
    /// How long it took, s: the run belongs to one case, so that a sum over the cases is the run's length.
    var seconds = 0.0
}
