import Interface
import Model
import Terminal
import Testing

@Suite struct CostTests {
    /// Debug builds are some thirty times slower; the bound is there to catch work for rows that are not in view.
    @Test(.timeLimit(.minutes(1)))
    func `a frame of ten thousand processes costs what one of a hundred does`() {
        let size = Size(columns: 200, rows: 60)
        let clock = ContinuousClock()
        func frame(_ count: Int) -> Duration {
            var state = State(.crowd(count), columns: size.columns, rows: size.rows)
            var screen = Screen(size: size)
            state.type("5j")
            return (0..<9).map { _ in clock.measure { state.render(into: &screen) } }.min() ?? .zero
        }
        let (small, large) = (frame(100), frame(10_000))
        print("a frame of 200x60: \(small) of 100 processes, \(large) of 10,000")
        #expect(large < small * 3 + .milliseconds(1))
    }

    @Test func `a key press costs no new list`() {
        var state = State(.crowd(10_000), columns: 200, rows: 60)
        let clock = ContinuousClock()
        let key = (0..<9).map { _ in clock.measure { state.type("j") } }.min() ?? .zero
        let list = (0..<3).map { _ in clock.measure { state.type("I") } }.min() ?? .zero
        print("a key press \(key), one that orders anew \(list)")
        #expect(key < list)
    }
}
