package import Terminal

extension State {
    /// Draws everything into an area; it changes nothing but cells, and the same state always draws the same.
    package func render(in area: Rect, into screen: inout Screen) {
        screen.fill(area, theme[.background])
        guard Frame.fits(area) else { return renderTooSmall(in: area, into: &screen) }
        let frame = Frame(self, in: area)
        if let dialog, dialog.isFullScreen {
            dialog.render(in: area.droppingBottom(1), theme: theme, into: &screen)
        } else {
            renderTable(frame, into: &screen)
            dialog?.render(in: area.droppingBottom(1), theme: theme, into: &screen)
        }
        KeyBar(self).draw(in: frame.keyBar, theme: theme, into: &screen)
    }

    /// Draws everything into a screen.
    package func render(into screen: inout Screen) {
        screen.cursor = nil
        render(in: screen.bounds, into: &screen)
    }

    private func renderTable(_ frame: Frame, into screen: inout Screen) {
        frame.header.draw(in: frame.headerArea, theme: theme, into: &screen)
        if let notice, !frame.noticeArea.isEmpty {
            screen.put(
                notice, at: frame.noticeArea.origin, theme[.messageWarning],
                maxColumns: frame.noticeArea.columns, overflow: .ellipsis)
        }
        let table = TableView(self, columns: frame.body.columns)
        table.drawHeadings(self, in: frame.headings, into: &screen)
        table.drawRows(self, in: frame.body, into: &screen)
        let status = StatusLine()
        status.draw(self, in: frame.status, into: &screen)
        status.drawLongMessage(self, in: frame, into: &screen)
        status.drawProblem(self, in: frame.body, into: &screen)
    }

    private func renderTooSmall(in area: Rect, into screen: inout Screen) {
        let words = [
            "too small:", "\(area.columns)x\(area.rows), needs",
            "\(Frame.least.columns)x\(Frame.least.rows)",
        ]
        for (row, text) in words.enumerated() where row < area.rows {
            let at = Point(column: area.column, row: area.row + row)
            screen.put(text, at: at, theme[.text], maxColumns: area.columns)
        }
    }
}
