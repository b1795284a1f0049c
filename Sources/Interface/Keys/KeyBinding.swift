internal import Terminal

/// A command and the keys that ask for it.
///
/// `KeyBinding.all` is the only table of keys: decoding, help, the key bar and the manual page are made of it.
package struct KeyBinding: Sendable {
    /// The sequences, each of one stroke or two.
    package let sequences: [[Stroke]]
    /// What they ask for.
    package let command: Command
    /// What that does, in one line.
    package let meaning: String
    /// Under which heading help lists it.
    package let group: Group
    /// Its word in the key bar, beside a function key always and beside a sequence once its first key is typed; nil keeps it out.
    package let label: String?

    /// A heading of help.
    package enum Group: String, CaseIterable, Sendable {
        case general, moving, finding, rows, sorting, tree, processes, clipboard
    }

    init(
        _ sequences: [[Stroke]], _ command: Command, _ group: Group, _ meaning: String,
        label: String? = nil
    ) {
        self.sequences = sequences
        self.command = command
        self.group = group
        self.meaning = meaning
        self.label = label
    }

    /// The keys' names: "F5 t", "zo".
    package var keys: String {
        sequences.map { $0.map(\.name).joined() }.joined(separator: " ")
    }

    /// Its function key; nil where it has none.
    var functionKey: Stroke? {
        sequences.compactMap(\.first).first {
            if case .key(.function, _) = $0 { true } else { false }
        }
    }

    /// The key that ends the sequence that begins with another; nil where there is none.
    func key(after prefix: Stroke) -> Stroke? {
        sequences.first { $0.count == 2 && $0[0] == prefix }?[1]
    }

    /// Every key, by group.
    private static let every: [KeyBinding] =
        general + moving + finding + rows + sorting + tree + processes + clipboard

    /// Every key that does something, by group: what is about columns that there are not says so, but is not offered.
    package static let all: [KeyBinding] = every.filter(\.command.hasColumns)

    /// Commands by the sequence of strokes.
    static let commands: [[Stroke]: Command] = Dictionary(
        every.flatMap { binding in binding.sequences.map { ($0, binding.command) } },
        uniquingKeysWith: { first, _ in first })

    /// The strokes that begin a longer sequence.
    static let prefixes: Set<Stroke> = Set(
        every.flatMap(\.sequences).compactMap { $0.count > 1 ? $0[0] : nil })
}

/// One stroke of a character.
private func char(_ characters: Character...) -> [[Stroke]] { characters.map { [.character($0)] } }

/// One stroke of a function key.
private func function(_ number: Int) -> [[Stroke]] { [[.key(.function(number))]] }

/// Control and a letter.
private func control(_ letter: Character) -> [[Stroke]] { [[.control(letter)]] }

/// Two characters, one after the other.
private func pair(_ text: String) -> [[Stroke]] { [text.map { .character($0) }] }

extension KeyBinding {
    private static let general = [
        KeyBinding(
            function(1) + char("?"), .help, .general, "help, which / searches", label: "Help"),
        KeyBinding(
            function(2) + char("C"), .setup, .general,
            "columns, meters and theme; saves on request",
            label: "Setup"),
        KeyBinding(char("p"), .pause, .general, "pause: keep this sample, or go on"),
        KeyBinding(char("["), .shorterPeriod, .general, "refresh more often"),
        KeyBinding(char("]"), .longerPeriod, .general, "refresh less often"),
        KeyBinding(
            [[.key(.escape)]], .escape, .general,
            "leave visual mode; else untag all; else drop the filter"),
        KeyBinding(control("l"), .redraw, .general, "draw the screen anew"),
        KeyBinding(control("z"), .suspend, .general, "suspend; `fg` comes back"),
        KeyBinding(
            function(10) + char("q") + control("c") + pair("ZZ") + pair("ZQ"), .quit, .general,
            "quit",
            label: "Quit"),
    ]

    private static let moving = [
        KeyBinding(char("j") + [[.key(.down)]], .move(.down), .moving, "down, with a count: 5j"),
        KeyBinding(char("k") + [[.key(.up)]], .move(.up), .moving, "up"),
        KeyBinding(
            pair("gg") + [[.key(.home)]], .move(.top), .moving, "first row, or the one counted",
            label: "top"),
        KeyBinding(
            char("G") + [[.key(.end)]], .move(.bottom), .moving, "last row, or the one counted"),
        KeyBinding(control("d"), .move(.halfPageDown), .moving, "half a page down"),
        KeyBinding(control("u"), .move(.halfPageUp), .moving, "half a page up"),
        KeyBinding(control("f") + [[.key(.pageDown)]], .move(.pageDown), .moving, "a page down"),
        KeyBinding(control("b") + [[.key(.pageUp)]], .move(.pageUp), .moving, "a page up"),
        KeyBinding(
            char("h") + [[.key(.left)]], .scrollLeft, .moving, "show the command from further left"),
        KeyBinding(
            char("l") + [[.key(.right)]], .scrollRight, .moving,
            "show the command from further right"),
        KeyBinding(
            char("0", "^"), .scrollToStart, .moving, "show the command from its beginning"),
        KeyBinding(char("$"), .scrollToEnd, .moving, "show the longest command's end"),
        KeyBinding(control("e"), .scrollView(down: true), .moving, "scroll down, the cursor stays"),
        KeyBinding(control("y"), .scrollView(down: false), .moving, "scroll up, the cursor stays"),
        KeyBinding(
            pair("zz"), .placeView(.center), .moving, "put the cursor's row in the middle",
            label: "middle"),
        KeyBinding(
            pair("zt"), .placeView(.top), .moving, "put the cursor's row at the top", label: "top"),
        KeyBinding(
            pair("zb"), .placeView(.bottom), .moving, "put the cursor's row at the bottom",
            label: "bottom"),
        KeyBinding(control("o"), .jumpBack, .moving, "back to where the cursor jumped from"),
        KeyBinding(
            [[.key(.tab)]] + control("i"), .jumpForward, .moving, "forward again"),
        KeyBinding(char("F"), .follow, .moving, "follow: keep the cursor's process in view"),
    ]

    private static let finding = [
        KeyBinding(
            function(3) + char("/"), .search, .finding, "search: moves to what matches",
            label: "Search"),
        KeyBinding(char("n"), .searchNext, .finding, "next match, round the end"),
        KeyBinding(
            char("N"), .searchPrevious, .finding,
            Command.networkColumns.hasColumns
                ? "previous match while a search stands; else network columns" : "previous match"),
        KeyBinding(
            function(4) + char("\\"), .filter, .finding,
            "filter: hides what does not match; user = root",
            label: "Filter"),
    ]

    private static let rows = [
        KeyBinding(char(" "), .tag, .rows, "tag or untag, and go down"),
        KeyBinding(char("c"), .tagBranch, .rows, "tag the process and all below it"),
        KeyBinding(control("t"), .untagAll, .rows, "untag all, as Esc does"),
        KeyBinding(
            char("V", "v"), .visual, .rows, "visual mode: what follows meets a range of rows"),
        KeyBinding(char("H"), .toggleThreads, .rows, "show or hide threads"),
        KeyBinding(char("K"), .toggleKernelThreads, .rows, "show or hide the kernel's threads"),
        KeyBinding(pair("gG"), .gpuColumns, .rows, "show or hide the GPU columns", label: "GPU"),
        KeyBinding(
            char("S"), .unitDisplay(.slice), .rows, "unit column: path of slices, or service"),
        KeyBinding(char("A"), .unitDisplay(.unit), .rows, "unit column: any unit, or service"),
    ]

    private static let sorting = [
        KeyBinding(
            function(6) + char(">", "<"), .sortMenu, .sorting, "sort menu", label: "Sort"),
        KeyBinding(char("I"), .invertSort, .sorting, "invert the order"),
        KeyBinding(char("P"), .quickSort(.cpu), .sorting, "sort by CPU%"),
        KeyBinding(char("M"), .quickSort(.memory), .sorting, "sort by MEM%"),
        KeyBinding(char("T"), .quickSort(.time), .sorting, "sort by TIME+"),
        KeyBinding(char("W"), .quickSort(.gpuMemory), .sorting, "sort by GPU memory"),
    ]

    private static let tree = [
        KeyBinding(function(5) + char("t"), .toggleTree, .tree, "tree", label: "Tree"),
        KeyBinding(
            pair("zo") + char("+", "="), .fold(.open), .tree, "unfold the process's children",
            label: "unfold"),
        KeyBinding(
            pair("zc") + char("-"), .fold(.close), .tree, "fold its children, their sums on it",
            label: "fold"),
        KeyBinding(pair("za"), .fold(.toggle), .tree, "fold or unfold", label: "toggle"),
        KeyBinding(pair("zO"), .fold(.openBranch), .tree, "unfold all below", label: "branch"),
        KeyBinding(
            pair("zC"), .fold(.closeBranch), .tree, "fold it and all its ancestors",
            label: "ancestors"),
        KeyBinding(pair("zR"), .fold(.openAll), .tree, "unfold all", label: "all"),
        KeyBinding(pair("zM"), .fold(.closeAll), .tree, "fold all", label: "none"),
        KeyBinding(char("*"), .fold(.toggleAll), .tree, "unfold all, or fold all"),
    ]

    private static let processes = [
        KeyBinding(
            [[.key(.enter)]], .process, .processes, "process screen; a double click does the same"),
        KeyBinding(char("e"), .environment, .processes, "process screen, at the environment"),
        KeyBinding(
            function(7), .raisePriority, .processes, "nice value down by one: more CPU",
            label: "Nice-"),
        KeyBinding(
            function(8), .lowerPriority, .processes, "nice value up by one: less CPU",
            label: "Nice+"),
        KeyBinding(char("r"), .nice, .processes, "nice value"),
        KeyBinding(char("i"), .ioPriority, .processes, "I/O priority"),
        KeyBinding(char("a"), .affinity, .processes, "CPU affinity"),
        KeyBinding(
            function(9) + char("x"), .signal, .processes, "signal menu", label: "Signal"),
        KeyBinding(char("f"), .freeze, .processes, "freeze the cgroup, after confirmation"),
        KeyBinding(char("u"), .thaw, .processes, "thaw the cgroup, after confirmation"),
        KeyBinding(char("U"), .thawAtOnce, .processes, "thaw the cgroup at once"),
    ]

    private static let clipboard = [
        KeyBinding(pair("yy"), .yank(.row), .clipboard, "copy the row", label: "row"),
        KeyBinding(pair("yp"), .yank(.pid), .clipboard, "copy the process id", label: "PID"),
        KeyBinding(pair("yu"), .yank(.user), .clipboard, "copy the user", label: "user"),
        KeyBinding(
            pair("yc"), .yank(.container), .clipboard, "copy the container, or the cgroup",
            label: "container"),
        KeyBinding(pair("ys"), .yank(.unit), .clipboard, "copy the systemd unit", label: "unit"),
        KeyBinding(pair("yn"), .yank(.name), .clipboard, "copy the name", label: "name"),
        KeyBinding(
            pair("yl"), .yank(.commandLine), .clipboard, "copy the command line", label: "command"),
        KeyBinding(pair("yg"), .yank(.gpu), .clipboard, "copy the share of the GPU", label: "GPU"),
        KeyBinding(
            pair("yv"), .yank(.gpuMemory), .clipboard, "copy the GPU memory", label: "GPU memory"),
    ]
}
