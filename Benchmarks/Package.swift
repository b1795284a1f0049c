// swift-tools-version: 6.2
import PackageDescription

// A package of its own, so that nobody who builds bpftop fetches and builds a benchmark library. `package` declarations
// are not seen from another package; the targets under Sources/ are therefore links to bpftop's own and compiled here.
let settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .enableExperimentalFeature("Lifetimes"),
]

/// One of bpftop's own libraries.
func module(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(
        name: name, dependencies: dependencies, swiftSettings: settings + [.strictMemorySafety()])
}

/// A program that measures.
func benchmarks(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .executableTarget(
        name: name,
        dependencies: dependencies + [.product(name: "Benchmark", package: "benchmark")],
        path: "Benchmarks/\(name)", swiftSettings: settings,
        plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")])
}

let package = Package(
    name: "benchmarks",
    dependencies: [
        .package(url: "https://github.com/ordo-one/benchmark", exact: "1.38.1", traits: [])
    ],
    targets: [
        .systemLibrary(name: "Clibbpf", path: "Sources/Clibbpf", pkgConfig: "libbpf"),
        .systemLibrary(name: "Clinux", path: "Sources/Clinux"),
        .systemLibrary(name: "CMalloc", path: "Sources/CMalloc"),
        .target(
            name: "CBpftop",
            exclude: [
                "plugin", "args.bpf.c", "cpus.bpf.c", "iter.bpf.c", "raw.bpf.c", "syscalls.bpf.c",
                "walk.bpf.c", "kernel.bpf.h", "kfuncs.bpf.h", "marks.bpf.h", "task.bpf.h",
            ],
            sources: ["wire.c"], publicHeadersPath: "include"),
        module("BTF"),
        module("Model", ["CBpftop"]),
        module("Terminal", ["Clinux"]),
        module("Interface", ["CBpftop", "Model", "Terminal"]),
        benchmarks("BTFBenchmarks", ["BTF", "CMalloc", "Clibbpf"]),
        benchmarks("FrameBenchmarks", ["CBpftop", "Interface", "Model", "Terminal"]),
    ],
    swiftLanguageModes: [.v6]
)
