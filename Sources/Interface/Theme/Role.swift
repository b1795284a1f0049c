/// What a piece of the screen means; a theme says how each looks.
///
/// The order is the one in which help and the default configuration list them; roles that stand side by side on the screen
/// are neighbours here.
package enum Role: Int, CaseIterable, Sendable {
    // MARK: The whole screen
    case background, text, dim, largeNumber
    // MARK: The header
    case headerLabel, barFrame
    case cpuUser, cpuNice, cpuSystem, cpuIRQ, cpuSoftIRQ, cpuSteal, cpuGuest, cpuIOWait
    case memoryUsed, memoryShared, memoryBuffers, memoryCache
    case swapUsed, swapCached
    case gpuUsed, gpuMemory
    case pressureSome, pressureFull
    case graph, graphSecond
    case ownCost
    // MARK: The table
    case tableHeading, sortedHeading
    case cursorRow, visualRange, taggedRow, matchHighlight
    case stateRunning, stateQueued, stateSleeping, stateUninterruptible
    case stateStopped, stateZombie, stateIdle, frozen
    case kernelThread, thread
    case treeGuide, commandPath, commandBasename, commandArguments
    // MARK: Messages, key bar, dialogs
    case messageInfo, messageWarning, messageError
    case keyBarKey, keyBarLabel
    case dialogFrame, dialogTitle, dialogText, dialogSelection, dialogHint

    /// The key under which a configuration file overrides the role: "cpu_softirq".
    package var name: String { Role.names[rawValue] }

    /// The role of a configuration key; nil for one that there is not.
    package init?(name: String) {
        guard let index = Role.names.firstIndex(of: name) else { return nil }
        self.init(rawValue: index)
    }

    /// Whether the role is laid over a text that keeps what the role leaves open, as the cursor's row is.
    package var isOverlay: Bool {
        switch self {
        case .cursorRow, .visualRange, .taggedRow, .matchHighlight: true
        default: false
        }
    }

    /// In the order of the cases; a test holds both together.
    private static let names = [
        "background", "text", "dim", "large_number",
        "header_label", "bar_frame",
        "cpu_user", "cpu_nice", "cpu_system", "cpu_irq", "cpu_softirq", "cpu_steal", "cpu_guest",
        "cpu_iowait",
        "memory_used", "memory_shared", "memory_buffers", "memory_cache",
        "swap_used", "swap_cached",
        "gpu_used", "gpu_memory",
        "pressure_some", "pressure_full",
        "graph", "graph_second",
        "own_cost",
        "table_heading", "sorted_heading",
        "cursor_row", "visual_range", "tagged_row", "match_highlight",
        "state_running", "state_queued", "state_sleeping", "state_uninterruptible",
        "state_stopped", "state_zombie", "state_idle", "frozen",
        "kernel_thread", "thread",
        "tree_guide", "command_path", "command_basename", "command_arguments",
        "message_info", "message_warning", "message_error",
        "key_bar_key", "key_bar_label",
        "dialog_frame", "dialog_title", "dialog_text", "dialog_selection", "dialog_hint",
    ]
}

// MARK: - Glyphs

extension Role {
    /// The ASCII character that fills a bar's segment of this role, so that segments differ without any colour too; nil for a
    /// role that fills no bar.
    package var glyph: Unicode.Scalar? {
        switch self {
        case .cpuUser, .memoryUsed, .swapUsed, .gpuUsed, .gpuMemory, .pressureSome: "|"
        case .cpuNice, .memoryBuffers: "+"
        case .cpuSystem, .memoryShared, .pressureFull: "#"
        case .cpuIRQ: "!"
        case .cpuSoftIRQ: "*"
        case .cpuSteal: "%"
        case .cpuGuest: "@"
        case .cpuIOWait: ":"
        case .memoryCache, .swapCached: "."
        default: nil
        }
    }
}
