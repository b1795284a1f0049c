import Model
import Terminal
import TestSupport
import Testing

@testable import Interface

/// What a screen asks of the next sample.
@Suite struct NeedsTests {
    @Test func `by CPU nothing is needed but what is in view`() {
        var state = State(.crowd(400))
        #expect(state.needs.parts == [])
        let first = state.needs.rows
        #expect(first.count > 20 && first.count < 200)
        #expect(Set(first).count == first.count)
        state.type("G")
        let last = state.needs.rows
        #expect(Set(last).isDisjoint(with: first) && last.count >= 18)
        #expect(last.allSatisfy { $0 >= 0 && $0 < 400 })
    }

    @Test(arguments: ["", "G", "200G", "3G"])
    func `what is a page away is needed within four samples`(keys: String) throws {
        var state = State(.crowd(400))
        state.type(keys)
        let snapshot = Snapshot(try #require(state.snapshot?.current), since: nil)
        state.update(snapshot)
        let page = state.size.rows
        let offset = state.offset
        let inView = offset..<min(offset + page, 400)
        let near = max(0, offset - page)..<min(offset + 2 * page, 400)
        var found: [Set<Int32>] = []
        for _ in 0..<4 {
            found.append(Set(state.needs.rows))
            state.update(snapshot)
        }
        let always = found.reduce(found[0]) { $0.intersection($1) }
        // The cursor may have moved out of view with its process.
        let cursor = state.list.rows[try #require(state.cursorRow)].index
        #expect(always == Set(inView.map { state.list.rows[$0].index } + [cursor]))
        let ever = found.reduce(Set()) { $0.union($1) }
        #expect(ever == Set(near.map { state.list.rows[$0].index } + [cursor]))
        let most = inView.count + (near.count - inView.count) / 4 + 3
        #expect(found.allSatisfy { $0.count <= most })
    }

    @Test func `what a dialog would be about is needed wherever it is`() {
        var state = State(.crowd(400))
        state.type(" jj ")
        let tagged = [0, 3].map { state.list.rows[$0].index }
        state.type("200G")
        let cursor = state.list.rows[199].index
        state.offset = 300
        let needed = state.needs.rows
        #expect(Set(needed).isSuperset(of: tagged + [cursor]))
        #expect(Set(needed).count == needed.count)
    }

    @Test func `tagged rows are found wherever births and deaths have moved them`() {
        var random = SeededGenerator(seed: 5)
        var world = Invented.crowd(400)
        var state = State(world)
        var next: UInt32 = 50_000
        for turn in 0..<60 {
            if turn % 7 == 0 { state.type(" jj j ") }
            let deaths = [0, 1, 3, 40, 120][turn % 5]
            for _ in 0..<deaths {
                world.tasks.remove(at: Int.random(in: world.tasks.indices, using: &random))
            }
            for _ in 0..<deaths {
                next += 1
                world.add(next, "new", command: "new")
                let place = Int.random(in: world.tasks.indices, using: &random)
                world.tasks.insert(world.tasks.removeLast(), at: place)
            }
            let tagged = state.tags
            world.time += Invented.second
            state.update(world.snapshot)
            let rows = world.tasks.indices.filter { tagged.contains(world.tasks[$0].rowIdentity) }
            #expect(state.tags == Set(rows.map { world.tasks[$0].rowIdentity }))
            #expect(Set(state.needs.rows).isSuperset(of: rows.map { Int32($0) }))
            guard !rows.isEmpty else { continue }
            #expect(state.targets.map(\.identity) == rows.map { world.tasks[$0].identity })
        }
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
