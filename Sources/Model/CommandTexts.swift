/// Command lines by process: a dictionary of which a changed copy costs what has changed, not what there is.
///
/// Every sample keeps one, and some process is born between most samples; a plain dictionary of 10,000, shared with the sample
/// before, would be copied whole for it.
package struct CommandTexts: Sendable {
    /// What is shared with earlier samples, and seldom written.
    private var base: [ProcessIdentity: String] = [:]
    /// What has been written since, which counts before `base`; nil: taken out.
    private var overlay: [ProcessIdentity: String?] = [:]
    /// Whether something in `base` has been written over; mostly only what is new is written.
    private var isOverwritten = false

    /// Makes an empty set.
    package init() {}

    /// The command line of a process, nil where none is known: arguments joined by spaces.
    package subscript(process: ProcessIdentity) -> String? {
        get {
            if isOverwritten, let written = overlay[process] { return written }
            if let text = base[process] { return text }
            return overlay.isEmpty ? nil : overlay[process] ?? nil
        }
        set {
            overlay[process] = .some(newValue)
            if !isOverwritten { isOverwritten = base[process] != nil }
            // A sample's copy of the overlay and its share of the next merge cost the least together where the overlay has the root of
            // twice what there is times the births between two samples: here with 10,000 and some 20.
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
        var all = base.filter { kept.contains($0.key) }
        for (process, text) in overlay where kept.contains(process) { all[process] = text }
        self = CommandTexts()
        base = all
    }

    private mutating func settle() {
        for (process, text) in overlay { base[process] = text }
        overlay = [:]
        isOverwritten = false
    }
}
