extension Quantity {
    /// Reads a moment of UTC, "YYYY-MM-DD" with "THH:MM" or "THH:MM:SS" behind it or not, or seconds since the epoch; as ns.
    static func moment(_ text: String) -> Double? {
        if let (seconds, rest) = leadingNumber(text[...]), rest.isEmpty { return seconds * 1e9 }
        let halves = text.split(separator: "T", maxSplits: 1, omittingEmptySubsequences: false)
        guard let date = integers(halves[0], separator: "-"), date.count == 3,
            (1970...2500).contains(date[0]), (1...12).contains(date[1]), date[2] >= 1,
            date[2] <= daysInMonth(date[1], of: date[0])
        else { return nil }
        guard let seconds = halves.count > 1 ? timeOfDay(halves[1]) : 0 else { return nil }
        return Double(daysSinceEpoch(date[0], date[1], date[2]) * 86_400 + seconds) * 1e9
    }

    private static func timeOfDay(_ text: Substring) -> Int? {
        guard let parts = integers(text, separator: ":"), (2...3).contains(parts.count),
            parts[0] < 24, parts[1] < 60, parts.count == 2 || parts[2] < 60
        else { return nil }
        return parts[0] * 3600 + parts[1] * 60 + (parts.count == 3 ? parts[2] : 0)
    }

    /// Numbers of one to four digits each.
    private static func integers(_ text: Substring, separator: Character) -> [Int]? {
        var result: [Int] = []
        for part in text.split(separator: separator, omittingEmptySubsequences: false) {
            let digits = part.utf8.allSatisfy {
                (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
            }
            guard digits, (1...4).contains(part.utf8.count), let number = Int(part) else {
                return nil
            }
            result.append(number)
        }
        return result
    }

    private static func isLeap(_ year: Int) -> Bool {
        year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    }

    private static func daysInMonth(_ month: Int, of year: Int) -> Int {
        switch month {
        case 2: isLeap(year) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    private static func daysSinceEpoch(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let years = (1970..<year).reduce(0) { $0 + (isLeap($1) ? 366 : 365) }
        return (1..<month).reduce(years + day - 1) { $0 + daysInMonth($1, of: year) }
    }
}
