internal import CWitness
internal import Glibc
internal import Linux

/// Children of ours whose every number is known, by which a layout is judged; they end when this value goes.
struct Witnesses: ~Copyable {
    /// What a witness is for; the raw value is that of `enum bpftop_witness`.
    enum Kind: UInt32, CaseIterable {
        case worker, headless, session, `private`, zombie, nested
    }

    /// The process ids of those that could be started.
    let pids: [Kind: UInt32]
    private let lifeline: bpftop_lifeline

    /// Starts them, which takes as long as they need to use CPU time that can be compared: about 150 ms.
    ///
    /// Those that these privileges do not allow are left out; throws where even the first, the worker, cannot be started.
    init() throws(LayoutError) {
        var lifeline = bpftop_lifeline()
        let opened = unsafe bpftop_lifeline_open(&lifeline)
        guard opened == 0 else {
            throw LayoutError("no pipe to judge a layout with: \(errorText(-opened))")
        }
        var pids: [Kind: UInt32] = [:]
        for kind in Kind.allCases {
            let pid = unsafe bpftop_witness_start(bpftop_witness(kind.rawValue), &lifeline)
            if pid > 0 { pids[kind] = UInt32(pid) }
            if pid <= 0 && kind == .worker {
                close(lifeline.writing)
                close(lifeline.reading)
                throw LayoutError("no process to judge a layout with: \(errorText(-pid))")
            }
        }
        self.lifeline = lifeline
        self.pids = pids
    }

    deinit {
        close(lifeline.writing)
        close(lifeline.reading)
        for pid in pids.values { bpftop_witness_end(Int32(pid)) }
    }

    /// The CPU time of all of a witness's threads, dead ones included, in ns; nil where it cannot be read.
    static func runtime(of pid: UInt32) -> UInt64? {
        let time = bpftop_process_runtime(Int32(bitPattern: pid))
        return time > 0 ? time : nil
    }
}
