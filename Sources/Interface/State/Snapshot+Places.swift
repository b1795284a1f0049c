internal import Model

extension Snapshot {
    /// The rows of those that live of some processes and threads; `earlier` says where some stood in a sample before.
    ///
    /// Births and deaths move a row little from one sample to the next, so that all are looked at only where one is not found nearby.
    func places(
        of wanted: Set<RowIdentity>, near earlier: [RowIdentity: Int32]
    ) -> [RowIdentity: Int32] {
        var places: [RowIdentity: Int32] = [:]
        for identity in wanted {
            guard let row = earlier[identity].flatMap({ place(of: identity, near: $0) }) else {
                return lookedFor(wanted)
            }
            places[identity] = row
        }
        return places
    }

    private func place(of identity: RowIdentity, near row: Int32) -> Int32? {
        for distance in 0...Self.reach {
            for place in [row - distance, row + distance]
            where place >= 0 && place < count && self[Int(place)].rowIdentity == identity {
                return place
            }
        }
        return nil
    }

    private static var reach: Int32 { 32 }

    private func lookedFor(_ wanted: Set<RowIdentity>) -> [RowIdentity: Int32] {
        var places: [RowIdentity: Int32] = [:]
        for row in 0..<count where wanted.contains(self[row].rowIdentity) {
            places[self[row].rowIdentity] = Int32(truncatingIfNeeded: row)
        }
        return places
    }
}
