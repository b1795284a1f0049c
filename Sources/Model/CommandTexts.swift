/// Command lines by process: a dictionary of which a changed copy costs what has changed, not what there is.
///
/// Every sample keeps one, and some process is born between most samples; a plain dictionary of 10,000, shared with the sample
/// before, would be copied whole for it.
package struct CommandTexts: Sendable {
    /// What is shared with earlier samples, and seldom written.
    private var base: [ProcessIdentity: String] = [:]
    /// What has been written since, which counts before `base`; nil: taken out.
    private var overlay: [ProcessIdentity: String?] = [:]

    /// Makes an empty set.
    package init() {}

    /// The command line of a process, nil where none is known: arguments joined by spaces.
    package subscript(process: ProcessIdentity) -> String? {
        get {
            if !overlay.isEmpty, let written = overlay[process] { return written }
            return base[process]
        }
        set {
            overlay[process] = .some(newValue)
            // A copy of the overlay for each sample and of all for each merge cost least together at the root of what there is
            // times the births between two merges; some 20 between two samples are taken.
            if overlay.count > 64 + base.count / 16 { settle() }
        }
    }

    /// How many processes have one.
    package var count: Int {
        overlay.reduce(base.count) { count, written in
            count + (written.value == nil ? 0 : 1) - (base[written.key] == nil ? 0 : 1)
        }
    }

    /// All of them, in no order.
    package var all: [ProcessIdentity: String] {
        var settled = self
        settled.settle()
        return settled.base
    }

    /// Takes out those of all processes but some.
    package mutating func keep(_ kept: Set<ProcessIdentity>) {
        settle()
        base = base.filter { kept.contains($0.key) }
    }

    private mutating func settle() {
        for (process, text) in overlay { base[process] = text }
        overlay = [:]
    }
}
