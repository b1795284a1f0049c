"""The arithmetic of the comparison: no I/O, so that it can be tested."""

import re
import statistics

# Both walks of bpftop, by the name that --walk takes, which is also the floor's.
WALKS = ("open-coded", "iter")


def median(values):
    """The median; None of nothing."""
    values = [value for value in values if value is not None]
    return statistics.median(values) if values else None


def ratio(numerator, denominator):
    """A quotient; None where either is unknown or the denominator is 0."""
    if numerator is None or not denominator:
        return None
    return numerator / denominator


def differences(values):
    """What each adds to the one before it."""
    return [after - before for before, after in zip(values, values[1:])]


def fit_line(points):
    """Least squares through (x, y): slope, intercept, and the share of the variance that the line explains."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    if len(set(xs)) < 2:
        raise ValueError("a line needs points at two places")
    mean_x, mean_y = sum(xs) / len(xs), sum(ys) / len(ys)
    spread = sum((x - mean_x) ** 2 for x in xs)
    slope = sum((x - mean_x) * (y - mean_y) for x, y in points) / spread
    intercept = mean_y - slope * mean_x
    total = sum((y - mean_y) ** 2 for y in ys)
    rest = sum((y - intercept - slope * x) ** 2 for x, y in points)
    return {"slope": slope, "intercept": intercept, "r2": 1 - rest / total if total else 1.0}


# CSI, OSC and two-byte escape sequences.
ESCAPE = re.compile(rb"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[ -/]*[0-~])")


def has_process_rows(output, user):
    """Whether what a terminal was sent shows processes: the user's name, which stands in no heading, on several rows."""
    words = re.findall(rb"[\w.-]+", ESCAPE.sub(b" ", output))
    return words.count(user.encode()) >= 3


# "1234  openat(AT_FDCWD, ..." of strace -f; what is resumed, signals and exits are not calls that begin.
CALL = re.compile(r"^(\d+)\s+(\w+)\(")


def calls_per_refresh(lines, marker):
    """Counts system calls by name from one line with the marker to the next: a list of {name: count}, one for each whole refresh.

    A marker at the very beginning or end of a burst is one refresh's; what precedes the first and follows the last is left out.
    """
    wanted = re.compile(marker)
    refreshes, current = [], None
    for line in lines:
        call = CALL.match(line)
        if not call:
            continue
        if wanted.search(line):
            if current is not None:
                refreshes.append(current)
            current = {}
        if current is not None:
            current[call.group(2)] = current.get(call.group(2), 0) + 1
    return refreshes


def typical(refreshes):
    """The refresh whose number of calls is the median (the lower of two); None of none."""
    ordered = sorted(refreshes, key=lambda calls: sum(calls.values()))
    return ordered[(len(ordered) - 1) // 2] if ordered else None


def digits(value, unit=""):
    """A number with three significant digits, for people; "-" for what is unknown."""
    if value is None:
        return "-"
    magnitude = abs(value)
    places = 0 if magnitude >= 100 else 1 if magnitude >= 10 else 2 if magnitude >= 1 else 3
    return f"{value:,.{places}f}{unit}"


def markdown(heading, rows):
    """A table; the first column to the left, the others to the right."""
    lines = ["| " + " | ".join(heading) + " |"]
    lines.append("| --- |" + " ---: |" * (len(heading) - 1))
    lines += ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join(lines)


def replaced_block(text, name, body):
    """The text with what stands between <!-- NAME:begin --> and <!-- NAME:end --> replaced."""
    begin, end = f"<!-- {name}:begin -->", f"<!-- {name}:end -->"
    if text.count(begin) != 1 or text.count(end) != 1 or text.index(end) < text.index(begin):
        raise ValueError(f"no single block {begin} ... {end}")
    return text[: text.index(begin) + len(begin)] + "\n" + body + "\n" + text[text.index(end) :]
