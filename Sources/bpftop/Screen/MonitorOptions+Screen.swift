import Config
import FoundationEssentials
import Glibc
import Interface
import Model
import Sampling
import Terminal

/// What the command line means for the screen.
extension MonitorOptions {
    /// What the terminal can do, less what was forbidden.
    var capabilities: Capabilities {
        var capabilities = Capabilities(
            environment: ProcessInfo.processInfo.environment, isTTY: StandardOutput.isTerminal)
        if noColor { capabilities.colorDepth = .monochrome }
        if ascii { capabilities.isUTF8 = false }
        if noMouse { capabilities.mouse = false }
        return capabilities
    }

    /// The state to begin with.
    func initialState(
        size: Size, capabilities: Capabilities, config: Settings, _ sampler: inout Sampler
    ) throws(Failure) -> State {
        var fixed = State.Options()
        fixed.isReadOnly = readonly
        fixed.ownPID = UInt32(getpid())
        fixed.zone = .local()
        fixed.colorDepth = capabilities.colorDepth
        fixed.overrides = config.themeOverrides
        let list = try resolvingUsers(try listSettings(), by: &sampler)
        var state = State(settings: try settings(list, over: config), options: fixed, size: size)
        state.scope.users = list.users
        state.scope.pids = list.pids
        if let filter { try state.filter(byOption: filter) }
        return state
    }

    /// Where configuration files are looked for.
    var configLocation: ConfigLocation {
        ConfigLocation(environment: ProcessInfo.processInfo.environment, file: config)
    }

    /// What the configuration says, where the command line says nothing else.
    private func settings(_ list: ListSettings, over config: Settings) throws(Failure) -> Settings {
        var settings = config
        settings.period = try checkedPeriod(or: Period(clamping: config.period)).nanoseconds
        settings.isTree = tree || config.isTree
        settings.showsThreads = threads || config.showsThreads
        settings.showsKernelThreads = kernelThreads ?? config.showsKernelThreads
        if sort != nil {
            settings.sortColumn = list.sort.column.name
            settings.sortOrder = list.sort.order
        }
        if columns != nil {
            settings.columns = try checkedColumns(standard: Column.standard).map(\.name)
        }
        if let theme {
            guard Theme.named(theme) != nil else {
                let names = Theme.presets.map(\.name).joined(separator: ", ")
                throw Failure(.usage, "--theme \(theme): there are \(names)")
            }
            settings.theme = theme
        }
        return settings
    }
}

extension State {
    /// Puts the filter of `-F` in force.
    mutating func filter(byOption text: String) throws(Failure) {
        do throws(FilterError) {
            try filter(by: text)
        } catch {
            throw Failure(.usage, "-F '\(text)': \(error)")
        }
    }
}
