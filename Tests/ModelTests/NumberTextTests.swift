import TestSupport
import Testing

@testable import Model

@Suite struct NumberTextTests {
    @Test(arguments: [0, 1, 9, 10, 99, 100, 1_234_567, Int64.max, Int64.min, -1, -10])
    func `integers read as Swift prints them`(number: Int64) {
        #expect(Value.integer(number).text == String(number))
    }

    @Test func `random numbers read as Swift prints them`() {
        var random = SeededGenerator(seed: 7)
        for _ in 0..<2000 {
            let number = Int64(bitPattern: random.next()) >> Int64(random.next() % 64)
            #expect(Value.integer(number).text == String(number))
        }
    }

    @Test func `what does not fit is left out`() {
        var text = NumberText()
        text.append(UInt64.max, digits: 31)
        text.append(10)
        text.append(7)
        text.append(".")
        #expect(text.string == String(repeating: "0", count: 11) + String(UInt64.max) + "7")
    }

    @Test(arguments: [(1.5, 0, "2"), (1.005, 3, "1.005"), (-0.25, 2, "-0.25"), (3, 2, "3.00")])
    func `a number has as many decimals as asked for`(
        number: Double, decimals: Int, text: String
    ) {
        #expect(Value.decimal(number, decimals) == text)
    }
}
