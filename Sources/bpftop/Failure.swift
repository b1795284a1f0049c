import Sampling

/// A command that could not do what was asked: what is said, and with which code the program ends.
struct Failure: Error {
    /// The exit codes besides 0, as the manual page lists them.
    enum Code: Int32, CaseIterable {
        /// Something broke.
        case failed = 1
        /// The command line is wrong.
        case usage = 2
        /// This kernel, or these privileges, cannot do what was asked.
        case unsupported = 3

        /// What it says, as help and the manual page put it.
        var meaning: String {
            switch self {
            case .failed: "failed"
            case .usage: "wrong usage"
            case .unsupported: "this kernel or these privileges cannot do what was asked"
            }
        }

        /// All exit codes in one sentence.
        static var summary: String {
            let codes = allCases.map { "\($0.rawValue) \($0.meaning)" }
            return "Exit codes: 0 fine; \(codes.joined(separator: "; "))."
        }
    }

    let code: Code
    /// What failed and why, one line.
    let cause: String
    /// What was probed, one line each.
    var facts: [String] = []
    /// What would help.
    var remedy: String?

    /// A failure that needs no explanation beyond its cause.
    init(_ code: Code, _ cause: String, remedy: String? = nil) {
        self.code = code
        self.cause = cause
        self.remedy = remedy
    }

    /// A refusal of the kernel's.
    init(_ refusal: BPFRefusal) {
        self.init(.unsupported, refusal.cause, remedy: refusal.remedy)
        facts = refusal.facts
    }

    /// Writes the failure to standard error.
    func report() {
        var lines = ["bpftop: \(cause)"] + facts.map { "  \($0)" }
        if let remedy { lines.append("  try: \(remedy)") }
        StandardError.write(lines.joined(separator: "\n") + "\n")
    }
}
