import Testing

@testable import Model

@Suite struct QuantityTests {
    @Test(arguments: [
        ("0", 0), ("-5", -5), ("+7", 7), ("1.5", 1.5), ("3k", 3000), ("3K", 3000), ("2M", 2e6),
        (".5", 0.5), ("5.", 5),
    ])
    func `counts may be scaled by thousands`(text: String, number: Double) {
        #expect(Quantity.number(text, as: .integer) == number)
        #expect(Quantity.number(text + "/s", as: .rate) == number)
    }

    @Test(arguments: [
        ("1K", 1024), ("1KiB", 1024), ("1Ki", 1024), ("1KB", 1000), ("1.5G", 1.5 * 0x1p30),
        ("2T", 0x1p41), ("1e", 0x1p60), ("5B", 5), ("5", 5), ("1p", 0x1p50), ("1PB", 1e15),
    ])
    func `sizes are scaled by 1024 unless they say KB`(text: String, bytes: Double) {
        #expect(Quantity.number(text, as: .bytes) == bytes)
        #expect(Quantity.number(text + "/s", as: .byteRate) == bytes)
    }

    @Test(arguments: [
        ("90", 90e9), ("1.5s", 1.5e9), ("1h30m", 5400e9), ("2d", 172_800e9), ("1w", 604_800e9),
        ("250ms", 250e6), ("3us", 3e3), ("3µs", 3e3), ("7ns", 7), ("1m1s1ms", 61_001e6),
        ("1MIN", 60e9), ("0:03.21", 3.21e9), ("59:03", 3543e9), ("3:12:09", 11_529e9),
    ])
    func `lengths of time are read in all their forms`(text: String, time: Double) {
        #expect(Quantity.number(text, as: .duration) == time)
    }

    @Test(arguments: [
        ("1970-01-01", 0), ("1970-01-02T00:00", 86_400e9), ("2000-03-01", 951_868_800e9),
        ("2024-02-29T12:34:56", 1_709_210_096e9), ("86400", 86_400e9),
    ])
    func `moments are dates of local time, of UTC behind which a Z stands, or seconds`(
        text: String, time: Double
    ) {
        let east = TimeZone(learning: 0...0) { _ in 19_800 }
        let isDate = text.contains("-")
        #expect(Quantity.number(text, as: .moment) == time)
        #expect(Quantity.number(text, as: .moment, in: east) == time - (isDate ? 19_800e9 : 0))
        #expect(Quantity.number(text + "Z", as: .moment, in: east) == (isDate ? time : nil))
    }

    @Test(arguments: Column.Kind.allCases) func `what is no number is none`(kind: Column.Kind) {
        for text in [
            "", "-", "+", ".", "x", "1x", "nan", "inf", "1e5", "0x1", "1 2", "--1", "1.2.3", "1h2",
            "1:60", "1:2:3:4", ":", "1:", "-1h1m", "1h-1m", "2025-02-29", "2025-13-01", "2025-1-",
            "2025-01-01T24:00", "Z", "1Z", "2025-01-01ZZ", "2025-01-01T12Z", "2025-01-01T",
            "2025-01-01T1", "9999-01-01", "%", "/s", "K", "1KKB",
            String(repeating: "9", count: 400), "h", "1hh", "٣",
        ] {
            #expect(Quantity.number(text, as: kind) == nil, "\(text)")
        }
    }

    @Test func `every example is one`() {
        for kind in Column.Kind.allCases { #expect(!Quantity.example(of: kind).isEmpty) }
        #expect(Quantity.number("12.5%", as: .percent) == 12.5)
        #expect(Quantity.number("1", as: .text) == nil)
    }
}

@Suite struct PeriodTests {
    @Test(arguments: [
        ("500", 500), ("100", 100), ("500ms", 500), ("1.5s", 1500), ("1s", 1000), ("2m", 120_000),
        ("1m30s", 90_000), ("1h", 3_600_000), ("60m", 3_600_000), ("3600000", 3_600_000),
        ("100.5ms", 100.5), ("0.1s", 100),
    ])
    func `a period is a length of time`(text: String, milliseconds: Double) throws {
        #expect(try Period(text).nanoseconds == UInt64(milliseconds * 1e6))
    }

    @Test(arguments: ["", "x", "1.5x", "s", "1 s", "nan", "inf", "1:30", "1s5", "0x5", "5%", "-s"])
    func `what is no length of time is refused`(text: String) {
        #expect(throws: PeriodError.notDuration(text)) { try Period(text) }
    }

    @Test(arguments: [
        "0", "99", "99ms", "-5", "1.5", "3600001", "61m", "2h", "1d", "99999999999999999999",
    ])
    func `a period is 100 ms to 1 h`(text: String) {
        #expect(throws: PeriodError.outOfRange(text)) { try Period(text) }
        #expect(PeriodError.outOfRange(text).description.contains("100ms to 1h"))
    }

    @Test func `a period is clamped when asked`() {
        #expect(Period(clamping: 0) == .shortest)
        #expect(Period(clamping: .max) == .longest)
        #expect(Period(clamping: second).nanoseconds == second)
        #expect(Period.shortest < .longest)
    }

    @Test(
        arguments: [
            (100, "100ms"), (1000, "1s"), (1500, "1.5s"), (60_000, "1m"), (90_000, "90s"),
            (3_600_000, "1h"), (2_700_000, "45m"), (1050, "1.05s"),
        ] as [(UInt64, String)])
    func `a period is written as it is read`(milliseconds: UInt64, text: String) throws {
        let period = Period(clamping: milliseconds * 1_000_000)
        #expect(period.description == text)
        #expect(try Period(text) == period)
    }
}

@Suite struct SortOrderTests {
    @Test(arguments: [
        ("cpu", "cpu_percent:desc"), ("pid", "pid:asc"), ("rss_bytes:asc", "rss_bytes:asc"),
        ("COMMAND:DESC", "command:desc"), ("RES", "rss_bytes:desc"),
        ("time:ascending", "cpu_time_ns:asc"),
        ("user:descending", "user:desc"),
    ])
    func `a column and a direction are read`(text: String, order: String) throws {
        #expect(try SortOrder(parsing: text).description == order)
    }

    @Test func `an unknown column has its neighbours named`() {
        let error = #expect(throws: SortOrderError.self) { try SortOrder(parsing: "rsss:asc") }
        guard case .unknownColumn("rsss", let names)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(names.first == "rss_bytes")
        #expect(error?.description.contains("rss_bytes") == true)
    }

    @Test(arguments: ["up", "", "asc:desc", " asc"])
    func `an unknown direction is refused`(word: String) {
        #expect(throws: SortOrderError.unknownDirection(word)) {
            try SortOrder(parsing: "pid:\(word)")
        }
    }

    @Test(arguments: ["", ":asc"]) func `no column is no order`(text: String) {
        #expect(throws: SortOrderError.self) { try SortOrder(parsing: text) }
    }
}
