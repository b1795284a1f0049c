internal import Terminal

extension DialogResult {
    /// Closes and acts, unless nothing may be done to processes.
    static func acting(_ effect: Effect, in context: DialogContext) -> DialogResult {
        context.isReadOnly ? .closeWith(.readOnly) : .close([effect])
    }
}

extension ActionResult {
    /// What is said where `--readonly` forbids an action.
    static let readOnly = ActionResult("nothing is done: bpftop runs read-only", isFailure: true)
}

extension KeyHint {
    /// Leaves the dialog and changes nothing.
    static let cancel = KeyHint("Esc", "cancel", .key(.escape))
    /// Leaves a dialog whose changes are made already.
    static let done = KeyHint("Esc", "close", .key(.escape))

    /// Does what the dialog is for.
    static func confirm(_ label: String) -> KeyHint {
        KeyHint("Enter", label, .key(.enter))
    }
}
