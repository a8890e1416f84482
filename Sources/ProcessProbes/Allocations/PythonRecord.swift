/// The text that the Python start-up module writes: a first line with its version and a running number, one line for
/// each counter, and a last line that repeats the number, so that a text read while it was written is known as such.
struct PythonRecord {
    /// The running number of the answer.
    var sequence: UInt64 = 0
    /// Why the module cannot count in this interpreter; nil when it can.
    var problem: String?
    /// The counters.
    var allocations = PythonAllocations(
        allocatedBlocks: 0, collectorCounts: [], collections: 0, uncollectable: 0, threadNames: [], threadCount: 0)

    /// Reads `text`; nil when it is not whole.
    init?(_ text: String) {
        var complete = false
        for (index, line) in text.split(separator: "\n").enumerated() {
            let words = line.split(separator: " ", maxSplits: 1)
            guard words.count == 2 else { return nil }
            let value = words[1]
            let numbers = value.split(separator: " ").compactMap { Int64($0) }
            switch words[0] {
            case "twinsim-python":
                guard index == 0, numbers.count == 2, numbers[0] == 1 else { return nil }
                sequence = UInt64(numbers[1])
            case "problem": problem = String(value)
            case "blocks": allocations.allocatedBlocks = numbers.first ?? 0
            case "counts": allocations.collectorCounts = numbers
            case "collections": allocations.collections = numbers.first ?? 0
            case "uncollectable": allocations.uncollectable = numbers.first ?? 0
            case "threads": allocations.threadCount = Int(numbers.first ?? 0)
            case "name": allocations.threadNames.append(String(value))
            case "end":
                guard numbers == [Int64(sequence)] else { return nil }
                complete = true
            default: return nil
            }
            // What follows the last line is left from a longer text.
            if complete { return }
        }
        return nil
    }
}
