import TestSupport
import Testing

@testable import Sampling

@Suite struct PossibleCPUsTests {
    @Test(
        arguments: [
            ("0-3,8-11\n", [0, 1, 2, 3, 8, 9, 10, 11]), ("0\n", [0]), ("0-1\n", [0, 1]),
            ("\n", nil), ("none\n", nil),
        ] as [(String, [Int]?)])
    func `the kernel's list is read, with numbers missing or without`(
        text: String, numbers: [Int]?
    ) {
        let fake = FakeProc()
        fake.write("sys/devices/system/cpu/possible", text)
        #expect(possibleCPUs(root: fake.root) == numbers.map(Set.init))
    }

    @Test func `a root without sysfs says nothing`() {
        #expect(possibleCPUs(root: FakeProc().root) == nil)
    }

    /// Of the numbers 0 to 11 all have a place, as those of no CPU have on x86 too.
    private var places: BPFTaskReader.CPUOffsets {
        var places = BPFTaskReader.CPUOffsets(repeating: 0)
        for number in 0..<12 { places[number] = 0x1000 + UInt64(number) }
        return places
    }

    @Test func `the parts of all possible CPUs are added, and no others`() {
        let numbers = BPFTaskReader.cpusWithParts(places, possible: [0, 1, 2, 3, 8, 9, 10, 11])
        #expect(numbers == [0, 1, 2, 3, 8, 9, 10, 11])
        #expect(BPFTaskReader.cpusWithParts(places, possible: [0, 1]) == [0, 1])
        #expect(BPFTaskReader.cpusWithParts(places, possible: [0, 5000]) == [0])
    }

    @Test func `where the kernel does not say which are possible, all with a place are`() {
        var places = places
        places[3] = 0
        let numbers = BPFTaskReader.cpusWithParts(places, possible: nil)
        #expect(numbers == [0, 1, 2, 4, 5, 6, 7, 8, 9, 10, 11])
    }

    @Test func `a kernel for one CPU has no offset`() {
        let places = BPFTaskReader.CPUOffsets(repeating: 0)
        #expect(BPFTaskReader.cpusWithParts(places, possible: [0]) == [0])
        #expect(BPFTaskReader.cpusWithParts(places, possible: nil) == [0])
    }
}
