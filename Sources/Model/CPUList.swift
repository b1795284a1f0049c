/// Sets of CPUs as cpuset(7) writes them: "0-3,8".
package enum CPUList {
    /// The text of a set.
    package static func text(_ cpus: Set<Int>) -> String {
        var parts: [String] = []
        var run: ClosedRange<Int>?
        for cpu in cpus.sorted() {
            if let open = run, cpu == open.upperBound + 1 {
                run = open.lowerBound...cpu
            } else {
                if let open = run { parts.append(text(open)) }
                run = cpu...cpu
            }
        }
        if let open = run { parts.append(text(open)) }
        return parts.joined(separator: ",")
    }

    private static func text(_ run: ClosedRange<Int>) -> String {
        run.count == 1 ? "\(run.lowerBound)" : "\(run.lowerBound)-\(run.upperBound)"
    }

    /// The set that a text means; nil for a text that is no list or names a number of `limit` or more.
    ///
    /// A stride is understood as the kernel writes it: "0-7:2/4" is the first two of every four.
    package static func parse(_ text: some StringProtocol, limit: Int = 8192) -> Set<Int>? {
        var cpus: Set<Int> = []
        let parts = text.split(separator: ",", omittingEmptySubsequences: false)
        for part in parts {
            guard let found = parsePart(part, limit: limit) else { return nil }
            cpus.formUnion(found)
        }
        return cpus
    }

    private static func parsePart(_ part: some StringProtocol, limit: Int) -> [Int]? {
        let halves = part.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        let bounds = halves[0].split(separator: "-", omittingEmptySubsequences: false)
        let numbers = bounds.compactMap { number($0) }
        guard numbers.count == bounds.count, (1...2).contains(numbers.count),
            let first = numbers.first, let last = numbers.last, first <= last, last < limit
        else { return nil }
        guard halves.count == 2 else { return Array(first...last) }
        let stride = halves[1].split(separator: "/", omittingEmptySubsequences: false)
            .compactMap { number($0) }
        guard stride.count == 2, stride[0] > 0, stride[1] > 0 else { return nil }
        return (first...last).filter { ($0 - first) % stride[1] < stride[0] }
    }

    private static func number(_ text: some StringProtocol) -> Int? {
        guard !text.isEmpty, text.utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
        return Int(text)
    }
}
