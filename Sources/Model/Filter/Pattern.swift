struct Pattern: Sendable {
    func occurs(in text: String) -> Bool { false }
}
