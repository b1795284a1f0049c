/// How an effect went, for the message line.
package struct ActionResult: Equatable, Sendable {
    /// One sentence without a full stop: "sent SIGTERM to 3 processes", "kill 123: operation not permitted".
    package var text: String
    /// Whether something did not work; such a message stays until a key is pressed.
    package var isFailure: Bool

    /// Makes a result.
    package init(_ text: String, isFailure: Bool = false) {
        self.text = text
        self.isFailure = isFailure
    }
}
