"""The comparison's own arithmetic: python3 -m unittest discover -s bench/tests"""

import sys
import unittest
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import figures  # noqa: E402
import report  # noqa: E402
import tools  # noqa: E402


class Numbers(unittest.TestCase):
    def test_the_median_leaves_out_what_is_unknown(self):
        self.assertEqual(figures.median([9, None, 1, 5]), 5)
        self.assertEqual(figures.median([1, 2]), 1.5)
        self.assertIsNone(figures.median([None]))

    def test_a_ratio_to_nothing_is_unknown(self):
        self.assertEqual(figures.ratio(6, 3), 2)
        self.assertIsNone(figures.ratio(6, 0))
        self.assertIsNone(figures.ratio(None, 3))

    def test_differences_are_between_neighbours(self):
        self.assertEqual(figures.differences([5, 7, 12]), [2, 5])
        self.assertEqual(figures.differences([5]), [])

    def test_a_line_goes_through_points_that_lie_on_one(self):
        fitted = figures.fit_line([(100, 5200), (1000, 7000), (10000, 25000)])
        self.assertAlmostEqual(fitted["slope"], 2)
        self.assertAlmostEqual(fitted["intercept"], 5000)
        self.assertAlmostEqual(fitted["r2"], 1)

    def test_a_line_through_scattered_points_explains_less_than_all(self):
        fitted = figures.fit_line([(0, 0), (1, 2), (2, 1), (3, 3)])
        self.assertAlmostEqual(fitted["slope"], 0.8)
        self.assertAlmostEqual(fitted["intercept"], 0.3)
        self.assertAlmostEqual(fitted["r2"], 0.64)

    def test_one_place_makes_no_line(self):
        with self.assertRaises(ValueError):
            figures.fit_line([(1, 1), (1, 2)])

    def test_people_get_three_digits(self):
        shown = [figures.digits(value) for value in (12345.6, 12.34, 1.234, 0.1234, 0, None)]
        self.assertEqual(shown, ["12,346", "12.3", "1.23", "0.123", "0.000", "-"])


class Screens(unittest.TestCase):
    def test_rows_are_told_from_headings_and_from_escape_sequences(self):
        heading = b"\x1b[?1049h\x1b[1;1H\x1b[32mTasks: 3\x1b]0;root root root\x07 USER PID"
        self.assertFalse(figures.has_process_rows(heading, "root"))
        rows = b"".join(b"\x1b[%d;1H  %d \x1b[1mroot\x1b[m S" % (row, row) for row in range(3))
        self.assertTrue(figures.has_process_rows(heading + rows, "root"))

    def test_a_longer_name_is_another(self):
        self.assertFalse(figures.has_process_rows(b"rootless root2 root-x root root", "root"))


TRACE = """\
10    poll([{fd=0, events=POLLIN}], 1, 300) = 0 (Timeout)
10    openat(AT_FDCWD, "/proc", O_RDONLY|O_DIRECTORY) = 3
10    read(4, "1 (a) S", 1024) = 7
11    futex(0x7f, FUTEX_WAIT, 0, NULL <unfinished ...>
10    read(4, "2 (b) S", 1024) = 7
10    --- SIGWINCH {si_signo=SIGWINCH} ---
10    openat(AT_FDCWD, "/proc", O_RDONLY|O_DIRECTORY) = 3
11    <... futex resumed>) = 0
10    write(1, "openat(AT_FDCWD"..., 30) = 30
10    openat(AT_FDCWD, "/proc", O_RDONLY|O_DIRECTORY) = 3
10    read(4, "1 (a) S", 1024) = 7
11    +++ exited with 0 +++
""".splitlines()


class SystemCalls(unittest.TestCase):
    def test_calls_are_counted_from_one_refresh_to_the_next(self):
        found = figures.calls_per_refresh(TRACE, tools.OPENS_PROC)
        self.assertEqual(found, [{"openat": 1, "read": 2, "futex": 1}, {"openat": 1, "write": 1}])

    def test_without_two_beginnings_there_is_no_whole_refresh(self):
        self.assertEqual(figures.calls_per_refresh(TRACE[:6], tools.OPENS_PROC), [])

    def test_a_walk_of_another_thread_begins_no_refresh(self):
        walk = "bpf(BPF_PROG_TEST_RUN, {test={prog_fd=9}}, 80) = 0"
        lines = [f"10    {walk}", f"11    {walk}", "10    write(1, ..., 9) = 9", f"10    {walk}"]
        marker = tools.WALKS.replace("PID", "10")
        self.assertEqual(figures.calls_per_refresh(lines, marker), [{"bpf": 2, "write": 1}])

    def test_the_typical_refresh_is_the_one_in_the_middle(self):
        refreshes = [{"read": 50}, {"read": 3}, {"read": 2, "write": 2}]
        self.assertEqual(figures.typical(refreshes), {"read": 2, "write": 2})
        self.assertIsNone(figures.typical([]))


class Texts(unittest.TestCase):
    def test_a_block_is_replaced_and_nothing_else(self):
        text = "a\n<!-- x:begin -->\nold\n<!-- x:end -->\nb\n"
        self.assertEqual(figures.replaced_block(text, "x", "new"),
                         "a\n<!-- x:begin -->\nnew\n<!-- x:end -->\nb\n")

    def test_a_missing_block_is_an_error(self):
        for text in ("", "<!-- x:begin -->", "<!-- x:end --><!-- x:begin -->"):
            with self.assertRaises(ValueError):
                figures.replaced_block(text, "x", "new")

    def test_a_table_has_a_cell_for_every_heading(self):
        self.assertEqual(figures.markdown(["", "a"], [["r", "1"]]), "|  | a |\n| --- | ---: |\n| r | 1 |")


def case(cpu, floor=1.0):
    """A case of 1,000 processes in which bpftop takes 1 ms, 10 calls and 10 MiB."""
    tool = {"cpu_ms": 1.0, "peak_rss_kb": 10240}
    return {
        "tools": {"bpftop": tool, "htop": {**tool, "cpu_ms": cpu}, "top": {**tool, "cpu_ms": cpu}},
        "walks": {state: {walk: {"walk_ns": 3.0, "floor_ns": floor} for walk in ("open-coded", "iter")}
                  for state in ("warm", "cold", "second")},
        "syscalls": {"bpftop": {"bpf": 1, "pread64": 9}},
    }


class Targets(unittest.TestCase):
    def test_each_is_judged_on_its_own_side_of_the_bound(self):
        rows = report.targets({"1000": case(cpu=50.0)})
        self.assertEqual([row["met"] for row in rows], [False, True] + [True, False] * 3 + [True, True])

    def test_a_bound_that_is_just_reached_is_met(self):
        self.assertTrue(report.targets({"1000": case(cpu=100.0)})[0]["met"])

    def test_what_was_not_measured_is_neither_met_nor_missed(self):
        rows = report.targets({"1000": case(cpu=50.0, floor=None)})
        self.assertIsNone(rows[2]["met"])


if __name__ == "__main__":
    unittest.main()
