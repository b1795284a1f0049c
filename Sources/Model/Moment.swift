/// A moment, and what it takes to say it to a person.
package struct Moment: Equatable, Sendable {
    /// ns since the epoch.
    package let nanoseconds: UInt64
    /// By how many s local time was ahead of UTC then.
    package let offset: Int32
    /// The local day on which it is read, in days since the epoch.
    package let today: Int32

    /// Makes a moment of its parts.
    package init(nanoseconds: UInt64, offset: Int32, today: Int32) {
        self.nanoseconds = nanoseconds
        self.offset = offset
        self.today = today
    }

    /// Local date and time, "YYYY-MM-DD HH:MM:SS".
    package var dateAndTime: String {
        let (day, seconds) = local
        var text = NumberText()
        Self.append(CivilDate(daysSinceEpoch: day), to: &text)
        text.append(" ")
        Self.append(clock: seconds, to: &text)
        return text.string
    }

    /// Appends, in local time, "HH:MM:SS" for a moment of today, "Mon DD" for another of this year, else "YYYY-MM-DD".
    func append(to text: inout NumberText) {
        let (day, seconds) = local
        if day == Int(today) { return Self.append(clock: seconds, to: &text) }
        let date = CivilDate(daysSinceEpoch: day)
        guard date.year == CivilDate(daysSinceEpoch: Int(today)).year else {
            return Self.append(date, to: &text)
        }
        text.append(date.monthName)
        text.append(" ")
        text.append(UInt64(date.day), digits: 2)
    }

    /// The local day, in days since the epoch, and the seconds since its midnight.
    private var local: (day: Int, seconds: UInt64) {
        let seconds = Int64(nanoseconds / 1_000_000_000) + Int64(offset)
        let day = seconds.quotientRoundedDown(by: 86_400)
        return (Int(day), UInt64(clamping: seconds - day * 86_400))
    }

    private static func append(_ date: CivilDate, to text: inout NumberText) {
        text.append(UInt64(clamping: date.year), digits: 4)
        text.append("-")
        text.append(UInt64(date.month), digits: 2)
        text.append("-")
        text.append(UInt64(date.day), digits: 2)
    }

    private static func append(clock seconds: UInt64, to text: inout NumberText) {
        text.append(seconds / 3600, digits: 2)
        text.append(":")
        text.append(seconds / 60 % 60, digits: 2)
        text.append(":")
        text.append(seconds % 60, digits: 2)
    }
}
