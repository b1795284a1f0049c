/// Numbers that look random and are the same in every run (SplitMix64).
struct Random {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var word = state
        word = (word ^ word >> 30) &* 0xbf58_476d_1ce4_e5b9
        word = (word ^ word >> 27) &* 0x94d0_49bb_1331_11eb
        return word ^ word >> 31
    }

    /// A number from 0 up to but not including a bound.
    mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }

    /// Whether one of so many chances was hit.
    mutating func chance(_ hits: Int, in all: Int) -> Bool { below(all) < hits }

    mutating func hexadecimal(_ digits: Int) -> String {
        String(
            (0..<digits).map { _ in
                Character(UnicodeScalar(Array("0123456789abcdef".utf8)[below(16)]))
            })
    }
}
