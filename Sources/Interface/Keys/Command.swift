internal import Model

/// Everything that a key can ask of the process table.
package enum Command: Hashable, Sendable {
    case quit, suspend, redraw, help, process, environment, setup, escape
    case search, filter, searchNext, searchPrevious
    case move(Motion)
    case scrollLeft, scrollRight, scrollToStart, scrollToEnd
    case scrollView(down: Bool)
    case placeView(Place)
    case jumpBack, jumpForward
    case follow, pause, shorterPeriod, longerPeriod
    case toggleTree, toggleThreads, toggleKernelThreads, networkColumns, gpuColumns
    case unitDisplay(Settings.UnitDisplay)
    case sortMenu, invertSort
    case quickSort(QuickSort)
    case tag, tagBranch, untagAll, visual
    case fold(Fold)
    case yank(Yank)
    case signal, nice, raisePriority, lowerPriority, ioPriority, affinity
    case freeze, thaw, thawAtOnce

    /// A way of the cursor.
    package enum Motion: Hashable, Sendable {
        case down, up, halfPageDown, halfPageUp, pageDown, pageUp, top, bottom
    }

    /// Where in the view the cursor's row comes to stand.
    package enum Place: Hashable, Sendable { case top, center, bottom }

    /// A column by which one key sorts, largest first.
    package enum QuickSort: Hashable, Sendable { case cpu, memory, time, gpuMemory }

    /// What happens to a branch of the tree; the names are vi's.
    package enum Fold: Hashable, Sendable {
        case open, close, toggle, openBranch, closeBranch, openAll, closeAll, toggleAll
    }

    /// What of a row goes to the clipboard.
    package enum Yank: Hashable, Sendable {
        case row, pid, user, container, unit, name, commandLine, gpu, gpuMemory
    }

    /// Whether it does something with rows, so that from then on the cursor belongs to its process.
    var meetsRows: Bool {
        switch self {
        case .quit, .suspend, .redraw, .help, .setup, .escape, .search, .filter, .scrollLeft,
            .scrollRight, .scrollToStart, .scrollToEnd, .scrollView, .pause, .shorterPeriod,
            .longerPeriod, .toggleTree, .toggleThreads,
            .toggleKernelThreads, .networkColumns, .gpuColumns, .unitDisplay, .sortMenu,
            .invertSort, .quickSort, .untagAll:
            false
        default: true
        }
    }

    /// Whether the columns exist that it shows, sorts by or copies.
    var hasColumns: Bool {
        let prefix =
            switch self {
            case .networkColumns: "net_"
            case .gpuColumns: "gpu_"
            case .quickSort(.gpuMemory), .yank(.gpuMemory): "gpu_memory_bytes"
            case .yank(.gpu): "gpu_percent"
            default: ""
            }
        return Column.all.contains { $0.name.hasPrefix(prefix) }
    }
}
