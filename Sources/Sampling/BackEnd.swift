internal import LibBPF
internal import Model

/// What reads the processes: one of two readers that fill the same records.
enum BackEnd: ~Copyable {
    case bpf(BPFTaskReader)
    case proc(ProcTaskReader)

    /// What one reading of every process gave.
    struct Reading {
        let tasks: [TaskRecord]
        /// The rows that differ from the last reading; nil where any may.
        var changed: [Int32]?
        /// The paths of cgroups, where the reader learns them on its way.
        var paths: [UInt64: CgroupPath]?
        /// What there was no room for.
        var shortage: BPFTaskReader.Shortage?
    }

    /// Reads every process once.
    mutating func read(
        threads: Bool, needs: SampleNeeds
    ) throws(BPFError) -> Reading {
        switch consume self {
        case .bpf(var reader):
            let result = Result { () throws(BPFError) in
                try reader.read(threads: threads, needs: needs)
            }
            let shortage = reader.shortage
            self = .bpf(reader)
            let (tasks, changed) = try result.get()
            return Reading(tasks: tasks, changed: changed, shortage: shortage)
        case .proc(var reader):
            let tasks = reader.read(threads: threads)
            let paths = reader.cgroups
            self = .proc(reader)
            return Reading(tasks: tasks, paths: paths)
        }
    }

    /// Takes back the tasks of the last reading but one, whose memory the next can use.
    mutating func recycle(_ tasks: consuming [TaskRecord]) {
        switch consume self {
        case .bpf(var reader):
            reader.recycle(tasks)
            self = .bpf(reader)
        case .proc(let reader):
            self = .proc(reader)
        }
    }
}
