import Foundation
import Interface
import Model
import Terminal
import Testing

/// A screen as lines of text, compared with a file that a person has looked at.
///
/// `BPFTOP_RECORD=1` writes the files anew.
func expectPicture(
    _ screen: Screen, _ name: String, sourceLocation: SourceLocation = #_sourceLocation
) throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Snapshots")
    let file = folder.appending(path: "\(name).txt")
    let drawn = screen.lines.map { $0 + "\n" }.joined()
    if ProcessInfo.processInfo.environment["BPFTOP_RECORD"] == "1" {
        try drawn.write(to: file, atomically: true, encoding: .utf8)
        return
    }
    let wanted = try String(contentsOf: file, encoding: .utf8)
    guard drawn != wanted else { return }
    let pairs = zip(lines(wanted), lines(drawn)).enumerated().filter { $1.0 != $1.1 }
    let difference = pairs.map { "line \($0 + 1)\n- \($1.0)\n+ \($1.1)" }.joined(separator: "\n")
    Issue.record("\(name) looks different:\n\(difference)", sourceLocation: sourceLocation)
}

private func lines(_ text: String) -> [Substring] {
    text.split(separator: "\n", omittingEmptySubsequences: false)
}

/// Compares effects; `#expect` itself takes no call that changes its state.
func expect(
    _ effects: [Effect], _ wanted: [Effect], sourceLocation: SourceLocation = #_sourceLocation
) {
    #expect(effects == wanted, sourceLocation: sourceLocation)
}

extension State {
    /// A state that has seen a snapshot.
    init(_ world: Invented, columns: Int = 80, rows: Int = 24, settings: Settings = Settings()) {
        self.init(settings: settings, size: Size(columns: columns, rows: rows))
        update(world.snapshot)
    }

    /// The state drawn into a screen of its size.
    var picture: Screen {
        var screen = Screen(size: size)
        render(into: &screen)
        return screen
    }

    /// Types characters one by one.
    @discardableResult
    mutating func type(_ text: String) -> [Effect] {
        var effects: [Effect] = []
        for character in text { effects += handle(.character(character)) }
        return effects
    }

    /// Presses a key.
    @discardableResult
    mutating func press(_ key: Key, _ modifiers: Modifiers = []) -> [Effect] {
        handle(.key(key, modifiers))
    }

    /// Presses a letter with Control held.
    @discardableResult
    mutating func control(_ letter: Character) -> [Effect] {
        handle(.character(letter, .control))
    }

    /// Presses the left button over a cell.
    @discardableResult
    mutating func click(_ column: Int, _ row: Int, at time: UInt64 = 0) -> [Effect] {
        handle(.mouse(MouseEvent(.press(.left), at: Point(column: column, row: row))), at: time)
    }
}
