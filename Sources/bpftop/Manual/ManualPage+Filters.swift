/// The filter language in short; docs/filter.md has all of it.
extension ManualPage {
    /// Writes the section on filters.
    mutating func filters() {
        section("FILTERS")
        roff.paragraph(Self.filterGrammar)
        for (title, terms) in Self.filterTables {
            roff.request("Ss", title)
            roff.line(".Bl -tag -width Ds")
            for (term, meaning) in terms {
                roff.request("It Li", term)
                roff.paragraph(meaning)
            }
            roff.line(".El")
        }
    }

    private static let filterGrammar = """
        A filter says which processes to show: behind -F, and in the full screen behind F4 or \\.
        It is made of words and of comparisons, each a field, an operator and a value.
        A field is the name of a column, its heading, or a short name such as cpu, mem, rss, virt, read, write, age, time, start or cmd.
        A value with spaces, parentheses or signs in it stands in single or double quotes.
        """

    private static let filterTables = [
        ("Tests and how they are joined", filterOperators), ("Values", filterValues),
        ("Examples", filterExamples),
    ]

    private static let filterOperators = [
        (
            "word",
            "The word stands in the command line, the name, the user, the process id, the unit, the cgroup or the container, in any case of letters."
        ),
        ("= != < <= > >=", "Compares with a value; columns of words know = and != alone."),
        (
            "~ !~",
            "A regular expression occurs in what the screen shows, or does not; (?i) before it takes letters of either case."
        ),
        ("has field", "The screen shows anything but -; so does field != -."),
        ("not, !", "The test does not hold; binds most tightly."),
        ("and, &, &&", "Both hold; so do tests that stand side by side."),
        ("or, |, ||", "One of them holds; binds least tightly."),
        ("( )", "Holds tests together."),
    ]

    private static let filterValues = [
        ("100M, 1.5G", "Bytes, in units of 1024; MB is 1000 times 1000."),
        ("10M/s", "Bytes per second; events per second take /s too."),
        ("5%", "Percent, with the sign or without."),
        (
            "30s, 1h30m, 3:12:09",
            "A length of time in ns, us, ms, s, m, h, d, w; a bare number is seconds."
        ),
        (
            "2025-01-31T12:00",
            "A moment of local time, with a Z behind it of UTC, or seconds since the epoch; the time of day may be left out."
        ),
        ("12, 3k", "A count."),
        ("root, 65534", "A user by name or by number; a name that is not known is told."),
        (
            "zombie, Z",
            "A state by name or by letter, in any case; a word that is no state is an error."
        ),
        (
            "-",
            "What the screen shows as -, behind = and != alone; all other comparisons of it fail."
        ),
    ]

    private static let filterExamples = [
        ("firefox", "All that is called so."),
        ("cpu > 5% and user = root", "Two tests that must both hold."),
        ("rss > 100M or age < 30s", "One of two."),
        ("state = zombie", "What has ended and was not waited for."),
        (
            "cmd ~ ^/usr/(bin|lib)/ and not user = root",
            "A regular expression and a test that must not hold."
        ),
        (
            "start > 2025-01-31T12:00 (read > 10M/s or write > 10M/s)",
            "Started since then, and reads or writes much."
        ),
    ]
}
