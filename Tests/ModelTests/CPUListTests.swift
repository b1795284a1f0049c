import Model
import Testing

@Suite struct CPUListTests {
    @Test(
        arguments: [
            ("0", [0]), ("0-3", [0, 1, 2, 3]), ("0-3,8", [0, 1, 2, 3, 8]), ("5,1", [1, 5]),
            ("0-7:2/4", [0, 1, 4, 5]), ("8191", [8191]), ("2-2", [2]),
            ("", nil), ("8192", nil), ("1-", nil), ("-1", nil), ("1-2-3", nil), ("a", nil),
            (" 1", nil),
            ("0-7:0/4", nil), ("0-7:2", nil), ("+1", nil), ("١", nil),
        ] as [(String, [Int]?)])
    func `a list is read as the kernel reads it`(text: String, expected: [Int]?) {
        #expect(CPUList.parse(text) == expected.map(Set.init))
    }

    @Test func `what is written is read back`() {
        var random = SystemRandomNumberGenerator()
        for _ in 0..<200 {
            let cpus = Set(
                (0..<Int.random(in: 1...40, using: &random)).map { _ in
                    Int.random(in: 0..<128, using: &random)
                })
            #expect(CPUList.parse(CPUList.text(cpus)) == cpus)
        }
        #expect(CPUList.text([]) == "")
        #expect(CPUList.text([0, 1, 2, 5, 7, 8]) == "0-2,5,7-8")
    }
}
