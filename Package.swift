// swift-tools-version: 6.2
import PackageDescription

// BPFTOP_STRICT=1 (set by `make` and CI) turns every warning into an error; it is off by default because packages that
// depend on this one by path would inherit it.
let isStrict = Context.environment["BPFTOP_STRICT"] == "1"

let common: [SwiftSetting] =
    [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
        .enableExperimentalFeature("Lifetimes"),
    ] + (isStrict ? [.treatAllWarnings(as: .error)] : [])

let library = common + [.strictMemorySafety()]

// BPFTOP_SMALL=1 (set for the static binaries) makes code small instead of fast where no refresh of the screen passes. It is off
// by default, as a package with such flags cannot be depended on by version.
let cold: [SwiftSetting] =
    Context.environment["BPFTOP_SMALL"] == "1" ? [.unsafeFlags(["-Osize"])] : []

/// A library of ours, in dependency order below.
func module(
    _ name: String, _ dependencies: [Target.Dependency] = [], plugins: [Target.PluginUsage] = [],
    isCold: Bool = false
) -> Target {
    .target(
        name: name, dependencies: dependencies, swiftSettings: library + (isCold ? cold : []),
        plugins: plugins)
}

/// A test target; strict memory safety stays off there, as the expansion of `#expect` trips it.
func tests(
    _ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []
) -> Target {
    .testTarget(
        name: name, dependencies: dependencies + ["TestSupport"], exclude: exclude,
        swiftSettings: common)
}

let package = Package(
    name: "bpftop",
    products: [.executable(name: "bpftop", targets: ["bpftop"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2")
    ],
    targets: [
        // MARK: The kernel side and what both sides share
        .target(
            name: "CBpftop", path: "bpf",
            exclude: [
                "plugin", "args.bpf.c", "cpus.bpf.c", "iter.bpf.c", "raw.bpf.c", "syscalls.bpf.c",
                "walk.bpf.c", "kernel.bpf.h", "kfuncs.bpf.h", "marks.bpf.h", "task.bpf.h",
            ],
            sources: ["wire.c"], publicHeadersPath: "include"),
        .plugin(name: "CompileBPF", capability: .buildTool(), path: "bpf/plugin"),
        module("BPFObject", ["Clibz"], plugins: ["CompileBPF"]),
        .plugin(name: "EmbedOffsets", capability: .buildTool(), path: "offsets/plugin"),
        module("BakedTables", plugins: ["EmbedOffsets"]),
        .target(name: "CWitness"),
        .target(name: "CRunner"),

        // MARK: System libraries
        .systemLibrary(
            name: "Clibbpf", pkgConfig: "libbpf", providers: [.apt(["libbpf-dev"])]),
        .systemLibrary(
            name: "Clibz", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "Clinux"),
        .systemLibrary(
            name: "Clibdw", pkgConfig: "libdw", providers: [.apt(["libdw-dev", "libelf-dev"])]),

        // MARK: Libraries
        module("Linux"),
        module("BTF"),
        module("DebugInfo", ["BTF", "Clibdw", "Linux"], isCold: true),
        module("KernelOffsets", ["BTF", "BakedTables", "CBpftop", "DebugInfo"]),
        module("LibBPF", ["BTF", "CRunner", "Clibbpf", "Linux"]),
        module("Model", ["CBpftop"]),
        module(
            "Sampling",
            [
                "BPFObject", "BTF", "CBpftop", "CWitness", "Clinux", "DebugInfo", "KernelOffsets",
                "LibBPF", "Linux", "Model",
            ]),
        module("Terminal", ["Clinux"]),
        module("Interface", ["CBpftop", "Model", "Terminal"]),
        module("Export", ["CBpftop", "KernelOffsets", "BTF", "Model", "Terminal"], isCold: true),
        module("Actions", ["Clinux", "Interface", "Linux", "Model"], isCold: true),
        module("Config", ["Interface", "Model", "Terminal"], isCold: true),

        // MARK: The program
        .target(name: "CStart"),
        .executableTarget(
            name: "bpftop",
            dependencies: [
                "Actions", "BTF", "CBpftop", "CStart", "Config", "DebugInfo", "Export", "Interface",
                "KernelOffsets", "LibBPF", "Model", "Sampling", "Terminal",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ], swiftSettings: common + cold),

        // MARK: Tests
        .target(
            name: "TestSupport", path: "Tests/TestSupport", exclude: ["Fixtures"],
            swiftSettings: common),
        tests("LinuxTests", ["Linux"]),
        tests("BTFTests", ["BTF", "Clibbpf"], exclude: ["Fixtures"]),
        tests("DebugInfoTests", ["DebugInfo", "BTF"], exclude: ["Fixtures"]),
        tests(
            "KernelOffsetsTests", ["BTF", "CBpftop", "Clibbpf", "DebugInfo", "KernelOffsets"],
            exclude: ["Fixtures"]),
        tests(
            "LibBPFTests", ["BPFObject", "CBpftop", "Clibbpf", "LibBPF"], exclude: ["Fixtures"]),
        tests("ModelTests", ["Model", "CBpftop"]),
        tests("SamplingTests", ["Sampling", "Linux", "Model", "CBpftop"]),
        tests("TerminalTests", ["Terminal"]),
        tests(
            "InterfaceTests", ["CBpftop", "Interface", "Model", "Terminal"],
            exclude: ["Snapshots", "Dialogs/Snapshots"]),
        tests("ActionsTests", ["Actions", "Clinux", "Interface", "Linux", "Model"]),
        tests("ConfigTests", ["Config", "Interface", "Model", "Terminal"]),
        tests("ExportTests", ["CBpftop", "Export", "Model", "Terminal"]),
        tests(
            "KernelTests", ["Sampling", "KernelOffsets", "LibBPF", "BTF", "Model", "CBpftop"],
            exclude: ["Fixtures"]),
        tests("EndToEndTests", ["Model"]),
    ],
    swiftLanguageModes: [.v6],
    cLanguageStandard: .gnu17
)
