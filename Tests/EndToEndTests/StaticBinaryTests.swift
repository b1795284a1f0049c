import Glibc
import Testing

/// What a command printed on standard output and error, and its exit status; -1 where it did not end by itself.
private func shell(_ command: String) -> (text: String, status: Int32) {
    guard let stream = popen(command + " 2>&1", "r") else { return ("", -1) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65536)
    while case let count = fread(&buffer, 1, buffer.count, stream), count > 0 {
        bytes += buffer[..<count]
    }
    let status = pclose(stream)
    return (String(decoding: bytes, as: UTF8.self), status & 0x7f == 0 ? status >> 8 : -1)
}

/// The package's folder: two above this file's.
private let package = #filePath.split(separator: "/").dropLast(3).reduce("") { "\($0)/\($1)" }

/// The program that was built beside these tests.
private let program: String = {
    var path = [CChar](repeating: 0, count: 4096)
    let length = max(0, readlink("/proc/self/exe", &path, path.count))
    let folder = path[..<length].map { UInt8(bitPattern: $0) }.split(separator: UInt8(ascii: "/"))
    return folder.dropLast().reduce("") { "\($0)/\(String(decoding: $1, as: UTF8.self))" }
        + "/bpftop"
}()

private let staticBinary = package + "/.build-static/release/bpftop"

@Suite struct StaticBinaryTests {
    @Test(.enabled(if: access(staticBinary, X_OK) == 0, "make static"))
    func `the static binary needs no shared object and opens none`() {
        let answer = shell("\(package)/scripts/check-static \(staticBinary)")
        #expect(answer.status == 0, "\(answer.text)")
    }

    @Test func `a binary that needs shared objects is not taken for static`() {
        let answer = shell("\(package)/scripts/check-static \(program)")
        #expect(answer.status == 1, "\(answer.text)")
    }
}

@Suite struct ManualTests {
    @Test func `the manual page lists every option and command of the help`() {
        let help = shell("\(program) --help").text
        let page = shell("\(program) man")
        #expect(page.status == 0)
        #expect(page.text.contains("\n.Dt BPFTOP 1\n"))
        let options = help.split { " ,/\n".contains($0) }.filter { $0.hasPrefix("--") }
        #expect(options.count > 10)
        for option in options {
            let written = option.dropFirst(2).map { $0 == "-" ? "\\-" : "\($0)" }.joined()
            #expect(page.text.contains("Fl Fl \"\\&\(written)\\&\""), "\(option)")
        }
        for command in ["offsets", "man", "completions"] {
            #expect(page.text.contains(".Ss \"\\&bpftop \(command)\\&\""))
        }
    }

    @Test func `no line of the manual page is a request by accident`() {
        let page = shell("\(program) man").text
        let requests = Set(
            page.split(separator: "\n").filter { $0.hasPrefix(".") || $0.hasPrefix("'") }
                .map { $0.dropFirst().prefix { $0 != " " } })
        let known = [
            "Dd", "Dt", "Os", "Sh", "Ss", "Nm", "Nd", "Op", "Cm", "Ar", "Pp", "Bl", "El", "It",
            "Xr",
        ]
        #expect(requests.isSubset(of: known.map { $0[...] }), "\(requests)")
    }

    @Test func `bash accepts its completions, and an unknown shell is wrong usage`() {
        #expect(shell("\(program) completions bash | bash -n").status == 0)
        #expect(shell("\(program) completions bash").text.contains("--kernel-threads"))
        #expect(shell("\(program) completions tcsh").status == 2)
    }
}
