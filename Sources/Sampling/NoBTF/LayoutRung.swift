/// A place where the running kernel's layout may be learnt, and what came of it.
package struct LayoutRung: Equatable, Sendable {
    package let place: Place
    package let outcome: Outcome

    /// The places, from the surest to the last.
    package enum Place: String, CaseIterable, Sendable {
        case named = "file of --btf or $BPFTOP_BTF"
        case sysfs = "/sys/kernel/btf/vmlinux"
        case identity = "kernel's BTF by id, of bpf(2)"
        case disk = "BTF or DWARF on disk, by build id"
        case baked = "baked table, by build id"
        case guess = "baked table, by release"
    }

    /// What came of a place.
    package enum Outcome: Equatable, Sendable {
        /// The layout is of there; the text is how records name their source.
        case used(String)
        /// Why it is not.
        case passedOver(String)
        /// One above it was.
        case notNeeded
    }

    /// Makes a rung.
    package init(_ place: Place, _ outcome: Outcome) {
        self.place = place
        self.outcome = outcome
    }
}

/// What is known of every place so far.
struct LayoutRungs {
    private var used: (place: LayoutRung.Place, source: String)?
    private var reasons: [LayoutRung.Place: [String]] = [:]

    /// Notes where the layout is of.
    mutating func use(_ place: LayoutRung.Place, _ source: String) {
        used = (place, source)
    }

    /// Notes why a place is of no use.
    mutating func passOver(_ place: LayoutRung.Place, _ reason: String) {
        reasons[place, default: []].append(reason)
    }

    /// Why the places below the kernel's own file are of no use, one line each.
    var refusals: [String] {
        LayoutRung.Place.allCases.filter { $0 != .named && $0 != .sysfs }
            .flatMap { reasons[$0] ?? [] }
    }

    /// The last reason of a place.
    func reason(_ place: LayoutRung.Place) -> String? { reasons[place]?.last }

    /// Every place in order; `otherwise` is said of those that nobody has looked at.
    func all(otherwise: LayoutRung.Outcome = .notNeeded) -> [LayoutRung] {
        LayoutRung.Place.allCases.map { place in
            if let used, used.place == place { return LayoutRung(place, .used(used.source)) }
            if let reasons = reasons[place] {
                return LayoutRung(place, .passedOver(reasons.joined(separator: "; ")))
            }
            return LayoutRung(place, otherwise)
        }
    }
}
