/// The modifier keys held while another key went down.
package struct Modifiers: OptionSet, Hashable, Sendable {
    /// The bits of the kitty and xterm protocols: the transmitted number less one, lock keys left out.
    package let rawValue: UInt8

    /// Creates a set from its bits.
    package init(rawValue: UInt8) { self.rawValue = rawValue }

    /// Shift, for keys that are no characters.
    package static let shift = Modifiers(rawValue: 1 << 0)
    /// Alt, or Option.
    package static let alt = Modifiers(rawValue: 1 << 1)
    /// Control.
    package static let control = Modifiers(rawValue: 1 << 2)
    /// The Windows or Command key; only the kitty protocol reports it.
    package static let `super` = Modifiers(rawValue: 1 << 3)
    /// Hyper; only the kitty protocol reports it.
    package static let hyper = Modifiers(rawValue: 1 << 4)
    /// Meta, where it is not Alt; only the kitty protocol reports it.
    package static let meta = Modifiers(rawValue: 1 << 5)
}
