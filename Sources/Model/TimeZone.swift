/// How far local time is ahead of UTC, at every moment of some years.
package struct TimeZone: Equatable, Sendable {
    /// The moments of which it knows, in s since the epoch; before and after them the nearest one's offset is taken.
    package let known: ClosedRange<Int64>
    /// From when on which offset is in force, ascending; the first holds for everything before it too.
    private var spans: [Span]

    private struct Span: Equatable {
        var start: Int64
        var offset: Int32
    }

    /// Local time that is UTC.
    package static let utc = TimeZone(learning: 0...0) { _ in 0 }

    /// Finds out when the offset changes; `offset` tells for a moment, in s since the epoch, by how many s local time is ahead.
    ///
    /// A change that is undone within two weeks may be missed.
    package init(learning known: ClosedRange<Int64>, from offset: (Int64) -> Int32) {
        self.known = known
        spans = [Span(start: known.lowerBound, offset: offset(known.lowerBound))]
        var place = known.lowerBound
        while place < known.upperBound, let last = spans.last {
            let next = min(place + Self.fortnight, known.upperBound)
            let there = offset(next)
            if there == last.offset {
                place = next
                continue
            }
            place = Self.firstChange(after: place, until: next) { offset($0) != last.offset }
            spans.append(Span(start: place, offset: offset(place)))
        }
    }

    private static let fortnight: Int64 = 14 * 86_400

    /// By halves, the first moment for which something holds that does not yet at the start and does at the end.
    private static func firstChange(
        after start: Int64, until end: Int64, _ holds: (Int64) -> Bool
    ) -> Int64 {
        var (start, end) = (start, end)
        while end - start > 1 {
            let middle = start + (end - start) / 2
            if holds(middle) { end = middle } else { start = middle }
        }
        return end
    }

    /// By how many s local time is ahead of UTC at a moment, in s since the epoch.
    package func offset(at moment: Int64) -> Int32 {
        // The newest spans are asked for nearly always.
        var index = spans.count - 1
        while index > 0, spans[index].start > moment { index -= 1 }
        return spans[index].offset
    }

    /// The moment at which local clocks show a time, both in s since the epoch as if local time were UTC.
    ///
    /// The first of two where a change makes the clocks show it twice; where they leave it out, as far behind the change as it says.
    package func moment(ofLocal time: Int64) -> Int64 {
        let before = Int64(offset(at: time - 86_400))
        let after = Int64(offset(at: time + 86_400))
        for offset in [before, after] where Int64(self.offset(at: time - offset)) == offset {
            return time - offset
        }
        return time - before
    }

    /// A moment, in ns since the epoch, as it is read at another.
    package func moment(_ time: UInt64, readAt now: UInt64) -> Moment {
        let (seconds, current) = (Int64(time / 1_000_000_000), Int64(now / 1_000_000_000))
        let day = (current + Int64(offset(at: current))).quotientRoundedDown(by: 86_400)
        return Moment(
            nanoseconds: time, offset: offset(at: seconds), today: Int32(truncatingIfNeeded: day))
    }
}

extension Int64 {
    /// The whole part of a division, rounded down where it is negative.
    func quotientRoundedDown(by divisor: Int64) -> Int64 {
        self >= 0 ? self / divisor : -((-self + divisor - 1) / divisor)
    }
}
