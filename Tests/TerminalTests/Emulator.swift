@testable import Terminal

/// A terminal in memory, written apart from the code under test: it knows only what the program is allowed to send, and
/// records everything else as a complaint.
struct Emulator {
    struct Cell: Equatable {
        var text = " "
        var style = "0"
        var isRightHalf = false
    }

    let columns: Int
    let rows: Int
    var cells: [[Cell]]
    var row = 0
    var column = 0
    var isCursorShown = true
    var complaints: [String] = []
    private var pen = Pen()

    /// Whether it draws emoji and the like one column wide, as old terminals do.
    var isNarrowMinded = false

    private struct Pen {
        var foreground = "d"
        var background = "d"
        var attributes: Set<Int> = []

        var name: String {
            "\(foreground)/\(background)/\(attributes.sorted().map(String.init).joined(separator: ","))"
        }
        /// What shows on a blank.
        var blankName: String {
            let shown = attributes.intersection([4, 7, 9])
            return shown.isEmpty ? "blank/\(background)" : name
        }
    }

    init(columns: Int, rows: Int) {
        self.columns = columns
        self.rows = rows
        cells = Array(
            repeating: Array(repeating: Cell(style: "blank/d"), count: columns), count: rows)
    }

    var lines: [String] {
        cells.map { row in
            var text = row.map(\.text).joined()
            while text.hasSuffix(" ") { text.removeLast() }
            return text
        }
    }

    mutating func feed(_ bytes: [UInt8]) {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            complaints.append("not UTF-8: \(bytes)")
            return
        }
        var rest = Array(text.unicodeScalars)[...]
        while let scalar = rest.popFirst() {
            switch scalar.value {
            case 0x1B: control(&rest)
            case 0x08: column = max(0, column - 1)
            case 0x0A:
                if row == rows - 1 { complaints.append("line feed in the last row") }
                row = min(rows - 1, row + 1)
            case 0x0D: column = 0
            case 0..<0x20, 0x7F..<0xA0: complaints.append("control \(scalar.value)")
            default: put(scalar)
            }
        }
    }

    // MARK: - Drawing

    /// Widths of what the tests draw, by blocks of the Unicode charts.
    private func width(_ scalar: Unicode.Scalar) -> Int {
        switch scalar.value {
        case 0x300..<0x370, 0x200D, 0xFE0F, 0x1F3FB...0x1F3FF: 0
        case 0x1100..<0x1160, 0x2E80..<0xA4D0, 0xAC00..<0xD7A4, 0xFF01...0xFF60: 2
        case 0x1F000..<0x1FB00: isNarrowMinded ? 1 : 2
        default: 1
        }
    }

    private mutating func put(_ scalar: Unicode.Scalar) {
        let width = width(scalar)
        let joins = column > 0 && previousText.unicodeScalars.last == "\u{200D}"
        if width == 0 || joins { return join(scalar) }
        guard column + width <= columns else {
            complaints.append("\(scalar) drawn over the edge at \(row),\(column)")
            return
        }
        for target in column..<column + width { breakWide(at: target) }
        let style = scalar == " " ? pen.blankName : pen.name
        cells[row][column] = Cell(text: String(scalar), style: style)
        if width == 2 { cells[row][column + 1] = Cell(text: "", style: style, isRightHalf: true) }
        column += width
    }

    private var previousIndex: Int {
        cells[row][column - 1].isRightHalf ? column - 2 : column - 1
    }
    private var previousText: String { cells[row][previousIndex].text }

    private mutating func join(_ scalar: Unicode.Scalar) {
        guard column > 0 else { return complaints.append("a mark without a base") }
        let base = previousIndex
        cells[row][base].text.unicodeScalars.append(scalar)
        // The emoji selector makes a text sign a wide picture.
        let widens = scalar.value == 0xFE0F && base == column - 1 && !isNarrowMinded
        guard widens, column < columns else { return }
        breakWide(at: column)
        cells[row][column] = Cell(text: "", style: cells[row][base].style, isRightHalf: true)
        column += 1
    }

    private mutating func breakWide(at target: Int) {
        if cells[row][target].isRightHalf {
            cells[row][target - 1].text = " "
            cells[row][target] = Cell(style: cells[row][target].style)
        } else if target + 1 < columns, cells[row][target + 1].isRightHalf {
            cells[row][target + 1] = Cell(style: cells[row][target].style)
        }
    }

    // MARK: - Control sequences

    private mutating func control(_ rest: inout ArraySlice<Unicode.Scalar>) {
        guard rest.popFirst() == "[" else { return complaints.append("not a control sequence") }
        var text = ""
        while let scalar = rest.popFirst() {
            if (0x40..<0x7F).contains(scalar.value) { return perform(scalar, text) }
            text.unicodeScalars.append(scalar)
        }
        complaints.append("cut short: \(text)")
    }

    private mutating func perform(_ final: Unicode.Scalar, _ text: String) {
        if text.hasPrefix("?") { return setMode(text, final) }
        let numbers = text.split(separator: ";", omittingEmptySubsequences: false).map {
            Int($0) ?? 0
        }
        let count = max(1, numbers.first ?? 0)
        switch final {
        case "A": row = max(0, row - count)
        case "B": row = min(rows - 1, row + count)
        case "C": column = min(columns - 1, column + count)
        case "D": column = max(0, column - count)
        case "G": column = min(columns - 1, count - 1)
        case "H":
            row = min(rows - 1, count - 1)
            column = min(columns - 1, max(1, numbers.count > 1 ? numbers[1] : 1) - 1)
        case "J": erase(rows: 0..<rows, from: 0)
        case "K": erase(rows: row..<row + 1, from: column)
        case "m": style(numbers.isEmpty ? [0] : numbers)
        default: complaints.append("unknown \(text)\(final)")
        }
    }

    private mutating func setMode(_ text: String, _ final: Unicode.Scalar) {
        switch (text, final) {
        case ("?25", "h"): isCursorShown = true
        case ("?25", "l"): isCursorShown = false
        case ("?2026", "h"), ("?2026", "l"): break
        default: complaints.append("unknown mode \(text)\(final)")
        }
    }

    private mutating func erase(rows: Range<Int>, from start: Int) {
        for row in rows {
            for column in start..<columns {
                cells[row][column] = Cell(style: "blank/\(pen.background)")
            }
        }
    }

    private mutating func style(_ numbers: [Int]) {
        var rest = numbers[...]
        while let number = rest.popFirst() {
            switch number {
            case 0: pen = Pen()
            case 1, 2, 3, 4, 7, 9: pen.attributes.insert(number)
            case 22: pen.attributes.subtract([1, 2])
            case 23, 24, 27, 29: pen.attributes.remove(number - 20)
            case 30...37, 90...97: pen.foreground = "\(number)"
            case 40...47, 100...107: pen.background = "\(number - 10)"
            case 38: pen.foreground = extended(&rest)
            case 48: pen.background = extended(&rest)
            case 39: pen.foreground = "d"
            case 49: pen.background = "d"
            default: complaints.append("unknown style \(number)")
            }
        }
    }

    private func extended(_ rest: inout ArraySlice<Int>) -> String {
        let kind = rest.popFirst() ?? 0
        return (0..<(kind == 5 ? 1 : 3)).map { _ in "\(rest.popFirst() ?? -1)" }
            .joined(separator: ".") + "/\(kind)"
    }
}

extension Emulator {
    /// What the terminal should show for a screen, in the emulator's own words.
    static func expected(_ screen: Screen) -> [[Cell]] {
        (0..<screen.size.rows).map { row in
            (0..<screen.size.columns).map { column in
                let point = Point(column: column, row: row)
                let cell = screen[point]
                let text = screen.cluster(at: point)
                // A right half looks like its left half, whatever style was laid over it alone.
                if cell.isContinuation {
                    let style = screen[Point(column: column - 1, row: row)].style
                    return Cell(text: "", style: name(style, isBlank: false), isRightHalf: true)
                }
                return Cell(text: text, style: name(cell.style, isBlank: text == " "))
            }
        }
    }

    /// Where the terminal shows something else than the screen, the first few.
    func differences(from screen: Screen) -> [String] {
        let wanted = Emulator.expected(screen)
        let places = (0..<rows).flatMap { row in (0..<columns).map { (row, $0) } }
        return places.filter { cells[$0.0][$0.1] != wanted[$0.0][$0.1] }.prefix(4).map {
            row, column in
            "\(row),\(column) of \(rows)x\(columns): \(cells[row][column]) for \(wanted[row][column])"
        }
    }

    private static func name(_ style: Style, isBlank: Bool) -> String {
        var pen = Pen()
        pen.foreground = name(style.foreground)
        pen.background = name(style.background)
        let codes: [(Attributes, Int)] = [
            (.bold, 1), (.dim, 2), (.italic, 3), (.underline, 4), (.reverse, 7),
            (.strikethrough, 9),
        ]
        pen.attributes = Set(codes.filter { style.attributes.contains($0.0) }.map(\.1))
        return isBlank ? pen.blankName : pen.name
    }

    private static func name(_ color: Color) -> String {
        switch color {
        case .terminalDefault: "d"
        case .indexed(let index) where index < 8: "\(30 + Int(index))"
        case .indexed(let index) where index < 16: "\(82 + Int(index))"
        case .indexed(let index): "\(index)/5"
        case .rgb(let red, let green, let blue): "\(red).\(green).\(blue)/2"
        }
    }
}
