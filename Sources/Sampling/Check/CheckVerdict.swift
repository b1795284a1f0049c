/// What comparing one number with /proc came to.
package enum CheckVerdict: Equatable, Sendable {
    /// It is what /proc says, or lies between what /proc said before and after.
    case agrees
    /// It is not; the difference is in the field's unit, the texts are for a person.
    case differs(by: UInt64, ours: String, theirs: String)
    /// There is nothing to compare.
    case skipped(Reason)

    /// Why a number was not compared.
    package enum Reason: String, CaseIterable, Sendable {
        /// The kernel, or this process, has no such number.
        case unknown
        /// These privileges do not suffice for the file.
        case denied
    }
}

/// What a field's difference is counted in.
package enum CheckUnit: String, Sendable {
    case count
    case nanoseconds = "ns"
    case bytes
    case pages
    /// No measure: two of these are equal or they are not.
    case none = ""
}
