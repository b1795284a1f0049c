import ArgumentParser

/// `bpftop completions`: what makes a shell complete bpftop's words.
struct CompletionsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "completions",
        abstract: "Print a shell's completion script.",
        discussion: """
            For bash: bpftop completions bash > /etc/bash_completion.d/bpftop; zsh wants the file _bpftop in a folder of \
            its fpath, fish the file bpftop.fish in ~/.config/fish/completions.
            """)

    @Argument(help: "The shell: bash, zsh or fish.")
    var shell: Shell

    /// A shell that completions can be made for.
    enum Shell: String, CaseIterable, ExpressibleByArgument {
        case bash, zsh, fish

        fileprivate var parser: CompletionShell {
            switch self {
            case .bash: .bash
            case .zsh: .zsh
            case .fish: .fish
            }
        }
    }

    mutating func run() {
        StandardOutput.write(Bpftop.completionScript(for: shell.parser) + "\n")
    }
}
