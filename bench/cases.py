"""What is measured, one case after the other; each gives a dictionary that JSON can hold."""

import contextlib
import os
import subprocess
import tempfile
import time

import figures
import machine
import session
import tools
from figures import WALKS
from machine import Crowd, RoomForPIDs, say

THREADS = 2000
WARM_UP = 2
# Long enough for others to take the caches, short enough to repeat often.
COLD_MS = 100


class Plan:
    """How much is measured, of which binary."""

    def __init__(self, binary, rounds, refreshes):
        self.binary = str(binary)
        self.rounds = rounds
        self.refreshes = refreshes


def full(plan, count):
    """All monitors among that many idle processes and some busy ones; the walks and their floors among the idle ones alone."""
    with RoomForPIDs(count), Crowd("idle", count):
        result = {"processes": process_count(), "walks": walks(plan), "stages": stages(plan)}
        result["syscalls"] = system_calls(plan, all_tools(plan, count))
        with tempfile.TemporaryDirectory(prefix="bench-") as folder, Crowd("busy", folder):
            result["tools"] = in_turn(plan, all_tools(plan, count))
            result["check"] = check(plan)
    return result


def ours(plan, count):
    """bpftop alone, for the line of cost over processes."""
    with RoomForPIDs(count), Crowd("idle", count):
        result = {"processes": process_count(), "walks": walks(plan), "stages": stages(plan)}
        result["tools"] = in_turn(plan, tools.interactive(plan.binary, count)[:1], rounds=1)
    return result


def waking(plan, count):
    """The full screens among processes that all run between two refreshes, so that no walk can pass over one."""
    with RoomForPIDs(count), Crowd("waking", count):
        return {"processes": process_count(),
                "walks": in_turn_with_floors(plan, rounds=1, runs=6, pause_ms=1000),
                "tools": in_turn(plan, tools.interactive(plan.binary, count), rounds=1)}


def threads(plan):
    """What a process of many threads adds, to a walk and to each monitor."""
    with Crowd("idle", 100):
        pairs = {walk: [] for walk in WALKS}
        for _ in range(plan.rounds):
            before = {walk: walk_time(plan, walk) for walk in WALKS}
            with Crowd("threads", THREADS):
                for walk in WALKS:
                    pairs[walk].append((before[walk], walk_time(plan, walk)))
        with Crowd("threads", THREADS):
            chosen = tools.interactive(plan.binary, 100) + [tools.htop_without_threads()]
            compared = in_turn(plan, chosen, rounds=1)
    added = {walk: figures.median([after - before for before, after in found if before and after])
             for walk, found in pairs.items()}
    return {"threads": THREADS, "tools": compared,
            "ns_per_thread": {walk: time and time / THREADS for walk, time in added.items()}}


def latency(plan, count, seconds=4):
    """How late others wake on the CPU where walks run back to back, among that many processes."""
    cpu = max(os.sched_getaffinity(0))
    endless = [plan.binary, "bench", "-i", "1000000000"]
    loads = {
        "nothing": None,
        "a loop in user space": [machine.BUILD / "crowd", "burn"],
        "bpftop, open-coded": [*endless, "--walk", "open-coded"],
        "bpftop, iter/task": [*endless, "--walk", "iter"],
        "top -b without a pause": ["top", "-b", "-d", "0"],
    }
    found = {}
    with RoomForPIDs(count), Crowd("idle", count):
        for name, command in loads.items():
            say(f"  latency beside: {name}")
            with pinned(command, cpu):
                found[name] = machine.probe(cpu, seconds)
    return {"processes": count, "seconds": seconds, "late_us": found}


@contextlib.contextmanager
def pinned(command, cpu):
    """Runs a command on one CPU until the block ends."""
    if command is None:
        yield
        return
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, preexec_fn=lambda: os.sched_setaffinity(0, {cpu}))
    try:
        time.sleep(1)
        yield
    finally:
        process.terminate()
        process.wait()


def in_turn(plan, chosen, rounds=None):
    """Measures tools A B C, A B C, ...: what each said in all rounds."""
    found = {tool.name: [] for tool in chosen}
    for turn in range(rounds or plan.rounds):
        for tool in chosen:
            say(f"  round {turn + 1}: {tool.name}")
            found[tool.name].append(session.measure(tool, WARM_UP, plan.refreshes))
    return {name: summary(runs) for name, runs in found.items()}


def summary(runs):
    """The medians over all refreshes of all rounds, and the largest peak."""
    cpu = [value for run in runs for value in run["cpu_ns"]]
    waits = [value for run in runs for value in run["wait_ns"]]
    largest = max(runs, key=lambda run: run["peak_rss_kb"])
    return {
        "refreshes": len(cpu),
        "cpu_ms": figures.median(cpu) / 1e6,
        "cpu_ms_range": [min(cpu) / 1e6, max(cpu) / 1e6],
        "wall_ms": figures.median([a + b for a, b in zip(cpu, waits)]) / 1e6,
        "interval_s": figures.median([value for run in runs for value in run["interval_s"]]),
        "first_row_ms": figures.median([run["first_row_ms"] for run in runs]),
        **{key: largest[key] for key in ("peak_rss_kb", "private_kb", "memory_kb")},
    }


def all_tools(plan, count):
    return tools.interactive(plan.binary, count) + tools.batch(plan.binary, count)


def system_calls(plan, chosen):
    """The calls of a typical refresh of each tool, by name."""
    found = {}
    for tool in chosen:
        say(f"  system calls: {tool.name}")
        found[tool.name] = figures.typical(session.trace(tool, WARM_UP))
    return found


def walks(plan):
    """The walks without a pause, with warm caches, once in a while, when caches have been lost, and as often as monitors walk."""
    return {"warm": in_turn_with_floors(plan, rounds=plan.rounds, runs=50, pause_ms=0),
            "cold": in_turn_with_floors(plan, rounds=1, runs=15, pause_ms=COLD_MS),
            "second": in_turn_with_floors(plan, rounds=1, runs=9, pause_ms=1000)}


def in_turn_with_floors(plan, rounds, runs, pause_ms):
    """Each walk beside the empty walk of its kind, measured in turn, and the CPU time of the least refresh: medians in ns."""
    times = {walk: {"walk": [], "floor": []} for walk in WALKS}
    least = []
    for turn in range(rounds):
        say(f"  round {turn + 1}: walks and floors" + (f", every {pause_ms} ms" if pause_ms else ""))
        floors = machine.floors(runs, pause_ms)
        least += floors["refresh"] or []
        for walk in WALKS:
            times[walk]["walk"].append(walk_time(plan, walk, runs, pause_ms))
            times[walk]["floor"].append(floors[walk] and figures.median(floors[walk]["ns"]))
    return {walk: {f"{kind}_ns": figures.median(values) for kind, values in found.items()}
            for walk, found in times.items()} | {"least_refresh_ns": figures.median(least)}


def walk_time(plan, walk, runs=50, pause_ms=0):
    """The median time of a walk in ns; None where this kernel has no such walk."""
    report = machine.benchmark(plan.binary, runs, pause_ms, "--walk", walk)
    return report and report["stages_ns"]["walk"]["median"]


def stages(plan):
    """All that `bpftop bench` says of the walk that bpftop itself would choose."""
    return {"warm": machine.benchmark(plan.binary, 100, 0), "cold": machine.benchmark(plan.binary, 20, COLD_MS)}


def check(plan):
    """Whether every number agrees with /proc while all this goes on."""
    say("  bpftop check")
    run = subprocess.run([plan.binary, "check", "--seconds", "1"], stdout=subprocess.PIPE, text=True)
    return {"code": run.returncode, "says": run.stdout.strip().splitlines()[-3:]}


def process_count():
    """How many processes there are, by /proc."""
    return sum(name.isdigit() for name in os.listdir("/proc"))
