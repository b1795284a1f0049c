import BPFObject
import Testing

/// What kernels that our programs are loaded into cannot take.
@Suite struct ProgramShapeTests {
    /// How many calls of the program's own functions an object file holds: instructions BPF_JMP | BPF_CALL, BPF_PSEUDO_CALL.
    private func ownCalls(_ bytes: [UInt8]) -> Int {
        stride(from: 0, to: bytes.count - 7, by: 8).count {
            bytes[$0] == 0x85 && bytes[$0 + 1] == 0x10 && bytes[$0 + 2] == 0 && bytes[$0 + 3] == 0
        }
    }

    /// Before Linux 6.5 a program that calls functions of its own has no table of its loads that may fault.
    ///
    /// The first that does is an oops (jit_subprogs in kernel/bpf/verifier.c). The walk by open-coded iterators is for 6.7 and later; the
    /// walk along the list makes no such loads.
    @Test func `the walk by iter/task calls no functions of its own`() {
        #expect(ownCalls(BPFObject.iter.bytes) == 0)
        #expect(ownCalls(BPFObject.cpus.bytes) == 0)
        #expect(ownCalls(BPFObject.walk.bytes) > 0 && ownCalls(BPFObject.raw.bytes) > 0)
    }
}
