extension Quantity {
    /// Reads a moment of local time, or of UTC where a "Z" ends it: "YYYY-MM-DD" with "THH:MM" or "THH:MM:SS" behind it or not, or
    /// seconds since the epoch; as ns.
    static func moment(_ text: String, in zone: TimeZone) -> Double? {
        if let (seconds, rest) = leadingNumber(text[...]), rest.isEmpty { return seconds * 1e9 }
        let isUTC = text.hasSuffix("Z")
        let halves = text.dropLast(isUTC ? 1 : 0)
            .split(separator: "T", maxSplits: 1, omittingEmptySubsequences: false)
        guard let numbers = integers(halves[0], separator: "-"), numbers.count == 3,
            let date = CivilDate(numbers[0], numbers[1], numbers[2]),
            let time = halves.count > 1 ? timeOfDay(halves[1]) : 0
        else { return nil }
        let seconds = Int64(date.daysSinceEpoch * 86_400 + time)
        return Double(isUTC ? seconds : zone.moment(ofLocal: seconds)) * 1e9
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
}
