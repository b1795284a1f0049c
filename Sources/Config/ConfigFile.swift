// The configuration file: where it is looked for, what it may say, and how it is saved.
//
// Reading never fails the program: what cannot be used is a problem with a file and a line, and the defaults hold. Saving
// changes the values of keys and nothing else, and puts the new file in the old one's place in one step.

package import Interface

/// A configuration as it was read.
package struct ConfigFile: Equatable, Sendable {
    /// The settings that hold: the defaults, where the file says nothing or nothing usable.
    package var settings = Settings()
    /// What is wrong with the file, in the order of its lines.
    package var problems: [ConfigProblem] = []
    /// The keys whose values could not be used.
    private(set) var unusable: [[String]] = []
    /// The file; empty where there is none.
    package let file: String

    /// Reads a text; `file` is what problems name.
    package init(parsing text: String, file: String) {
        self.file = file
        do throws(TOMLError) {
            apply(try TOMLParser.parse(text), ConfigText(text), file)
        } catch {
            problems = [
                ConfigProblem(file: file, line: error.line, text: error.text, isError: true)
            ]
        }
    }

    /// Makes a configuration of which only a problem is known.
    init(problem: ConfigProblem) {
        file = problem.file
        problems = [problem]
    }

    /// The first problem, and how many more the command tells that names all; nil where there is none.
    ///
    /// The command has to name a file that the environment does not.
    package func problemsInBrief(isNamed: Bool) -> String? {
        guard let first = problems.first else { return nil }
        if problems.count == 1 { return "\(first)" }
        let command = "bpftop doctor" + (isNamed ? " --config \(file)" : "")
        return "\(first) (+\(problems.count - 1) more: \(command))"
    }
}

// MARK: - Applying

extension ConfigFile {
    private mutating func apply(
        _ root: [String: ConfigValue], _ lines: ConfigText, _ file: String
    ) {
        for (path, value) in Self.leaves(root) {
            let problem = apply(value, at: path)
            guard let problem else { continue }
            problems.append(
                ConfigProblem(
                    file: file, line: lines.line(of: path), text: problem, isError: false))
        }
        problems.sort { ($0.line ?? 0, $0.text) < ($1.line ?? 0, $1.text) }
    }

    /// The keys of a table and of those in it, in a fixed order; an empty table is no key.
    private static func leaves(
        _ table: [String: ConfigValue], below path: [String] = []
    ) -> [(path: [String], value: ConfigValue)] {
        table.sorted { $0.key < $1.key }.flatMap { name, value in
            if case .table(let inner) = value { return leaves(inner, below: path + [name]) }
            return [(path + [name], value)]
        }
    }

    /// Takes a value over; returns what is wrong with it.
    private mutating func apply(_ value: ConfigValue, at path: [String]) -> String? {
        let name = path.joined(separator: ".")
        if path.dropLast() == OverrideKey.table[...] {
            return override(path.last ?? "", value).map { "\(name) \($0)" }
        }
        guard let key = ConfigKey.all.first(where: { $0.path == path }) else {
            return "unknown key \(name)"
        }
        guard let problem = key.apply(value, &settings) else { return nil }
        unusable.append(key.path)
        return "\(name) \(problem)"
    }

    private mutating func override(_ name: String, _ value: ConfigValue) -> String? {
        let text: String
        switch value {
        case .string(let words): text = words
        case .integer(let number): text = String(number)
        default: return "has to be a style, not \(value.kind)"
        }
        guard OverrideKey.isKnown(name) else { return "is no role of a theme" }
        guard let (role, patch) = OverrideKey.change(name, text) else {
            return "is not understood: \(ConfigKey.quoted(text)); a style reads as "
                + "\"bold #fabd2f on 236\""
        }
        let before = settings.themeOverrides[role]
        settings.themeOverrides[role] = before?.merging(patch) ?? patch
        return nil
    }
}

// MARK: - Writing

extension ConfigFile {
    /// A complete file for some settings, each key explained; read again it gives the same settings.
    package static func text(of settings: Settings = Settings()) -> String {
        var text = "# bpftop's configuration; every key and its default is here.\n"
        var table: [String] = []
        for key in ConfigKey.all {
            let parent = Array(key.path.dropLast())
            if parent != table { text += "\n[\(parent.joined(separator: "."))]\n" }
            table = parent
            for line in key.comment { text += "# \(line)\n" }
            text += "\(key.path.last ?? "") = \(key.text(settings))\n"
        }
        return text + overridesText(settings)
    }

    private static func overridesText(_ settings: Settings) -> String {
        let roles = Role.allCases.map(\.name)
        var text = "\n[\(OverrideKey.table.joined(separator: "."))]\n"
        text +=
            "# A role's look in place of the theme's: attributes (bold dim italic underline reverse\n"
        text +=
            "# strikethrough plain), a colour for the text, and one for the ground after \"on\". A colour is\n"
        text +=
            "# \"#rrggbb\", 0 to 255, \"default\" or a name such as \"red\" or \"bright-blue\".\n"
        for role in roles {
            guard let known = Role(name: role), let patch = settings.themeOverrides[known] else {
                text += "# \(role) = \"\"\n"
                continue
            }
            text += "\(role) = \(ConfigKey.quoted(patch.text))\n"
        }
        return text
    }

    /// A file's text with the values changed that differ from some settings, or could not be used, all else kept as it is.
    ///
    /// Fails on a text that is broken, and on one written in a way in which a value cannot be changed by itself.
    package static func text(
        _ text: String, changedTo settings: Settings, file: String
    ) throws(ConfigProblem) -> String {
        let present = ConfigFile(parsing: text, file: file)
        if let broken = present.problems.first(where: \.isError) { throw broken }
        // A change of the file's own that these settings do not know of stays.
        var wanted = settings
        wanted.themeOverrides.merge(present.settings.themeOverrides) { ours, _ in ours }
        var lines = ConfigText(text)
        for key in ConfigKey.all
        where key.text(present.settings) != key.text(wanted) || present.unusable.contains(key.path)
        {
            lines.set(key.path, to: key.text(wanted))
        }
        for (role, patch) in wanted.themeOverrides.sorted(by: { $0.key.rawValue < $1.key.rawValue })
        where present.settings.themeOverrides[role] != patch {
            lines.set(OverrideKey.table + [role.name], to: ConfigKey.quoted(patch.text))
        }
        guard ConfigFile(parsing: lines.text, file: file).settings == wanted else {
            throw ConfigProblem(
                file: file, line: nil,
                text: "it is written in a way in which its values cannot be changed one by one",
                isError: true)
        }
        return lines.text
    }
}
