/// Why a filter was refused, and where.
package struct FilterError: Error, Equatable, Sendable {
    /// The place in the text: how many UTF-8 bytes stand before it.
    package let offset: Int
    /// The same place for a person: characters counted from 1; one past the end where something is missing.
    package let column: Int
    /// What is wrong and what was expected, in one line without a full stop.
    package let message: String
    /// The fields that may have been meant, best first; empty unless a field's name is unknown.
    package let suggestions: [String]

    /// Makes an error at a byte of the text.
    init(_ message: String, at offset: Int, of text: String, suggestions: [String] = []) {
        self.offset = offset
        self.column = 1 + text[..<text.utf8.index(text.startIndex, offsetBy: offset)].count
        self.message = message
        self.suggestions = suggestions
    }
}

extension FilterError: CustomStringConvertible {
    /// The place, the message and the nearest names in one line, like "column 7: expected a number".
    package var description: String {
        let names = suggestions.joined(separator: ", ")
        return "column \(column): \(message)" + (names.isEmpty ? "" : "; nearest names: \(names)")
    }
}
