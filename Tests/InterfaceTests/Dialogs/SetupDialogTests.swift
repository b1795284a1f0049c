import Model
import Terminal
import Testing

@testable import Interface

@Suite struct SetupDialogTests {
    private let world = World.ordinary
    private var context: DialogContext { world.context() }

    private func changed(_ result: DialogResult) -> Settings? {
        if case .change(let settings) = result { settings } else { nil }
    }

    @Test func `every column is listed with its meaning`() {
        let area = world.context(columns: 200, rows: 120)
        let text = SetupDialog(settings: Settings()).lines(columns: 200, rows: 120)
            .joined(separator: "\n")
        for column in Column.all {
            #expect(text.contains(column.header.padding(to: 8)))
        }
        #expect(area.area.rows == 119)
    }

    @Test func `Space takes a shown column away and Space again puts it last`() {
        var dialog = SetupDialog(settings: Settings())
        let standard = Settings().columns
        let without = changed(dialog.press(.character(" "), in: context))
        #expect(without?.columns == Array(standard.dropFirst()))
        let again = changed(dialog.press(.character(" "), in: context))
        #expect(again?.columns == Array(standard.dropFirst()) + [standard[0]])
    }

    @Test func `F8 moves a column to the right and F7 back`() {
        var dialog = SetupDialog(settings: Settings())
        let moved = changed(dialog.press(.key(.function(8)), in: context))
        #expect(moved?.columns.prefix(2) == ["user", "pid"])
        let back = changed(dialog.press(.key(.function(7)), in: context))
        #expect(back?.columns == Settings().columns)
        #expect(dialog.press(.key(.function(7)), in: context).isStaying)
    }

    @Test func `the last column stays`() {
        var settings = Settings()
        settings.columns = ["pid"]
        var dialog = SetupDialog(settings: settings)
        #expect(dialog.press(.character(" "), in: context).isStaying)
        #expect(dialog.lines(columns: 80, rows: 24).joined().contains("one column has to stay"))
    }

    @Test func `columns that there are not, or twice, are passed over`() {
        let order = CheckedOrder(chosen: ["b", "x", "b"], of: ["a", "b", "c"])
        #expect(order.chosen == ["b"])
        #expect(order.names == ["b", "a", "c"])
    }

    @Test func `meters can all be taken away`() {
        var dialog = SetupDialog(settings: Settings())
        dialog.press(.key(.tab), in: context)
        var last: Settings?
        for _ in Settings.Meter.allCases {
            last = changed(dialog.press(.key(.home), .character(" "), in: context))
        }
        #expect(last?.meters == [])
    }

    @Test func `the display page changes every choice, forth and back`() throws {
        for (index, choice) in DisplayChoice.allCases.enumerated() {
            var dialog = SetupDialog(settings: Settings())
            dialog.press(.key(.tab), .key(.tab), in: context)
            for _ in 0..<index { dialog.press(.key(.down), in: context) }
            let forth = try #require(changed(dialog.press(.key(.right), in: context)))
            #expect(choice.value(forth) != choice.value(Settings()), "\(choice)")
            let back = try #require(changed(dialog.press(.key(.left), in: context)))
            #expect(choice.value(back) == choice.value(Settings()), "\(choice)")
        }
    }

    @Test func `a click turns the page or changes what is clicked`() throws {
        var dialog = SetupDialog(settings: Settings())
        let lines = dialog.lines(columns: 80, rows: 24)
        let row = try #require(lines.firstIndex { $0.contains("[x] USER") })
        let without = changed(dialog.press(.click(20, row), in: context))
        #expect(without?.columns.contains("user") == false)
        let tabs = try #require(lines.firstIndex { $0.contains("Meters") })
        let offset = try #require(Array(lines[tabs]).firstIndex(of: "M"))
        dialog.press(.click(offset, tabs), in: context)
        #expect(dialog.lines(columns: 80, rows: 24).contains { $0.contains("[x] memory") })
    }

    @Test(arguments: [
        ("/tim", "cpu_time_ns"), ("/MAJ", "major_faults_per_second"), ("/wchar", "wchar_bytes"),
        ("/faults", "minor_faults_per_second"),
    ])
    func `a slash and a heading or a name find a column, which Space then changes`(
        keys: String, expected: String
    ) throws {
        var dialog = SetupDialog(settings: Settings())
        dialog.type(keys, in: context)
        var lines = dialog.lines(columns: 80, rows: 24).joined()
        #expect(lines.contains("\(keys)_"))
        #expect(dialog.press(.key(.enter), in: context).isStaying)
        lines = dialog.lines(columns: 80, rows: 24).joined()
        #expect(!lines.contains("\(keys)_") && lines.contains("\(expected) ("))
        let settings = try #require(changed(dialog.press(.character(" "), in: context)))
        #expect(settings.columns.contains(expected) != Settings().columns.contains(expected))
    }

    @Test func `what no column is called moves nothing and says so; Esc ends the search alone`() {
        var dialog = SetupDialog(settings: Settings())
        dialog.type("/~sq", in: context)
        #expect(
            dialog.lines(columns: 80, rows: 24).joined().contains("nothing here is called ~sq"))
        #expect(dialog.press(.key(.escape), in: context).isStaying)
        let lines = dialog.lines(columns: 80, rows: 24).joined()
        #expect(lines.contains(" 1/") && lines.contains(" pid ("))
        #expect(dialog.press(.key(.escape), in: context).closing == [])
    }

    @Test func `meters and choices are found too`() throws {
        var dialog = SetupDialog(settings: Settings())
        dialog.press(.key(.tab), in: context)
        dialog.type("/pres", in: context)
        let meters = try #require(changed(dialog.press(.character(" "), in: context))).meters
        #expect(meters == Settings.Meter.allCases.filter { $0 != .pressure })
        dialog.press(.key(.tab), in: context)
        dialog.type("/per", in: context)
        dialog.press(.key(.enter), in: context)
        let longer = try #require(changed(dialog.press(.key(.right), in: context)))
        #expect(longer.period == 2 * Settings().period)
    }

    @Test func `saving is confirmed and saves what was changed`() throws {
        var dialog = SetupDialog(settings: Settings())
        dialog.press(.character(" "), in: context)
        guard case .replace(var question) = dialog.press(.character("s"), in: context) else {
            Issue.record("no question")
            return
        }
        #expect(question.handle(.key(.escape), in: context).closing == [])
        var settings = Settings()
        settings.columns.removeFirst()
        #expect(question.handle(.key(.enter), in: context).closing == [.saveSettings(settings)])
    }
}
