package import Terminal

extension State {
    /// Takes an event; what is to be done outside comes back in the order in which to do it.
    ///
    /// - Parameter time: ns of the monotonic clock, by which double clicks are told from two clicks.
    package mutating func handle(_ event: Event, at time: UInt64 = 0) -> [Effect] {
        switch event {
        case .resize(let size):
            resize(to: size)
            return []
        case .focus, .unknown: return []
        default: break
        }
        if let effects = handleEverywhere(event) { return effects }
        if isInput(event) { message = nil }
        let effects = route(event, at: time)
        settle()
        return effects
    }

    private mutating func resize(to new: Size) {
        size = new
        forgetColumns()
        let wasVisible = isCursorVisible
        settle()
        if wasVisible { revealCursor() }
    }

    private func isInput(_ event: Event) -> Bool {
        guard case .mouse(let mouse) = event else { return true }
        if case .press = mouse.action { return true }
        return false
    }

    /// The keys that mean the same whatever is in front.
    private func handleEverywhere(_ event: Event) -> [Effect]? {
        switch event {
        case .character("c", let modifiers) where modifiers.contains(.control): [.quit]
        case .character("z", let modifiers) where modifiers.contains(.control): [.suspend]
        case .character("l", let modifiers) where modifiers.contains(.control): [.redraw]
        default: nil
        }
    }

    private mutating func route(_ event: Event, at time: UInt64) -> [Effect] {
        if let replacement = keyBarEvent(event) { return route(replacement, at: time) }
        if dialog != nil { return handleInDialog(event) }
        if prompt != nil { return handleInPrompt(event) }
        if case .mouse(let mouse) = event { return handleMouse(mouse, at: time) }
        lastClick = nil
        guard let stroke = Stroke(event) else { return [] }
        return handle(stroke)
    }

    /// The key that a click on the key bar stands for.
    private func keyBarEvent(_ event: Event) -> Event? {
        guard case .mouse(let mouse) = event, mouse.action == .press(.left) else { return nil }
        return KeyBar(self).event(at: mouse.position, in: Frame(self, in: Rect(size)).keyBar)
    }
}

// MARK: - Keys of the table

extension State {
    private mutating func handle(_ stroke: Stroke) -> [Effect] {
        if let first = prefix {
            prefix = nil
            if let command = KeyBinding.commands[[first, stroke]] { return run(command) }
            // Behind `y` any other letter is a mistyped yank, not a command of its own.
            if first == .character("y") || stroke == .key(.escape) {
                count = nil
                return []
            }
        }
        if takeDigit(stroke) { return [] }
        if KeyBinding.prefixes.contains(stroke) {
            prefix = stroke
            return []
        }
        guard let command = KeyBinding.commands[[stroke]] else {
            count = nil
            return []
        }
        return run(command)
    }

    /// Adds a digit to the count; a 0 begins none.
    private mutating func takeDigit(_ stroke: Stroke) -> Bool {
        guard case .character(let letter, []) = stroke, letter.isASCII,
            let digit = letter.wholeNumberValue, digit > 0 || count != nil
        else { return false }
        count = min((count ?? 0) * 10 + digit, 9_999_999)
        return true
    }

    private mutating func run(_ command: Command) -> [Effect] {
        let repeats = count
        count = nil
        return perform(command, count: repeats)
    }
}

// MARK: - Dialogs

extension State {
    /// What a dialog may know.
    var dialogContext: DialogContext {
        DialogContext(
            snapshot: snapshot, settings: settings, isReadOnly: options.isReadOnly,
            ownPID: options.ownPID, area: Rect(size).droppingBottom(1))
    }

    private mutating func handleInDialog(_ event: Event) -> [Effect] {
        let context = dialogContext
        guard let result = dialog?.handle(event, in: context) else { return [] }
        switch result {
        case .stay: return []
        case .run(let effects): return effects
        case .change(let settings): return change(settings)
        case .replace(let other):
            dialog = other
            return []
        case .close(let effects):
            dialog = nil
            return effects
        case .closeChanging(let settings):
            dialog = nil
            return change(settings)
        case .closeWith(let result):
            dialog = nil
            report(result)
            return []
        }
    }

    /// Opens what was asked for, or says why not.
    mutating func open(_ request: DialogRequest) -> [Effect] {
        switch request.opening(in: dialogContext) {
        case .dialog(let dialog, let effects):
            self.dialog = dialog
            return effects
        case .effects(let effects): return effects
        case .refusal(let text):
            say(text, isFailure: true)
            return []
        }
    }
}
