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

let package = Package(
    name: "benchmarks",
    dependencies: [
        .package(url: "https://github.com/ordo-one/benchmark", exact: "1.38.1", traits: [])
    ],
    targets: [
        .target(name: "BTF", swiftSettings: settings + [.strictMemorySafety()]),
        .systemLibrary(name: "Clibbpf", path: "Sources/Clibbpf", pkgConfig: "libbpf"),
        .systemLibrary(name: "CMalloc", path: "Sources/CMalloc"),
        .executableTarget(
            name: "BTFBenchmarks",
            dependencies: [
                "BTF", "CMalloc", "Clibbpf", .product(name: "Benchmark", package: "benchmark"),
            ],
            path: "Benchmarks/BTFBenchmarks", swiftSettings: settings,
            plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")]),
    ],
    swiftLanguageModes: [.v6]
)
