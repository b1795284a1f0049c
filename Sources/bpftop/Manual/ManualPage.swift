import Config
import Interface
import Model

/// The manual page bpftop(1), made of the tables that the program itself works by.
struct ManualPage {
    /// What is written so far.
    var roff = Roff()

    /// The page in mdoc form, UTF-8.
    var text: String { roff.text }

    /// Writes the page of a program with these commands.
    init(_ help: HelpDump) {
        let program = help.command
        let commands = (program.subcommands ?? []).filter { $0.commandName != "help" }
        head(program)
        synopsis(program, commands)
        section("DESCRIPTION")
        roff.paragraph(Bpftop.about)
        roff.line(".Pp")
        roff.paragraph(Self.privileges)
        options(of: program)
        section("COMMANDS")
        for command in commands { describe(command) }
        keys()
        columns()
        filters()
        surroundings()
        exitStatus()
        section("SEE ALSO")
        roff.line(".Xr ps 1 , Xr top 1 , Xr bpf 2 , Xr proc 5 , Xr capabilities 7")
    }

    private mutating func head(_ program: HelpDump.Command) {
        roff.line(".Dd \(releaseDate)")
        roff.line(".Dt BPFTOP 1")
        roff.line(".Os")
        section("NAME")
        roff.line(".Nm bpftop")
        roff.request("Nd", Self.sentence(program.abstract ?? "", isPart: true))
    }

    private mutating func synopsis(_ program: HelpDump.Command, _ commands: [HelpDump.Command]) {
        section("SYNOPSIS")
        roff.line(".Nm")
        roff.line(".Op Ar options")
        for command in commands {
            roff.line(".Nm")
            roff.request("Cm", command.commandName)
            let arguments = own(command)
            if arguments.contains(where: { $0.kind != .positional }) {
                roff.line(".Op Ar options")
            }
            for argument in arguments where argument.kind == .positional {
                roff.request("Ar", argument.valueName ?? "")
            }
        }
    }

    /// Begins a section.
    mutating func section(_ title: String) {
        roff.line(".Sh \(title)")
    }

    /// An abstract as the one-line description wants it: no capital, no full stop.
    private static func sentence(_ text: String, isPart: Bool) -> String {
        guard isPart, let first = text.first else { return text }
        let rest = text.dropFirst()
        return first.lowercased() + (rest.hasSuffix(".") ? rest.dropLast() : rest)
    }

    /// A command's arguments, without those that every command has.
    private func own(_ command: HelpDump.Command) -> [HelpDump.Argument] {
        shown(command.arguments).filter { argument in
            !(argument.names ?? []).contains { ["help", "version"].contains($0.name) }
        }
    }

    private func shown(_ arguments: [HelpDump.Argument]?) -> [HelpDump.Argument] {
        (arguments ?? []).filter(\.shouldDisplay)
    }
}

// MARK: - Options and commands

extension ManualPage {
    private mutating func options(of command: HelpDump.Command) {
        section("OPTIONS")
        list(shown(command.arguments))
    }

    private mutating func describe(_ command: HelpDump.Command) {
        roff.request("Ss", "bpftop \(command.commandName)")
        roff.paragraph(command.abstract ?? "")
        if let discussion = command.discussion {
            roff.request("Pp")
            roff.paragraph(discussion)
        }
        list(own(command))
    }

    private mutating func list(_ arguments: [HelpDump.Argument]) {
        guard !arguments.isEmpty else { return }
        roff.line(".Bl -tag -width Ds")
        for (index, argument) in arguments.enumerated() {
            roff.line(".It \(Self.spelling(argument))")
            // Flags that exclude each other share one text, which the last of them gets.
            let next = index + 1 < arguments.count ? arguments[index + 1] : nil
            if let next, argument.abstract != nil, next.abstract == argument.abstract { continue }
            roff.paragraph(Self.explanation(argument))
        }
        roff.line(".El")
    }

    private static func spelling(_ argument: HelpDump.Argument) -> String {
        let value = argument.valueName.map { " Ar \(Roff.word($0))" } ?? ""
        guard argument.kind != .positional else { return String(value.dropFirst()) }
        let names = (argument.names ?? []).map { name in
            let dashes = name.kind == .long ? "Fl Fl" : "Fl"
            return "\(dashes) \(Roff.word(name.name))"
        }
        return names.joined(separator: " , ") + (argument.kind == .option ? value : "")
    }

    private static func explanation(_ argument: HelpDump.Argument) -> String {
        var text = argument.abstract ?? ""
        if let values = argument.allValues {
            text += "\nOne of: \(values.joined(separator: ", "))."
        }
        if let value = argument.defaultValue, argument.kind == .option {
            text += "\nDefault: \(value)."
        }
        return text
    }
}

// MARK: - Keys, columns and the rest

extension ManualPage {
    private mutating func keys() {
        section("KEYS")
        for group in KeyBinding.Group.allCases {
            let bindings = KeyBinding.all.filter { $0.group == group }
            guard !bindings.isEmpty else { continue }
            roff.request("Ss", group.rawValue.capitalizedFirst)
            roff.line(".Bl -tag -width Ds")
            for binding in bindings {
                roff.line(".It Ic \(Roff.word(binding.keys))")
                roff.paragraph(binding.meaning.capitalizedFirst + ".")
            }
            roff.line(".El")
        }
    }

    private mutating func columns() {
        section("COLUMNS")
        roff.paragraph("The name goes on the command line, the heading stands on the screen.")
        for group in Column.Group.allCases {
            roff.request("Ss", group.rawValue.capitalizedFirst)
            roff.line(".Bl -tag -width Ds")
            for column in Column.all where column.group == group {
                roff.line(".It Cm \(Roff.word(column.name)) Pq \(Roff.word(column.header))")
                roff.paragraph("\(column.meaning.capitalizedFirst).\nFrom \(column.source).")
            }
            roff.line(".El")
        }
    }

    private mutating func exitStatus() {
        section("EXIT STATUS")
        roff.line(".Bl -tag -width Ds")
        roff.line(".It 0")
        roff.paragraph("What was asked for is done.")
        for code in Failure.Code.allCases {
            roff.line(".It \(code.rawValue)")
            roff.paragraph(code.meaning.capitalizedFirst + ".")
        }
        roff.line(".El")
        roff.line(".Pp")
        roff.paragraph("After a signal it is 128 and the signal's number.")
    }

    private mutating func surroundings() {
        section("ENVIRONMENT")
        roff.line(".Bl -tag -width Ds")
        for (name, meaning) in Self.environment {
            roff.request("It Ev", name)
            roff.paragraph(meaning)
        }
        roff.line(".El")
        section("FILES")
        roff.line(".Bl -tag -width Ds")
        roff.line(".It Pa /sys/kernel/btf/vmlinux")
        roff.paragraph("The running kernel's type information.")
        roff.request("It Pa", "~/.config/bpftop/config.toml")
        roff.paragraph(Self.configuration)
        roff.request("It Pa", ConfigLocation.system)
        roff.paragraph("The screen's configuration for all users, read where the user has none.")
        roff.line(".El")
    }

    private static let privileges = """
        To load its programs it needs CAP_BPF and CAP_PERFMON, or root; the file may carry them (setcap \
        cap_bpf,cap_perfmon=ep). Without them it reads /proc, and says so.
        """

    private static let configuration = """
        The user's configuration of the screen, under XDG_CONFIG_HOME where that is set.
        --config names another file, --default-config prints one with every key.
        """

    private static let environment = [
        ("XDG_CONFIG_HOME", "The folder of bpftop/config.toml, ~/.config if it is not set."),
        ("TERM", "What the terminal can do; without it tables are printed."),
        ("COLORTERM", "With truecolor or 24bit, colours are not rounded to 256."),
        (
            "LC_ALL, LC_CTYPE, LANG",
            "The first that is set says whether the screen and tables may be UTF-8."
        ),
        ("NO_COLOR", "If not empty, no colours."),
        ("CLICOLOR", "With 0, no colours."),
        ("CLICOLOR_FORCE", "If neither empty nor 0, colours even where there is no terminal."),
    ]
}

extension String {
    /// With a capital at its beginning.
    fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
