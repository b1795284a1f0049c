/// What the words of a column may be, as far as that is known.
package enum Vocabulary: Sendable {
    /// Any words at all.
    case open
    /// These alone, so that any other is a mistake.
    case closed([Term])
    /// Names of users; the id is that of the user whose name a task's row shows.
    case users(id: @Sendable (TaskRecord) -> UInt32?)

    /// A word that a column may hold, and what a person may write for it.
    package struct Term: Sendable {
        /// The word as the column holds it.
        package let word: String
        /// Other spellings that mean it; the first of them explains it.
        package let names: [String]

        /// Makes a word with its other spellings.
        package init(_ word: String, _ names: String...) {
            (self.word, self.names) = (word, names)
        }
    }

    /// The two words of a column that answers a question.
    static let yesOrNo: Vocabulary = .closed([Term("yes", "true"), Term("no", "false")])
}

extension Vocabulary.Term {
    /// Whether it is spelt so, in any case of letters.
    func isSpelt(_ text: String) -> Bool {
        let text = text.lowercased()
        return word.lowercased() == text || names.contains { $0.lowercased() == text }
    }
}

extension [Vocabulary.Term] {
    /// The word that a spelling means; where words differ in case alone (`T` and `t`), case decides.
    func meant(by text: String) -> String? {
        (first { $0.word == text } ?? first { $0.isSpelt(text) })?.word
    }
}
