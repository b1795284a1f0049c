import Model
import TestSupport
import Testing

@Suite struct CommandTextsTests {
    private func process(_ pid: UInt32) -> ProcessIdentity {
        ProcessIdentity(pid: pid, startTime: UInt64(pid) * 3)
    }

    @Test func `what was written last is read, and what was taken out is not`() {
        var texts = CommandTexts()
        texts[process(1)] = "a"
        texts[process(2)] = "b"
        texts[process(1)] = "c"
        texts[process(2)] = nil
        #expect(texts[process(1)] == "c" && texts[process(2)] == nil && texts[process(3)] == nil)
        #expect(texts.count == 1 && texts.all == [process(1): "c"])
    }

    @Test(arguments: 1...8 as ClosedRange<UInt64>)
    func `it holds what a dictionary would, and so do its copies`(_ seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var texts = CommandTexts()
        var expected: [ProcessIdentity: String] = [:]
        var copies: [(CommandTexts, [ProcessIdentity: String])] = []
        for step in 0..<4000 {
            let process = process(.random(in: 0..<600, using: &random))
            let text = Int.random(in: 0..<4, using: &random) == 0 ? nil : "\(step)"
            texts[process] = text
            expected[process] = text
            if step.isMultiple(of: 700) { copies.append((texts, expected)) }
            if step.isMultiple(of: 1500) {
                let kept = Set(expected.keys.filter { _ in .random(using: &random) })
                texts.keep(kept)
                expected = expected.filter { kept.contains($0.key) }
            }
            #expect(texts[process] == expected[process])
        }
        for (texts, expected) in copies + [(texts, expected)] {
            #expect(texts.all == expected && texts.count == expected.count)
            #expect((0..<600).allSatisfy { texts[process($0)] == expected[process($0)] })
        }
    }
}
