import Glibc

/// The programs of the Swift toolchain that make fixtures: clang, ld.lld, llvm-objcopy.
enum Toolchain {
    /// A program that is missing or did not end well.
    struct Failure: Error, CustomStringConvertible {
        let command: [String]
        let status: Int32

        var description: String { "\(command.joined(separator: " ")): status \(status)" }
    }

    /// Runs a program found on PATH and waits for its end.
    static func run(_ command: [String]) throws {
        var arguments = command.map { strdup($0) } + [nil]
        defer { arguments.forEach { free($0) } }
        var child: pid_t = 0
        let result = posix_spawnp(&child, command[0], nil, nil, &arguments, environ)
        guard result == 0 else { throw Failure(command: command, status: result) }
        var status: CInt = 0
        while waitpid(child, &status, 0) < 0, errno == EINTR {}
        guard status == 0 else { throw Failure(command: command, status: status) }
    }

    /// The C file of a fixture beside this source.
    static func source(_ name: String, file: String = #filePath) -> String {
        file.split(separator: "/", omittingEmptySubsequences: false).dropLast()
            .joined(separator: "/") + "/Fixtures/" + name
    }

    /// Compiles a fixture with debug information and links it, so that no relocation is left in it.
    ///
    /// A machine for `bpf` has no linker: there the object itself is given, as BTF needs none.
    static func compile(
        _ name: String, target: String, dwarf: Int = 5, into scratch: Scratch, _ options: String...
    ) throws -> String {
        let base = "\(scratch.path)/\(name).\(target).\(dwarf)\(options.joined())"
        let common = ["clang", "-target", target, "-g", "-gdwarf-\(dwarf)", "-c", source(name)]
        let dialect = ["-fms-extensions", "-fsigned-char", "-Wno-everything", "-o", base + ".o"]
        try run(common + dialect + options)
        if target.hasPrefix("bpf") { return base + ".o" }
        try run(["ld.lld", "-shared", "--build-id=sha1", base + ".o", "-o", base])
        return base
    }
}
