internal import KernelOffsets

/// What comparing a walk's records with known facts has come to so far: what is wrong, and what has been proven.
struct Judgement {
    /// Whether the layout has the counters of memory that are kept by CPU, and hence exact.
    let isCountedByCPU: Bool
    /// The first contradiction, naming the member that it was read through; nil where there is none.
    private(set) var contradiction: LayoutError?
    /// The optional members whose right values were seen where they say something.
    private(set) var proven: Set<String> = []

    init(isCountedByCPU: Bool) {
        self.isCountedByCPU = isCountedByCPU
    }

    /// Compares a number that was read through a member with what it must be; nil is not known and says nothing.
    mutating func expect<Value: Equatable>(
        _ member: String, of subject: String, _ read: Value, _ fact: Value?
    ) {
        guard let fact, read != fact else { return }
        contradict(member, of: subject, "\(read)", "\(fact)")
    }

    /// As `expect`, within a tolerance.
    mutating func expect(
        _ member: String, of subject: String, _ read: UInt64, near fact: UInt64?,
        within slack: UInt64
    ) {
        guard let fact, max(read, fact) - min(read, fact) > slack else { return }
        contradict(member, of: subject, "\(read)", "\(fact), give or take \(slack)")
    }

    /// As `expect`, and takes the member as proven when the fact is not one that a wrong place would show as well.
    mutating func prove<Value: Equatable>(
        _ member: String, of subject: String, _ read: Value, _ fact: Value?, unless common: Value
    ) {
        expect(member, of: subject, read, fact)
        if let fact, fact == read, fact != common { proven.insert(member) }
    }

    /// Takes a member as proven.
    mutating func prove(_ member: String) {
        proven.insert(member)
    }

    /// Notes a contradiction; only the first counts.
    mutating func contradict(
        _ member: String, of subject: String, _ read: String, _ fact: String
    ) {
        guard contradiction == nil else { return }
        contradiction = LayoutError("\(member) of \(subject) reads \(read), but it is \(fact)")
    }
}
