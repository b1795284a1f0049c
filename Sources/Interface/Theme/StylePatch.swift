package import Terminal

/// A change of a style: what it leaves open stays as it was.
package struct StylePatch: Hashable, Sendable {
    /// The colour of the text.
    package var foreground: Color?
    /// The colour behind the text.
    package var background: Color?
    /// The attributes, which replace those there were.
    package var attributes: Attributes?

    /// Makes a patch of its parts.
    package init(
        foreground: Color? = nil, background: Color? = nil, attributes: Attributes? = nil
    ) {
        self.foreground = foreground
        self.background = background
        self.attributes = attributes
    }

    /// Returns a style with the change made.
    package func applied(to style: Style) -> Style {
        Style(
            foreground: foreground ?? style.foreground, background: background ?? style.background,
            attributes: attributes ?? style.attributes)
    }

    /// Returns this change with another made after it.
    package func merging(_ other: StylePatch) -> StylePatch {
        StylePatch(
            foreground: other.foreground ?? foreground, background: other.background ?? background,
            attributes: other.attributes ?? attributes)
    }
}
