package import Interface
internal import Model

/// How an action upon one target went.
package struct Outcome: Equatable, Sendable {
    /// Whom it was meant for.
    package let target: Target
    /// Why nothing was done; nil where it was.
    package let failure: ActionFailure?
}

extension [Outcome] {
    /// What is said of an action on these: `verb` is what was done ("sent SIGTERM to"), `infinitive` what was not ("send SIGTERM
    /// to").
    package func report(_ verb: String, orNot infinitive: String) -> ActionResult {
        let failures = filter { $0.failure != nil }
        let done = filter { $0.failure == nil }
        guard let first = failures.first, let reason = first.failure else {
            return ActionResult("\(verb) \(Self.phrase(done))")
        }
        let others = failures.count > 1 ? " (and \(failures.count - 1) more)" : ""
        let failed = "\(Self.name(first.target)): \(reason.text)\(others)"
        let text =
            done.isEmpty
            ? "could not \(infinitive) \(failed)"
            : "\(verb) \(done.count) of \(count) processes; not \(failed)"
        return ActionResult(text, isFailure: true)
    }

    private static func phrase(_ outcomes: [Outcome]) -> String {
        if outcomes.count == 1, let only = outcomes.first { return name(only.target) }
        return "\(outcomes.count) processes"
    }

    private static func name(_ target: Target) -> String {
        "\(target.name) (\(target.identity.pid))"
    }
}
