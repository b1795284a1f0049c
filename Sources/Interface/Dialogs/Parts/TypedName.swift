internal import Terminal

/// What is typed in a list to find an item by its name or number.
///
/// vi's letters move while nothing is typed, and `/` begins a name that starts with one of them. A `k` that moved up belongs to
/// the name all the same when one goes on with it: `kill` typed blindly among signals has to mean SIGKILL, not what `ill` finds.
struct TypedName: Equatable, Sendable {
    /// What is typed so far, at most `longest` letters: a key held down must not make a search of each one long.
    private(set) var text = ""
    private var isOpened = false
    private static let longest = 32
    private var followsK = false

    /// Whether letters go to the name.
    var isActive: Bool { isOpened || !text.isEmpty }

    /// Takes a key; false for one that is none of a name's.
    ///
    /// - Parameters:
    ///   - own: The letters that mean something else while nothing is typed.
    ///   - begins: Whether an item's name begins so.
    mutating func take(_ event: Event, except own: String, begins: (String) -> Bool) -> Bool {
        let followsK = followsK && !isActive
        self.followsK = event == .character("k", []) && !isActive
        switch event {
        case .key(.escape, _) where isActive: self = TypedName()
        case .key(.backspace, _) where isActive: removeLast()
        case .character("/", []) where !isActive: isOpened = true
        case .character(let letter, []) where isActive || Self.isFirst(letter, except: own):
            append(letter, followsK: followsK, begins: begins)
        case .paste(let pasted):
            text += pasted.prefix(Self.longest).filter { $0.isASCII && !$0.isWhitespace }
        default: return false
        }
        text = String(text.prefix(Self.longest))
        return true
    }

    private static func isFirst(_ letter: Character, except own: String) -> Bool {
        letter.isASCII && (letter.isLetter || letter.isNumber) && !"jkgG".contains(letter)
            && !own.contains(letter)
    }

    private mutating func append(_ letter: Character, followsK: Bool, begins: (String) -> Bool) {
        text += followsK && begins("k\(letter)") ? "k\(letter)" : String(letter)
        // The k was a motion after all.
        let rest = String(text.dropFirst())
        if !isOpened, text.first == "k", !begins(text), begins(rest) { text = rest }
    }

    private mutating func removeLast() {
        if text.isEmpty { isOpened = false } else { text.removeLast() }
    }
}
