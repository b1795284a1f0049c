import Testing

@testable import Model

/// Local time, in zones made up.
@Suite struct TimeZoneTests {
    /// An hour ahead in winter and two in summer, as in Paris in 2026: from 29 March 01:00 UTC to 25 October 01:00 UTC.
    private static let paris = TimeZone(learning: 1_767_225_600...1_798_761_600) {
        (summer..<winter).contains($0) ? 7200 : 3600
    }
    private static let summer: Int64 = 1_774_746_000
    private static let winter: Int64 = 1_792_890_000
    private static let west = TimeZone(learning: 0...0) { _ in -4 * 3600 }

    private func time(_ text: String) throws -> UInt64 {
        UInt64(try #require(Quantity.number(text + "Z", as: .moment)))
    }

    private func text(_ moment: String, at now: String, in zone: TimeZone) throws -> String {
        Value.moment(zone.moment(try time(moment), readAt: try time(now))).text
    }

    @Test func `the offset is the one in force at that moment, to the second`() {
        let zone = Self.paris
        #expect(zone.offset(at: Self.summer - 1) == 3600 && zone.offset(at: Self.summer) == 7200)
        #expect(zone.offset(at: Self.winter - 1) == 7200 && zone.offset(at: Self.winter) == 3600)
        #expect(zone.offset(at: .min) == 3600 && zone.offset(at: .max) == 3600)
    }

    @Test func `a zone is found out by few questions`() {
        var questions = 0
        _ = TimeZone(learning: 0...2 * 366 * 86_400) {
            questions += 1
            return $0 > 10_000_000 ? 60 : 0
        }
        #expect(questions < 120)
    }

    @Test func `today is told by the clock, this year by month and day, the rest by date`() throws {
        let now = "2026-11-23T12:00"
        #expect(try text("2026-11-23T09:43:46", at: now, in: .utc) == "09:43:46")
        #expect(try text("2026-11-22T23:59:59", at: now, in: .utc) == "Nov 22")
        #expect(try text("2026-01-01", at: now, in: .utc) == "Jan 01")
        #expect(try text("2025-12-31T23:59:59", at: now, in: .utc) == "2025-12-31")
    }

    @Test func `today begins at the local midnight`() throws {
        #expect(try text("2026-11-22T23:00", at: "2026-11-23T22:59", in: Self.paris) == "00:00:00")
        #expect(try text("2026-11-22T22:59", at: "2026-11-23T22:59", in: Self.paris) == "Nov 22")
        #expect(try text("2026-01-01T03:59", at: "2026-01-01T03:59", in: Self.west) == "23:59:00")
        #expect(try text("2026-01-01T03:59", at: "2026-01-01T04:00", in: Self.west) == "2025-12-31")
    }

    @Test func `a start before the change of the clocks keeps its own time`() throws {
        let moment = Self.paris.moment(
            try time("2026-10-24T10:00"), readAt: try time("2026-10-26T10:00"))
        #expect(moment.dateAndTime == "2026-10-24 12:00:00")
        let after = Self.paris.moment(try time("2026-10-26T10:00"), readAt: 0)
        #expect(after.dateAndTime == "2026-10-26 11:00:00")
    }

    @Test(arguments: [
        ("2026-01-31T12:00", "2026-01-31T11:00"), ("2026-07-31T12:00", "2026-07-31T10:00"),
        // Twice: the first. Left out: an hour behind the change.
        ("2026-10-25T02:30", "2026-10-25T00:30"), ("2026-03-29T02:30", "2026-03-29T01:30"),
        ("2026-03-29T03:00", "2026-03-29T01:00"), ("2026-10-25T03:00", "2026-10-25T02:00"),
    ])
    func `a local time is found on either side of a change`(local: String, utc: String) throws {
        let zone = Self.paris
        #expect(Quantity.number(local, as: .moment, in: zone) == Double(try time(utc)))
    }

    @Test func `what the screen shows is what a filter finds`() throws {
        let start = try time("2026-11-20T08:00:00")
        let now = try time("2026-11-23T12:00:00")
        let sample = Sample.at(now, [.process(7, start: start)]) { $0.zone = Self.west }
        let snapshot = Snapshot(sample)
        #expect(Column.named("start_time")?.value(snapshot, 0).text == "Nov 20")
        for (filter, holds) in [
            ("start = 2026-11-20T04:00", true), ("start < 2026-11-20T08:00", true),
            ("start = 2026-11-20T08:00Z", true), ("start > 2026-11-20", true),
            ("start ~ ^Nov", true), ("start < 2026-11-20", false),
        ] {
            #expect(try Filter(filter, in: Self.west).matches(snapshot, 0) == holds, "\(filter)")
        }
    }

    @Test func `every day has the date that it was made of`() throws {
        var days = 0
        for year in [1970, 1999, 2000, 2023, 2024, 2100, 2400] {
            days = try #require(CivilDate(year, 1, 1)).daysSinceEpoch
            for month in 1...12 {
                for day in 1...31 {
                    guard let date = CivilDate(year, month, day) else { continue }
                    #expect(date.daysSinceEpoch == days)
                    #expect(CivilDate(daysSinceEpoch: days) == date)
                    days += 1
                }
            }
        }
        #expect(CivilDate(daysSinceEpoch: -1).monthName == "Dec")
    }
}
