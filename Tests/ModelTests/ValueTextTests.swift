import Testing

@testable import Model

@Suite struct ValueTextTests {
    @Test(arguments: [
        (0, "0"), (999, "999"), (999.6, "1000"), (1000, "1.0K"), (1024, "1.0K"), (3482, "3.4K"),
        (10_138, "9.9K"), (10_240, "10K"), (1_022_000, "998K"), (1_048_576, "1.0M"),
        (1.2 * 0x1p40, "1.2T"), (0x1p60, "1.0E"), (1.8e19, "16E"), (-5, "-5"),
    ])
    func `bytes take five characters`(bytes: Double, text: String) {
        #expect(Value.bytesText(bytes) == text)
        #expect(text.count <= 5)
    }

    @Test(
        arguments: [
            (0, "0:00.00"), (3_210_000_000, "0:03.21"), (59 * 60 + 3, "59:03.00"),
            (3 * 3600 + 12 * 60 + 9, "3:12:09"), (99 * 3600 + 59 * 60 + 59, "99:59:59"),
            (100 * 3600, "4d04:00"), (12 * 86_400 + 3 * 3600 + 45 * 60, "12d03:45"),
            (1000 * 86_400 + 3600, "1000d01h"),
        ] as [(UInt64, String)])
    func `lengths of time take nine characters`(time: UInt64, text: String) {
        let nanoseconds = time < 1_000_000_000 ? time * second : time
        #expect(Value.durationText(nanoseconds) == text)
    }

    @Test func `no length of time is wider than nine characters`() {
        for shift in 0..<64 { #expect(Value.durationText(.max >> shift).count <= 9) }
    }

    @Test(arguments: [
        (0.05, "0.1"), (-0.04, "0.0"), (-0.06, "-0.1"), (12.34, "12.3"), (.nan, "-"),
        (.infinity, "-"), (1e300, "922337203685477580.7"), (-1.25, "-1.3"),
    ])
    func `decimals are rounded away from zero`(value: Double, text: String) {
        #expect(Value.decimal(value, 1) == text)
    }

    @Test func `every kind of value has a text`() {
        #expect(Value.absent.text == "-")
        #expect(Value.integer(-20).text == "-20")
        #expect(Value.bytes(1 << 30).text == "1.0G")
        #expect(Value.byteRate(2048).text == "2.0K")
        #expect(Value.rate(99.94).text == "99.9")
        #expect(Value.rate(12_345.6).text == "12346")
        #expect(Value.percent(6400).text == "6400")
        #expect(Value.percent(0.04).text == "0.0")
        #expect(Value.duration(61 * second).text == "1:01.00")
        #expect(Value.moment(TimeZone.utc.moment(86_399 * second, readAt: 0)).text == "23:59:59")
        #expect(Value.text("a\u{1b}").text == "a\u{1b}")
    }

    @Test func `only numbers have a number`() {
        #expect(Value.absent.number == nil && Value.text("5").number == nil)
        #expect(Value.integer(-3).number == -3)
        #expect(Value.bytes(7).number == 7 && Value.percent(1.5).number == 1.5)
        #expect(Value.percent(1.26).comparable == 1.3 && Value.rate(0.04).comparable == 0)
    }

    @Test func `rounding stops at the ends of the range`() {
        #expect(Int64(clampingRounded: .infinity) == .max)
        #expect(Int64(clampingRounded: -1e30) == .min)
        #expect(Int64(clampingRounded: .nan) == 0)
        #expect(Int64(clampingRounded: -2.5) == -3)
    }
}
