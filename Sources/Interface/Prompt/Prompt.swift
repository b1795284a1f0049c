internal import Model
internal import Terminal

/// The search or filter line while it is being written.
struct Prompt: Sendable {
    /// What the line is for.
    let kind: Kind
    /// The line.
    var editor: LineEditor
    /// Why it means nothing as it stands; nil when it does.
    var problem: Problem?
    /// Whether nothing is what is searched for.
    var isUnmatched = false
    /// Where the cursor stood when it began, to go back on Esc and to wherever it is shown while a filter changes.
    var origin: RowIdentity?
    /// The filter that was in force when it began, to come back on Esc.
    var earlier = ""
    /// What was folded when it began, to come back on Esc.
    var folds: Set<ProcessIdentity> = []

    /// What a line is for.
    enum Kind: Sendable {
        case search, filter

        /// What stands before the line.
        var sign: String { self == .search ? "/" : "\\" }
    }

    /// What is wrong with a filter expression, and where.
    struct Problem: Equatable, Sendable {
        /// The character, from 0, at which it is wrong.
        var offset: Int
        /// One sentence.
        var text: String
    }
}
