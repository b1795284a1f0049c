import Model
import Testing

@Suite struct FilterPageTests {
    /// The page's own examples: what stands in code marks and holds an operator, and the first block.
    @Test(arguments: [
        "firefox", "cpu > 5 and user = root", "rss > 1G or age < 10m", "cmd ~ ^/usr/(bin|lib)/",
        "not (state = S | state = I)", "foo bar", "'and'", "cmd ~ ^(foo|bar)$", "(cmd ~ foo)",
        "pid = 1", "nice < 0", "minflt > 10k", "majf/s > 5", "cpu > 50%", "mem >= 2.5",
        "rss > 1.5G",
        "read > 10M/s", "time > 1h30m", "time > 3:12:09", "start > 2025-01-31T12:00", "user = root",
        "user = 65534",
        "state = zombie", "policy = fifo", "comm = sshd", "rss = -", "rss != -", "has rss",
        "not rss > 0", "user = '-'",
        "cmd ~ \"\\d+\"", "cmd !~ x", "state ~ [a-z_]|[^a-z]",
    ])
    func `the filter page's examples are filters`(text: String) throws {
        _ = try Filter(text)
    }
}
