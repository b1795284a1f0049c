package import Terminal

/// One line of text being written, under readline's keys.
package struct LineEditor: Equatable, Sendable {
    /// The text as grapheme clusters, so that the cursor never stands inside one.
    private var characters: [Character] = []
    /// Where the next character goes, 0 to the text's length.
    package private(set) var cursor = 0
    /// What Ctrl-U, Ctrl-K or Ctrl-W took last, for Ctrl-Y.
    private var killed: [Character] = []

    /// The most characters that a line takes; a paste may hold anything.
    static let limit = 1024

    /// Makes an editor of a text, the cursor at its end.
    package init(_ text: String = "") { replace(with: text) }

    /// The line.
    package var text: String { String(characters) }

    /// The text left of the cursor.
    package var textBeforeCursor: String { String(characters[..<cursor]) }

    /// Puts another text in place of this one, the cursor at its end.
    package mutating func replace(with text: String) {
        characters = Array(text.prefix(Self.limit))
        cursor = characters.count
    }

    /// Takes a key; returns whether it meant something here.
    package mutating func handle(_ event: Event) -> Bool {
        switch event {
        case .paste(let text): insert(text)
        case .character(let letter, let modifiers) where modifiers.contains(.control):
            return control(letter)
        case .character(let letter, let modifiers) where modifiers.contains(.alt):
            return alt(letter)
        case .character(let letter, _): insert(String(letter))
        case .key(let key, let modifiers):
            return self.key(key, byWord: !modifiers.isDisjoint(with: [.control, .alt]))
        default: return false
        }
        return true
    }

    private mutating func insert(_ text: String) {
        // A pasted line feed would end the line; blanks take the place of all such characters.
        let clean = text.map { $0.isNewline || $0 == "\t" ? " " : $0 }
        let added = clean.prefix(max(0, Self.limit - characters.count))
        let tail = characters.count - cursor
        characters.insert(contentsOf: added, at: cursor)
        // A combining mark may have joined the character before it.
        characters = Array(String(characters))
        cursor = max(0, characters.count - tail)
    }

    private mutating func key(_ key: Key, byWord: Bool) -> Bool {
        switch key {
        case .left: cursor = byWord ? wordStart : max(0, cursor - 1)
        case .right: cursor = byWord ? wordEnd : min(characters.count, cursor + 1)
        case .home: cursor = 0
        case .end: cursor = characters.count
        case .backspace where byWord: kill(wordStart..<cursor)
        case .backspace: remove(max(0, cursor - 1)..<cursor)
        case .delete: remove(cursor..<min(characters.count, cursor + 1))
        default: return false
        }
        return true
    }

    private mutating func control(_ letter: Character) -> Bool {
        switch letter {
        case "a": cursor = 0
        case "e": cursor = characters.count
        case "b": cursor = max(0, cursor - 1)
        case "f": cursor = min(characters.count, cursor + 1)
        case "h": remove(max(0, cursor - 1)..<cursor)
        case "d": remove(cursor..<min(characters.count, cursor + 1))
        case "u": kill(0..<cursor)
        case "k": kill(cursor..<characters.count)
        case "w": kill(blankSeparatedStart..<cursor)
        case "y": insert(String(killed))
        case "t": transpose()
        default: return false
        }
        return true
    }

    private mutating func alt(_ letter: Character) -> Bool {
        switch letter {
        case "b": cursor = wordStart
        case "f": cursor = wordEnd
        case "d": kill(cursor..<wordEnd)
        default: return false
        }
        return true
    }

    private mutating func remove(_ range: Range<Int>) {
        characters.removeSubrange(range)
        cursor = range.lowerBound
    }

    private mutating func kill(_ range: Range<Int>) {
        guard !range.isEmpty else { return }
        killed = Array(characters[range])
        remove(range)
    }

    private mutating func transpose() {
        guard characters.count > 1, cursor > 0 else { return }
        let second = min(cursor, characters.count - 1)
        characters.swapAt(second - 1, second)
        cursor = second + 1
    }
}

// MARK: - Words

extension LineEditor {
    private static func isWord(_ character: Character) -> Bool {
        character.isLetter || character.isNumber || character == "_"
    }

    private var wordStart: Int {
        var start = cursor
        while start > 0, !Self.isWord(characters[start - 1]) { start -= 1 }
        while start > 0, Self.isWord(characters[start - 1]) { start -= 1 }
        return start
    }

    private var wordEnd: Int {
        var end = cursor
        while end < characters.count, !Self.isWord(characters[end]) { end += 1 }
        while end < characters.count, Self.isWord(characters[end]) { end += 1 }
        return end
    }

    private var blankSeparatedStart: Int {
        var start = cursor
        while start > 0, characters[start - 1] == " " { start -= 1 }
        while start > 0, characters[start - 1] != " " { start -= 1 }
        return start
    }
}
