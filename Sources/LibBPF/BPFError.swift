internal import Linux

/// What libbpf, or the kernel through it, refused.
///
/// The description is one line; the verifier's whole log stays in `log`.
package struct BPFError: Error, Equatable, Sendable {
    /// What was being done, in libbpf's words: "open", "load", "attach", "BPF_PROG_TEST_RUN".
    package var operation: String
    /// The object, program or map it was done to.
    package var subject: String
    /// The error number, positive; 0 where libbpf gave none.
    package var code: Int32
    /// What libbpf and the verifier printed meanwhile, oldest line first; empty when they said nothing.
    package var log: String

    /// Makes an error; the log is what libbpf printed since the operation began.
    package init(_ operation: String, _ subject: String, code: Int32, log: String = "") {
        self.operation = operation
        self.subject = subject
        self.code = code
        self.log = log
    }

    /// The last two lines of the log that say anything, in the order in which they were printed.
    ///
    /// Of a rejected program these are the verifier's reason; its statistics and libbpf's frame around its log are left out.
    package var reason: [String] {
        let noise = ["processed ", "-- END PROG", "libbpf: failed to load object", "libbpf: prog "]
        let lines = log.split(separator: "\n").filter { line in
            !noise.contains { line.hasPrefix($0) } && !line.allSatisfy(\.isWhitespace)
        }
        return lines.suffix(2).map(String.init)
    }
}

extension BPFError: CustomStringConvertible {
    /// "load of walk: Operation not permitted: the verifier's last lines".
    package var description: String {
        let words = ["\(operation) of \(subject)"] + (code == 0 ? [] : [errorText(code)]) + reason
        return words.joined(separator: ": ")
    }
}
