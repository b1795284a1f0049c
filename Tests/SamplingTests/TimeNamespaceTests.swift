import TestSupport
import Testing

@testable import Sampling

@Suite struct TimeNamespaceTests {
    @Test(
        arguments: [
            (
                "monotonic           0         0\nboottime       86400         7\n",
                86_400_000_000_007
            ),
            ("boottime  -1 999999999\n", -1), ("monotonic 5 0\n", 0), ("boottime 1\n", 0),
            ("boottime x 0\n", 0), ("", 0),
        ] as [(String, Int64)])
    func `the boot clock's offset is what the kernel says, or none`(text: String, offset: Int64) {
        let fake = FakeProc()
        fake.write("proc/self/timens_offsets", text)
        #expect(boottimeOffset(root: fake.root) == UInt64(bitPattern: offset))
    }

    @Test func `the offset of a namespace that only children will have is not ours`() {
        let fake = FakeProc()
        fake.write("proc/self/timens_offsets", "boottime 5 0\n")
        fake.write("proc/self/ns/time", "")
        fake.write("proc/self/ns/time_for_children", "")
        #expect(boottimeOffset(root: fake.root) == 0)
    }

    @Test func `a kernel without such namespaces has none`() {
        #expect(boottimeOffset(root: FakeProc().root) == 0)
    }
}
