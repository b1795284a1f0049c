import Export
import Foundation
import TestSupport
import Testing

/// JSON, read back by Foundation's parser.
@Suite struct JSONTextTests {
    @Test(arguments: [
        "", "plain", "\"quoted\"", "back\\slash", "tab\tnew\nreturn\r", "\u{0}\u{1}\u{1f}\u{7f}",
        "\u{80}\u{9b}\u{9f}\u{a0}", "\u{202e}\u{2066}\u{200f}", "żółć 日本語 🐧\u{fe0f}",
        "\u{2028}\u{2029}",
        "\r\n", "e\u{301}", "\u{fffd}", "</script>",
    ])
    func `a string is what it was`(text: String) throws {
        #expect(scalars(try roundTrip { $0.string(text) } as? String) == scalars(text))
    }

    @Test func `any string is what it was, as a value and as a name`() throws {
        var random = SeededGenerator(seed: 3)
        for _ in 0..<300 {
            let text = anyText(&random)
            let object = try roundTrip { json in
                json.object {
                    $0.name(text)
                    $0.string(text)
                }
            }
            let dictionary = try #require(object as? [String: String])
            #expect(scalars(dictionary.first?.value) == scalars(text))
            #expect(scalars(dictionary.first?.key) == scalars(text))
        }
    }

    @Test func `no string puts a control or bidirectional character into the text`() {
        var random = SeededGenerator(seed: 4)
        for _ in 0..<300 {
            var json = JSONText()
            json.string(anyText(&random))
            for scalar in String(decoding: json.bytes, as: UTF8.self).unicodeScalars {
                #expect(scalar.properties.generalCategory != .control)
                #expect(!scalar.properties.isBidiControl)
            }
        }
    }

    @Test(arguments: [0, 1, -1, .max, .min] as [Int64])
    func `an integer is what it was`(number: Int64) throws {
        let value = try #require(try roundTrip { $0.integer(number) } as? NSNumber)
        #expect(value.int64Value == number)
    }

    @Test func `the largest count is what it was`() throws {
        let value = try #require(try roundTrip { $0.integer(UInt64.max) } as? NSNumber)
        #expect(value.uint64Value == .max)
    }

    @Test(arguments: [0, 0.5, -0.25, 1.0 / 3, 99.999999, 1e-7, 123456789.125, 1e14, -1e14])
    func `a number keeps six decimals`(number: Double) throws {
        let value = try #require(try roundTrip { $0.number(number) } as? NSNumber)
        #expect(abs(value.doubleValue - number) <= 5.1e-7 + number.magnitude * 1e-15)
    }

    @Test(arguments: [Double.nan, .infinity, -.infinity, 1e300, -1e15])
    func `what JSON cannot say is null`(number: Double) throws {
        #expect(try roundTrip { $0.number(number) } is NSNull)
    }

    @Test func `absent values are null`() throws {
        let values = try roundTrip { json in
            json.array {
                $0.null()
                $0.string(nil)
                $0.integer(nil as Int?)
                $0.number(nil)
                $0.boolean(nil)
                $0.boolean(true)
                $0.boolean(false)
            }
        }
        let list = try #require(values as? [Any])
        #expect(list.prefix(5).allSatisfy { $0 is NSNull })
        #expect(list[5] as? Bool == true && list[6] as? Bool == false)
    }

    @Test func `commas stand between values and nowhere else`() throws {
        var json = JSONText()
        json.object {
            $0.name("a")
            $0.array { _ in }
            $0.name("b")
            $0.object { _ in }
            $0.name("c")
            $0.array {
                $0.integer(1)
                $0.array { $0.integer(2) }
                $0.string("x")
            }
        }
        json.newline()
        json.integer(7)
        #expect(
            String(decoding: json.bytes, as: UTF8.self)
                == "{\"a\":[],\"b\":{},\"c\":[1,[2],\"x\"]}\n7")
    }

    private func roundTrip(_ write: (inout JSONText) -> Void) throws -> Any {
        var json = JSONText()
        write(&json)
        return try JSONSerialization.jsonObject(with: Data(json.bytes), options: .fragmentsAllowed)
    }
}

/// The scalars of a text; strings compare by canonical equivalence, which hides changes.
func scalars(_ text: String?) -> [UInt32]? {
    text.map { $0.unicodeScalars.map(\.value) }
}

/// A text with all kinds of characters, the awkward ones often.
func anyText(_ random: inout SeededGenerator) -> String {
    let awkward = "\"\\,\n\r\t\u{0}\u{1b}\u{7f}\u{85}\u{9b}\u{202e}\u{2066} =+-@日\u{301}🐧"
        .unicodeScalars.map(\.self)
    var text = String.UnicodeScalarView()
    for _ in 0..<Int.random(in: 0...20, using: &random) {
        let any = Unicode.Scalar(UInt32.random(in: 0..<0xd800, using: &random))
        let scalar = Bool.random(using: &random) ? awkward.randomElement(using: &random) : any
        if let scalar { text.append(scalar) }
    }
    return String(text)
}
