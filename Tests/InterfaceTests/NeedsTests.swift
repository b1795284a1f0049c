import Interface
import Model
import Terminal
import Testing

/// What a screen asks of the next sample.
@Suite struct NeedsTests {
    @Test func `by CPU nothing is needed but what is in view or a page away`() {
        var state = State(.crowd(400))
        #expect(state.needs.parts == [])
        let first = state.needs.rows
        #expect(first.count > 20 && first.count < 200)
        #expect(Set(first).count == first.count)
        state.type("G")
        let last = state.needs.rows
        // Behind the last row nothing is near.
        #expect(Set(last).isDisjoint(with: first) && (21...first.count).contains(last.count))
        #expect(last.allSatisfy { $0 >= 0 && $0 < 400 })
        state.type("200G")
        #expect(state.needs.rows.count > last.count)
    }

    @Test func `what orders, filters or hangs rows below others is needed of all`() {
        var state = State(.crowd(40))
        state.type("M")
        #expect(state.needs.parts == .memory)
        state.type("P")
        #expect(state.needs.parts == [])
        state.type("t")
        #expect(state.needs.parts == .parent)
        state.type("t\\nice > 3\r")
        #expect(state.needs.parts == .scheduling)
    }

    @Test func `threads and dialogs need everything`() {
        var state = State(.crowd(40))
        state.press(.function(9))
        #expect(state.needs == .everything)
        state.press(.escape)
        #expect(state.needs.parts == [])
        state.type("H")
        #expect(state.needs == .everything)
    }

    @Test func `an empty screen needs what is to come`() {
        let state = State(Invented())
        #expect(state.needs.rows.isEmpty)
    }
}
