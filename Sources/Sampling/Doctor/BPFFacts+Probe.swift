internal import BTF
internal import CBpftop
internal import KernelOffsets
internal import LibBPF

extension BPFFacts {
    /// Reads the running kernel's type information and loads every object, each by itself; nothing stays loaded.
    package static func probe() -> BPFFacts {
        var facts = BPFFacts()
        do throws(BPFRefusal) {
            let kernel = try KernelBTF()
            facts.btf = BTFFacts(kernel.bytes, origin: KernelBTF.path)
            if let resolved = resolve(kernel.bytes) {
                facts.members = resolved.members
                facts.features = resolved.features
            }
            facts.load(try kernel.offsets())
        } catch {
            facts.refusal = error
        }
        return facts
    }

    private static func resolve(
        _ bytes: RawSpan
    ) -> (members: [ResolvedMember], features: KernelFeatures)? {
        guard let btf = try? BTF(bytes) else { return nil }
        return try? KernelOffsets.resolve(btf)
    }

    private mutating func load(_ offsets: KernelOffsets) {
        var settings = BPFTaskReader.plainSettings(offsets)
        settings.capacity = 1
        if !has("mm_rss_file_percpu") {
            loads[.cpus] = .notOffered("memory counters kept by CPU (Linux 6.2)")
        } else {
            loads[.cpus] = attempt { () throws(BPFError) in
                try BPFTaskReader.findCPUs(offsets, &settings)
            }
        }
        if features.hasTaskIterator {
            loads[.walk] = attempt { () throws(BPFError) in
                _ = try BPFTaskReader.loadWalk(.openCoded, offsets, &settings, threads: false)
            }
            loads[.threads] = attempt { () throws(BPFError) in
                _ = try BPFTaskReader.loadWalk(.openCoded, offsets, &settings, threads: true)
            }
        } else {
            loads[.walk] = .notOffered("kfunc bpf_iter_task_new (Linux 6.7)")
            loads[.threads] = loads[.walk]
        }
        loads[.iterator] = attempt { () throws(BPFError) in
            _ = try BPFTaskReader.loadWalk(.iterator, offsets, &settings, threads: true)
        }
        guard features.hasTaskFromPID else {
            loads[.arguments] = .notOffered("kfunc bpf_task_from_pid (Linux 6.2)")
            return
        }
        loads[.arguments] = attempt { () throws(BPFError) in _ = try BPFArgumentReader(offsets) }
    }

    private func attempt(_ body: () throws(BPFError) -> Void) -> BPFLoad {
        do throws(BPFError) {
            try body()
            return .loaded
        } catch {
            return .refused(error)
        }
    }
}
