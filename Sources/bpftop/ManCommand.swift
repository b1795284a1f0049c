import ArgumentParser

/// `bpftop man`: the manual page.
struct ManCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "man",
        abstract: "Print the manual page bpftop(1).",
        discussion: """
            The page is in mdoc form, made of the same definitions as --help, the key bar and the columns. Read it with: \
            bpftop man | man -l -
            """)

    mutating func run() throws {
        StandardOutput.write(ManualPage(try HelpDump.current()).text)
    }
}
