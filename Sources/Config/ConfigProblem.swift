/// Something that is wrong with a configuration file.
package struct ConfigProblem: Error, Equatable, Sendable, CustomStringConvertible {
    /// The file.
    package let file: String
    /// The line, counted from 1; nil where the whole file is meant.
    package let line: Int?
    /// What is wrong.
    package let text: String
    /// Whether nothing of the file could be used; else only the one key is passed over.
    package let isError: Bool

    /// Makes a problem.
    package init(file: String, line: Int?, text: String, isError: Bool) {
        self.file = file
        self.line = line
        self.text = text
        self.isError = isError
    }

    /// What its owner may do, and what holds meanwhile.
    package var remedy: String {
        if !isError {
            return
                "mend or remove the key (bpftop --default-config explains all); the other keys hold"
        }
        return line == nil
            ? "make it a file that can be read; until then the defaults hold"
            : "mend the line; until then nothing of the file is used and the defaults hold"
    }

    /// The problem as a line for stderr: "FILE:LINE: warning: TEXT".
    package var description: String {
        let place = line.map { "\(file):\($0)" } ?? file
        return "\(place): \(isError ? "error" : "warning"): \(text)"
    }
}
