/// What becomes of a text that is longer than its place.
package enum Overflow: Sendable {
    /// Cut between two clusters; a wide one that would stick out is left out whole.
    case clip
    /// Cut, and the last column shows `…`.
    case ellipsis
}
