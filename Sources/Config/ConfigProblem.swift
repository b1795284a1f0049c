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

    /// The problem as a line for stderr: "FILE:LINE: warning: TEXT".
    package var description: String {
        let place = line.map { "\(file):\($0)" } ?? file
        return "\(place): \(isError ? "error" : "warning"): \(text)"
    }
}
