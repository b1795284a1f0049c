import Benchmark

/// The user side of a refresh and of a key press, on a host of 10,000 processes and a screen of 200x60 cells.
///
/// The budgets are 2.5 ms of CPU for a whole refresh and 3 ms for a key, whatever is shown.
let benchmarks: @Sendable () -> Void = {
    Benchmark.defaultConfiguration = .init(
        metrics: [cpuTime], warmupIterations: 10, maxDuration: .seconds(4), maxIterations: 200)
    let heavy = "cpu > 1 and cmd ~ \"java\""

    stage(.join, "", Desk())
    stage(.order, "flat", Desk())
    stage(.order, "flat by command", Desk(sort: "command"))
    stage(.order, "tree", Desk(isTree: true))
    stage(.order, "flat, filter: java", Desk(filter: "java"))
    stage(.order, "flat, filter: \(heavy)", Desk(filter: heavy))
    stage(.draw, "", Desk())
    stage(.bytes, "", Desk())

    refresh("flat", Desk())
    refresh("flat by command", Desk(sort: "command"))
    refresh("flat by container", Desk(sort: "container"))
    refresh("tree", Desk(isTree: true))
    refresh("flat, filter: java", Desk(filter: "java"))
    refresh("flat, filter: \(heavy)", Desk(filter: heavy))
    refresh("tree, filter: \(heavy)", Desk(isTree: true, filter: heavy))

    key("cursor down", Desk(), "j")
    key("cursor down in the tree", Desk(isTree: true), "j")
    key("page down", Desk(), "\u{1B}[6~")
    key("to the end and back", Desk(), "G", then: "gg")
    key("sort by memory, by CPU", Desk(), "M", then: "P")
    key("tree, flat", Desk(), "t", then: "t")
    key("a letter of a filter and back", Desk(keys: "\\jav"), "a", then: "\u{7F}")
    key(
        "the last letter of a heavy filter and back", Desk(keys: "\\\(heavy.dropLast(2))"), "a\"",
        then: "\u{7F}\u{7F}")
    key("a letter of a search and back", Desk(keys: "/jav"), "a", then: "\u{7F}")
    key("the sort menu and back", Desk(), ">", then: "q")
}
