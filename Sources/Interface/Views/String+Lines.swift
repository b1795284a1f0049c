internal import Terminal

extension String {
    /// The text in lines of at most so many columns, cut at blanks; a word that is longer than a line stays whole.
    func wrapped(columns: Int, indent: String) -> [String] {
        var lines: [String] = []
        var line = ""
        for word in split(separator: " ", omittingEmptySubsequences: false) {
            let joined = line.isEmpty ? String(word) : "\(line) \(word)"
            if TextWidth.columns(of: joined) <= columns || line.isEmpty {
                line = joined
            } else {
                lines.append(line)
                line = indent + word
            }
        }
        return lines + [line]
    }

    /// The text in pieces of at most so many columns each; nothing is left out.
    func cut(columns: Int) -> [String] {
        guard TextWidth.columns(of: self) > columns, columns > 1 else { return [self] }
        var pieces: [String] = []
        var piece = ""
        var taken = 0
        for character in self {
            let width = TextWidth.columns(of: String(character))
            if taken + width > columns, !piece.isEmpty {
                pieces.append(piece)
                piece = ""
                taken = 0
            }
            piece.append(character)
            taken += width
        }
        return pieces + [piece]
    }

    /// The text in lines of at most so many columns, cut at blanks and where a word is longer than a line; nothing is left out.
    func lines(columns: Int) -> [String] {
        wrapped(columns: columns, indent: "").flatMap { $0.cut(columns: columns) }
    }
}
