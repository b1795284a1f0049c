"""Turns the cases' results into tables, plots, one JSON file and a block of README.md."""

import json

import figures
from figures import WALKS, digits, markdown, ratio

SIZES = ("100", "1000", "10000")
LINE = ("100", "1000", "5000", "10000", "30000")
OURS = "bpftop"
COMMAND = "make compare"


def load(folder):
    """The machine and the cases of its run; a case of another binary or kernel is left out."""
    machine = json.loads((folder / "machine.json").read_text())
    found = {}
    for path in folder.glob("case-*.json"):
        case = json.loads(path.read_text())
        if case["run"] == machine["run"]:
            found[path.stem.removeprefix("case-")] = case
    return machine, found


def write(folder, readme=None):
    """Prints all tables, and writes results.md, results.json and the plots; fills README.md where asked to."""
    machine, found = load(folder)
    if not found:
        raise SystemExit(f"bench: no results in {folder}")
    text = "\n\n".join([heading(machine), *tables(found)]) + "\n"
    print(text)
    (folder / "results.md").write_text(text)
    whole = {"schema": "bpftop.compare.v1", "machine": machine, "targets": targets(found), "cases": found}
    (folder / "results.json").write_text(json.dumps(whole, indent=1) + "\n")
    import plots  # matplotlib is slow to load, and only needed here
    plots.draw(folder, found)
    if readme:
        body = readme_block(machine, found)
        readme.write_text(figures.replaced_block(readme.read_text(), "bench", body))


def heading(machine):
    versions = ", ".join(f"{name} {version}" for name, version in machine["versions"].items())
    return (f"# Results\n\n{machine['date']}, {versions} (bpftop at {machine['commit']}); Linux {machine['kernel']}, "
            f"{machine['cpus']} CPUs ({machine['processor']}), {machine['memory_mib']:,} MiB. Made by `{COMMAND}`.")


def tables(found):
    """Every table, as titles and Markdown."""
    sizes = [size for size in SIZES if size in found]
    made = []
    if sizes:
        made += [
            section("CPU time of a refresh, ms (and how many times bpftop's)",
                    by_tool(found, sizes, "cpu_ms", with_ratio=True)),
            section("Time from waking to the end of a refresh, ms: on a CPU or waiting for one",
                    by_tool(found, sizes, "wall_ms")),
            section("System calls of a refresh (and how many times bpftop's), no process starting or ending",
                    syscalls(found, sizes)),
            section("Largest resident memory, MB", by_tool(found, sizes, "peak_rss_kb", scale=1024 / 1e6)),
            section("Of that private, not a file's, MB", by_tool(found, sizes, "private_kb", scale=1024 / 1e6)),
            section("From execution to the first process row, ms", by_tool(found, sizes, "first_row_ms")),
            section("Between frames, s (asked for: 1)", by_tool(found, sizes, "interval_s")),
        ]
    made += [section(title, table) for title, table in [
        ("A walk beside the empty walk of its kind, µs", floors(found)),
        ("What could be reached once a second: by an empty walk alone; by one with the header's files read and 300 bytes drawn", limits(found)),
        ("One refresh by stage, µs, medians, without a pause (`bpftop bench`)", stages(found, "warm")),
        ("The same ten times a second (`bpftop bench -d 100ms`)", stages(found, "cold")),
        ("What bpftop holds in memory, MB", memory(found)),
        ("Cost over processes, least squares", line(found)),
        ("Processes that all run every second", waking(found)),
        ("A process of many threads", threads(found)),
        ("How late others wake on the CPU that walks without a pause, µs", latency(found)),
        ("Targets", target_table(found)),
    ] if table]
    checks = [f"{size}: {case['check']['says'][-1]}" for size, case in in_order(found) if "check" in case]
    return made + [section("`bpftop check` meanwhile", "\n".join(f"- {line}" for line in checks))] * bool(checks)


def section(title, table):
    return f"## {title}\n\n{table}"


def in_order(found):
    """The cases of a number of processes, the fewest first."""
    return [(size, found[size]) for size in LINE if size in found]


def head(sizes):
    return [""] + [f"{int(size):,} processes" for size in sizes]


def by_tool(found, sizes, key, scale=1, with_ratio=False):
    """One tool a row, one size a column."""
    rows = []
    for tool in found[sizes[0]]["tools"]:
        row = [tool]
        for size in sizes:
            value = found[size]["tools"][tool][key]
            cell = digits(value and value * scale)
            if with_ratio and tool != OURS:
                ours = found[size]["tools"][counterpart(tool)][key]
                cell += f" ({times(ratio(value, ours))})" if tool != counterpart(tool) else ""
            row.append(cell)
        rows.append(row)
    return markdown(head(sizes), rows)


def counterpart(tool):
    """The mode of bpftop that does what a tool does."""
    return "bpftop -b" if tool.endswith(" -b") else OURS


def times(value):
    return "-" if value is None else f"{digits(value)}×"


def total(calls):
    return sum(calls.values()) if calls else None


def syscalls(found, sizes):
    rows = []
    for tool in found[sizes[0]]["syscalls"]:
        row = [tool]
        for size in sizes:
            value = total(found[size]["syscalls"][tool])
            ours = total(found[size]["syscalls"][counterpart(tool)])
            row.append(f"{value:,}" + (f" ({times(ratio(value, ours))})" if tool != counterpart(tool) else "") if value else "-")
        rows.append(row)
    return markdown(head(sizes), rows)


# How often walks are made: the name in the results, and in words.
PACES = {"warm": "without a pause", "cold": "every 100 ms", "second": "once a second"}


def floors(found):
    rows = []
    for size, case in in_order(found):
        for walk in WALKS:
            row = [f"{case['processes']:,} processes, {walk}"]
            for pace in PACES:
                times_of = case["walks"][pace][walk]
                row += [microseconds(times_of["walk_ns"]), microseconds(times_of["floor_ns"]), times(floor_ratio(case, walk, pace))]
            rows.append(row)
    heads = [head for when in PACES.values() for head in (f"walk {when}", "empty", "ratio")]
    return markdown([""] + heads, rows) if rows else None


def limits(found):
    """What a monitor could reach once a second: one that only walked, one that also read and wrote what has to be and computed nothing, and one
    that also read of the processes what bpftop does."""
    rows = []
    for size, case in in_order(found):
        second = case["walks"]["second"]
        walk, floor, refresh = (*(second["open-coded"][key] for key in ("walk_ns", "floor_ns")), second.get("least_refresh_ns"))
        if not all((walk, floor, refresh)) or "htop" not in case["tools"]:
            continue
        least = (floor, refresh, refresh + max(0, walk - floor))
        htop, top = (case["tools"][name]["cpu_ms"] * 1e6 for name in ("htop", "top"))
        rows.append([f"{case['processes']:,}"] + [
            cell for ns in least for cell in (microseconds(ns), times(ratio(htop, ns)), times(ratio(top, ns)))])
    heads = [f"{head}" for what in ("an empty walk", "the least refresh", "with bpftop's walk") for head in (f"{what}, µs", "htop ÷ it", "top ÷ it")]
    return markdown(["processes"] + heads, rows) if rows else None


def microseconds(ns):
    return digits(ns and ns / 1000)


def stages(found, state):
    cases = [(size, case["stages"][state]) for size, case in in_order(found)]
    if not cases:
        return None
    rows = [[stage] + [microseconds(case["stages_ns"][stage]["median"]) for _, case in cases]
            for stage in cases[0][1]["stages_ns"]]
    rows.append(["system calls"] + [str(case["syscalls_per_refresh"] or "-") for _, case in cases])
    rows.append(["bytes a frame"] + [f"{case['bytes_per_frame']:,}" for _, case in cases])
    return markdown(head([size for size, _ in cases]), rows)


def memory(found):
    cases = in_order(found)
    kinds = {kind for _, case in cases for kind in case["tools"][OURS]["memory_kb"]}
    rows = [[kind] + [digits(case["tools"][OURS]["memory_kb"].get(kind, 0) * 1024 / 1e6) for _, case in cases]
            for kind in sorted(kinds)]
    return markdown(head([size for size, _ in cases]), rows) if rows else None


def line_points(found, value):
    """(processes, value) of every size; value takes a case."""
    points = [(case["stages"]["warm"]["processes"], value(case)) for _, case in in_order(found)]
    return [(x, y) for x, y in points if y is not None]


# What is fitted, each a value in ns of a case.
LINES = {
    "walk, open-coded": lambda case: case["walks"]["warm"]["open-coded"]["walk_ns"],
    "walk, iter/task": lambda case: case["walks"]["warm"]["iter"]["walk_ns"],
    "empty walk, open-coded": lambda case: case["walks"]["warm"]["open-coded"]["floor_ns"],
    "empty walk, iter/task": lambda case: case["walks"]["warm"]["iter"]["floor_ns"],
    "CPU of a refresh, without a pause": lambda case: case["stages"]["warm"]["stages_ns"]["cpu"]["median"],
    "CPU of a refresh, once a second": lambda case: case["tools"][OURS]["cpu_ms"] * 1e6,
}


def line(found):
    rows = []
    for name, value in LINES.items():
        points = line_points(found, value)
        if len(points) < 3:
            continue
        fitted = figures.fit_line(points)
        rows.append([name] + [digits(y / 1e6) for _, y in points] +
                    [digits(fitted["slope"]), digits(fitted["intercept"] / 1000), f"{fitted['r2']:.4f}"])
    measured = [f"{x:,}, ms" for x, _ in line_points(found, LINES["CPU of a refresh, once a second"])]
    return markdown(["", *measured, "ns a process", "+ µs", "R²"], rows) if rows else None


def waking(found):
    case = found.get("waking")
    if not case:
        return None
    rows = [[f"walk, {walk}, beside the empty walk's {microseconds(found_here['floor_ns'])} µs",
             microseconds(found_here["walk_ns"]) + " µs", times(ratio(found_here["walk_ns"], found_here["floor_ns"]))]
            for walk, found_here in case["walks"].items() if walk in WALKS]
    ours = case["tools"][OURS]["cpu_ms"]
    rows += [[f"CPU of a refresh, {tool}", digits(found_here["cpu_ms"], " ms"), times(ratio(found_here["cpu_ms"], ours))]
             for tool, found_here in case["tools"].items()]
    return markdown([f"{case['processes']:,} processes", "", "ratio"], rows)


def threads(found):
    case = found.get("threads")
    if not case:
        return None
    lines = [f"Added by a process of {case['threads']:,} threads, ns a thread: "
             + ", ".join(f"{walk} {digits(value)}" for walk, value in case["ns_per_thread"].items()) + ".", ""]
    ours = case["tools"][OURS]["cpu_ms"]
    rows = [[tool, digits(found_here["cpu_ms"]), times(ratio(found_here["cpu_ms"], ours)), digits(found_here["first_row_ms"])]
            for tool, found_here in case["tools"].items()]
    return "\n".join(lines) + "\n" + markdown(["100 idle processes and it", "CPU ms a refresh", "ratio", "first row, ms"], rows)


def latency(found):
    case = found.get("latency")
    if not case:
        return None
    rows = []
    for load, late in case["late_us"].items():
        row = [load]
        for policy in ("other", "fifo"):
            row += [digits(late[policy] and late[policy][key]) for key in ("median", "p99", "max")]
        rows.append(row)
    columns = [f"{policy} {key}" for policy in ("SCHED_OTHER", "SCHED_FIFO") for key in ("median", "99 %", "max")]
    return markdown([f"{case['processes']:,} processes; beside", *columns], rows)


def targets(found):
    """What was to be reached: name, the size, the bound, what was measured, whether it is met."""
    rows = []
    for size, (htop, top, open_coded, iterator, calls, memory_mb) in BOUNDS.items():
        if size not in found:
            continue
        case = found[size]
        ours = case["tools"][OURS]
        measured = [("CPU of a refresh, htop ÷ bpftop", ">=", htop, ratio(case["tools"]["htop"]["cpu_ms"], ours["cpu_ms"])),
                    ("CPU of a refresh, top ÷ bpftop", ">=", top, ratio(case["tools"]["top"]["cpu_ms"], ours["cpu_ms"]))]
        for pace, when in PACES.items():
            measured += [(f"walk ÷ empty open-coded walk, {when}", "<=", open_coded, floor_ratio(case, "open-coded", pace)),
                         (f"walk by iter/task ÷ empty iter/task, {when}", "<=", iterator, floor_ratio(case, "iter", pace))]
        measured += [("system calls of a refresh", "<=", calls, total(case["syscalls"][OURS])),
                     ("peak resident memory, MB", "<=", memory_mb, ours["peak_rss_kb"] * 1024 / 1e6)]
        rows += [judged(name, f"{int(size):,}", sign, bound, value) for name, sign, bound, value in measured]
    if "threads" in found:
        added = found["threads"]["ns_per_thread"]["open-coded"]
        rows.append(judged("a thread more, ns", "2,000 threads", "<=", 60, added))
    return rows


# By number of processes: htop and top as multiples of bpftop, a walk as a multiple of an empty one of either kind, calls, MB.
BOUNDS = {"1000": (100, 40, 3, 2, 12, 20), "10000": (100, 40, 2, 2.5, 12, 30)}


def floor_ratio(case, walk, pace):
    found = case["walks"][pace][walk]
    return ratio(found["walk_ns"], found["floor_ns"])


def judged(name, where, sign, bound, value):
    met = None if value is None else value >= bound if sign == ">=" else value <= bound
    return {"target": name, "at": where, "sign": sign, "bound": bound, "measured": value, "met": met}


def target_table(found):
    marks = {True: "met", False: "missed", None: "not measured"}
    rows = [[row["target"], row["at"], f"{'≥' if row['sign'] == '>=' else '≤'} {row['bound']}",
             digits(row["measured"]), marks[row["met"]]] for row in targets(found)]
    return markdown(["target", "at", "bound", "measured", ""], rows) if rows else None


def readme_block(machine, found):
    """The table for README.md: what a reader compares, as ratios, with the command that made them."""
    sizes = [size for size in SIZES if size in found]
    rows = []
    for tool in found[sizes[0]]["tools"]:
        if tool.endswith(" -b"):
            continue
        row = [tool]
        for size in sizes:
            case = found[size]
            value, ours = case["tools"][tool]["cpu_ms"], case["tools"][OURS]["cpu_ms"]
            row.append(digits(value, " ms") + ("" if tool == OURS else f", **{times(ratio(value, ours))}**"))
        last = found[sizes[-1]]
        row += [f"{total(last['syscalls'][tool]):,}", digits(last["tools"][tool]["peak_rss_kb"] * 1024 / 1e6, " MB"),
                digits(last["tools"][tool]["first_row_ms"], " ms")]
        rows.append(row)
    most = f"{int(sizes[-1]):,}"
    columns = [f"CPU of a refresh, {int(size):,} processes" for size in sizes]
    table = markdown(["", *columns, f"system calls at {most}", f"memory at {most}", f"first row at {most}"], rows)
    versions = ", ".join(f"{name} {version}" for name, version in machine["versions"].items() if name != OURS)
    return (f"{table}\n\nWhole refreshes with drawing, 200×50, once a second, medians; {versions}; Linux {machine['kernel']}, "
            f"{machine['cpus']} CPUs ({machine['processor']}). `{COMMAND}` makes this table, [all the others]"
            "(bench/results/results.md) and the plots; [bench/README.md](bench/README.md) says how.\n\n"
            "![CPU time of a refresh over the number of processes](bench/results/cpu.png)")
