import BTF
import Benchmark
import Clibbpf
import Glibc

/// The running kernel's BTF: ours against libbpf, on the same bytes in the same run.
///
/// The budget of "members" is 1.5 ms at the median and 2 MB of heap for 5.5 MB of BTF.
let benchmarks: @Sendable () -> Void = {
    Benchmark.defaultConfiguration = .init(
        metrics: [.wallClock, .instructions], warmupIterations: 20, maxDuration: .seconds(5),
        maxIterations: 1000)
    guard let bytes = KernelBytes.read() else {
        fatalError("the running kernel has no BTF that can be read")
    }
    let members = KernelMembers()

    Benchmark("BTF: open") { _ in
        blackHole(try BTF(bytes).typeCount)
    }

    Benchmark("BTF: open, find structs, locate members") { _ in
        blackHole(try members.locate(in: BTF(bytes)))
    }

    Benchmark("BTF: the same with functions and enumerators") { _ in
        let btf = try BTF(bytes)
        blackHole(try members.locate(in: btf, besides: KernelMembers.functions))
        blackHole(try btf.enumerators(named: KernelMembers.enumerators))
    }

    Benchmark("BTF: validate") { _ in
        blackHole(try BTF(bytes).validate())
    }

    Benchmark("libbpf: btf__new") { _ in
        let btf = btf__new(bytes, UInt32(bytes.count))
        blackHole(btf)
        btf__free(btf)
    }

    Benchmark("libbpf: btf__parse, with reading the file") { _ in
        let btf = btf__parse(KernelBytes.path, nil)
        blackHole(btf)
        btf__free(btf)
    }

    let heap = BenchmarkMetric.custom("heap (bytes)", polarity: .prefersSmaller)
    Benchmark("heap: BTF", configuration: .init(metrics: [heap], maxIterations: 10)) { benchmark in
        let before = KernelBytes.heapInUse()
        let btf = try BTF(bytes)
        blackHole(btf.typeCount)
        benchmark.measurement(heap, KernelBytes.heapInUse() - before)
        blackHole(try members.locate(in: btf))
    }

    Benchmark("heap: libbpf", configuration: .init(metrics: [heap], maxIterations: 10)) {
        benchmark in
        let before = KernelBytes.heapInUse()
        let btf = btf__new(bytes, UInt32(bytes.count))
        benchmark.measurement(heap, KernelBytes.heapInUse() - before)
        btf__free(btf)
    }
}
