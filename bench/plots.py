"""Plots of the results, as PNG."""

import matplotlib

matplotlib.use("Agg")

import matplotlib.pyplot as plt  # noqa: E402

import figures  # noqa: E402
import report  # noqa: E402

COLORS = {"bpftop": "#d65d0e", "htop": "#458588", "top": "#689d6a", "btop": "#b16286"}
STAGES = ("walk", "sample", "join", "order", "draw", "write")


def draw(folder, found):
    """Every plot whose cases are there."""
    sizes = [size for size in report.SIZES if size in found]
    if sizes:
        by_tool(folder / "cpu.png", found, sizes, "CPU time of a refresh, ms",
                lambda case, tool: case["tools"][tool]["cpu_ms"])
        by_tool(folder / "syscalls.png", found, sizes, "system calls of a refresh",
                lambda case, tool: report.total(case["syscalls"][tool]))
    if len(report.in_order(found)) > 2:
        lines(folder / "line.png", found)
    if report.in_order(found):
        stages(folder / "stages.png", found)


def save(figure, path):
    figure.tight_layout()
    figure.savefig(path, dpi=120)
    plt.close(figure)


def by_tool(path, found, sizes, label, value):
    """One line a tool over the number of processes, both axes logarithmic."""
    figure, axes = plt.subplots(figsize=(7, 4.5))
    for tool, color in COLORS.items():
        points = [(found[size]["processes"], value(found[size], tool)) for size in sizes]
        points = [(x, y) for x, y in points if y]
        if not points:
            continue
        axes.plot(*zip(*points), marker="o", color=color, label=tool)
        axes.annotate(figures.digits(points[-1][1]), points[-1], textcoords="offset points",
                      xytext=(6, -8 if tool == "btop" else -1), fontsize=8)
    axes.set(xscale="log", yscale="log", xlabel="processes", ylabel=label)
    axes.grid(True, which="major", alpha=0.3)
    axes.legend(frameon=False)
    save(figure, path)


def lines(path, found):
    """What is fitted over processes, and the lines."""
    figure, axes = plt.subplots(figsize=(7, 4.5))
    for name, value in report.LINES.items():
        points = report.line_points(found, value)
        if len(points) < 3:
            continue
        fitted = figures.fit_line(points)
        xs = [x for x, _ in points]
        [drawn] = axes.plot(xs, [(fitted["intercept"] + fitted["slope"] * x) / 1e6 for x in xs], alpha=0.5,
                            linestyle=":" if name.startswith("empty") else "-")
        axes.scatter(xs, [y / 1e6 for _, y in points], color=drawn.get_color(), s=18,
                     label=f"{name}: {figures.digits(fitted['slope'])} ns a process")
    axes.set(xlabel="processes", ylabel="ms")
    axes.grid(True, alpha=0.3)
    axes.legend(frameon=False, fontsize=8)
    save(figure, path)


def stages(path, found):
    """Where the time of a refresh goes: shares, one bar a size, without a pause and ten times a second."""
    cases = report.in_order(found)
    figure, both = plt.subplots(1, 2, figsize=(10, 0.5 * len(cases) + 1.8), sharey=True)
    names = [f"{case['processes']:,}" for _, case in cases]
    for axes, state, title in zip(both, ("warm", "cold"), ("without a pause", "ten times a second")):
        times = [[case["stages"][state]["stages_ns"][stage]["median"] for stage in STAGES] for _, case in cases]
        left = [0.0] * len(cases)
        for number, stage in enumerate(STAGES):
            widths = [100 * row[number] / sum(row) for row in times]
            axes.barh(names, widths, left=left, label=stage)
            left = [a + b for a, b in zip(left, widths)]
        for place, row in enumerate(times):
            axes.text(101, place, figures.digits(sum(row) / 1e6, " ms"), va="center", fontsize=8)
        axes.set(xlabel=f"% of a refresh {title} (medians of each stage)", xlim=(0, 118))
    both[0].set(ylabel="processes")
    figure.legend(*both[0].get_legend_handles_labels(), frameon=False, ncol=len(STAGES), loc="upper center", fontsize=8)
    figure.tight_layout(rect=(0, 0, 1, 0.93))
    figure.savefig(path, dpi=120)
    plt.close(figure)
