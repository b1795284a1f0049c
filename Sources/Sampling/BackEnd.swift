internal import LibBPF
internal import Model

/// What reads the processes: one of two readers that fill the same records.
enum BackEnd: ~Copyable {
    case bpf(BPFTaskReader)
    case proc(ProcTaskReader)

    /// Reads every process once; the paths are those of cgroups, where the reader learns them on its way.
    mutating func read(
        threads: Bool
    ) throws(BPFError) -> (tasks: [TaskRecord], paths: [UInt64: CgroupPath]?) {
        switch consume self {
        case .bpf(var reader):
            let result = Result { () throws(BPFError) in try reader.read(threads: threads) }
            self = .bpf(reader)
            return (try result.get(), nil)
        case .proc(var reader):
            let tasks = reader.read(threads: threads)
            let paths = reader.cgroups
            self = .proc(reader)
            return (tasks, paths)
        }
    }
}
