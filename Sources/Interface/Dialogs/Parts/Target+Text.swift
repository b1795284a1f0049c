internal import Model
internal import Terminal

extension Target {
    /// The target as a line of a list: number, name, user.
    var line: String {
        "\(padded(String(identity.pid), to: 7)) \(name.padding(to: 16))\(user)"
    }

    private func padded(_ number: String, to columns: Int) -> String {
        String(repeating: " ", count: max(0, columns - number.utf8.count)) + number
    }
}

extension [Target] {
    /// Whom a title names: "bash (123)" or "3 processes".
    var phrase: String {
        if count == 1, let only = first {
            return only.isThread
                ? "thread \(only.name) (\(only.identity.pid))"
                : "\(only.name) (\(only.identity.pid))"
        }
        return "\(count) processes"
    }
}

extension String {
    /// The text with blanks behind it up to so many characters; a longer one stays.
    func padding(to characters: Int) -> String {
        self + String(repeating: " ", count: Swift.max(0, characters - count))
    }
}
