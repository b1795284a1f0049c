internal import BTF
internal import CBpftop
internal import DebugInfo
internal import KernelOffsets
internal import LibBPF

extension BPFFacts {
    /// Finds the kernel's layout as the monitor does and loads every object, each by itself; nothing stays loaded.
    ///
    /// `btf` is as that of `Sampler.init`.
    package static func probe(btf: String? = nil) -> BPFFacts {
        var facts = BPFFacts()
        var ladder = LayoutLadder(file: btf)
        var offsets: KernelOffsets?
        do throws(BPFRefusal) {
            let reader = try ladder.load()
            facts.mechanism = reader.mechanism
            offsets = reader.offsets
        } catch {
            facts.refusal = error
            // What the kernel says of itself is of use even where it refuses the walk.
            if btf == nil { offsets = try? KernelBTF().offsets() }
        }
        facts.rungs = ladder.rungs
        facts.count(btf)
        if let offsets {
            facts.members = offsets.members
            facts.features = offsets.features
            facts.load(offsets)
        }
        return facts
    }

    /// Counts the types of the BTF that the layout is of.
    private mutating func count(_ file: String?) {
        if let file {
            btf = (try? DebugInfo.btf(inFile: file)).flatMap {
                unsafe BTFFacts($0.span.bytes, origin: file)
            }
        } else if let kernel = try? KernelBTF() {
            btf = BTFFacts(kernel.bytes, origin: KernelBTF.path)
        } else if let bytes = try? kernelBTFByID() {
            btf = unsafe BTFFacts(bytes.span.bytes, origin: "the kernel's BTF by id")
        }
    }

    private mutating func load(_ offsets: KernelOffsets) {
        var settings = BPFTaskReader.plainSettings(offsets)
        settings.capacity = 1
        if !has("mm_rss_file_percpu") {
            loads[.cpus] = .notOffered("memory counters kept by CPU (Linux 6.2)")
        } else {
            loads[.cpus] = attempt { () throws(BPFError) in
                try BPFTaskReader.findCPUs(offsets, &settings, mechanism ?? .openCoded)
            }
        }
        let iterator = BPFLoad.notOffered("kfunc bpf_iter_task_new (Linux 6.7)")
        for (program, mechanism, threads) in Self.walks {
            let isMissing = mechanism == .openCoded && !features.hasTaskIterator
            loads[program] =
                isMissing
                ? iterator
                : attempt { () throws(BPFError) in
                    _ = try BPFTaskReader.loadWalk(
                        mechanism, offsets, &settings, threads: threads)
                }
        }
        guard features.hasTaskFromPID else {
            loads[.arguments] = .notOffered("kfunc bpf_task_from_pid (Linux 6.2)")
            return
        }
        loads[.arguments] = attempt { () throws(BPFError) in _ = try BPFArgumentReader(offsets) }
    }

    private static let walks: [(BPFProgram, WalkMechanism, Bool)] = [
        (.walk, .openCoded, false), (.threads, .openCoded, true), (.iterator, .iterator, true),
        (.list, .list, true),
    ]

    private func attempt(_ body: () throws(BPFError) -> Void) -> BPFLoad {
        do throws(BPFError) {
            try body()
            return .loaded
        } catch {
            return .refused(error)
        }
    }
}
