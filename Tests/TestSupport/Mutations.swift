/// Variants of some bytes, each changed in a few places: bytes replaced, cut off, repeated or left out.
package func mutations(of bytes: [UInt8], count: Int, seed: UInt64) -> [[UInt8]] {
    var random = SeededGenerator(seed: seed)
    let telling = Array("0123456789-+:() \n\t%".utf8)
    return (0..<count).map { _ in
        var changed = bytes
        for _ in 0..<Int.random(in: 1...6, using: &random) where !changed.isEmpty {
            let place = Int.random(in: 0..<changed.count, using: &random)
            switch Int.random(in: 0..<5, using: &random) {
            case 0: changed[place] = UInt8.random(in: 0...255, using: &random)
            case 1:
                changed[place] = telling[Int.random(in: 0..<telling.count, using: &random)]
            case 2: changed.removeSubrange(place...)
            case 3: changed.insert(contentsOf: changed[place...].prefix(40), at: place)
            default: changed.removeSubrange(place..<min(changed.count, place + 9))
            }
        }
        return changed
    }
}
