import BTF

/// Asks bytes every question there is, and checks that the answers do not contradict each other.
///
/// Tests with mutated bytes and the fuzzer in Fuzz/ share it. An error is a fine answer; a trap, a loop
/// without end or a contradiction is not.
struct Exercise {
    /// What came of a blob.
    enum Outcome {
        /// It was refused at opening.
        case refused
        /// It was opened, and something in it is wrong.
        case flawed(BTFError)
        /// Every id and every name resolves.
        case sound
    }

    private static let paths: [MemberPath] = [
        "a", "state", "comm[3]", "choice_high", "flags.third", "stat[ANON_PAGES].count",
        "matrix[2][4]", "numbers[7].space", "nested.deep[1].bits",
    ].compactMap { try? MemberPath($0) }

    private static let queries =
        BTFKind.allCases.map { TypeQuery($0, "outer") } + [TypeQuery(.datasec, ".rodata")]

    static func run(_ bytes: RawSpan) -> Outcome {
        let btf: BTF
        do throws(BTFError) { btf = try BTF(bytes) } catch { return .refused }
        askAtLarge(btf)
        for rawValue in 0..<UInt32(min(btf.typeCount, 300)) {
            askAbout(TypeID(rawValue: rawValue), btf)
        }
        askAbout(TypeID(rawValue: .max), btf)
        do throws(BTFError) { try btf.validate() } catch { return .flawed(error) }
        do throws(BTFError) { try resolveAll(btf) } catch {
            preconditionFailure("valid, but \(error)")
        }
        return .sound
    }

    private static func askAtLarge(_ btf: BTF) {
        precondition(btf.firstOwnID.rawValue == 1)
        precondition(btf.unknownKind.map { Int($0.id.rawValue) == btf.typeCount } ?? true)
        if let found = try? btf.find(queries) {
            for (query, id) in zip(queries, found) {
                guard let id else { continue }
                precondition((try? btf.kind(of: id)) == query.kind, "found another kind")
                precondition((try? btf.name(of: id)) == query.name, "found another name")
            }
        }
        _ = try? btf.enumerators(named: ["ANON_PAGES", "WIDE_TOP", ""])
        _ = try? btf.dataSection(named: ".rodata")
    }

    private static func askAbout(_ id: TypeID, _ btf: BTF) {
        let type = try? btf.type(id)
        precondition(type == nil || type?.name == (try? btf.name(of: id)))
        _ = try? btf.typeName(of: id)
        _ = try? btf.prototype(of: id)
        _ = try? btf.pointee(of: id)
        _ = try? btf.size(of: id)
        guard type?.kind.isComposite ?? true else { return }
        for path in paths {
            guard let location = try? btf.location(of: path, in: id) else { continue }
            precondition(location.bitOffset == 0 || location.bitWidth > 0, "no width")
            precondition((try? btf.size(of: location.type)) == location.size, "sizes")
        }
    }

    /// What `validate` promises.
    private static func resolveAll(_ btf: BTF) throws(BTFError) {
        for rawValue in 0..<UInt32(btf.typeCount) {
            let type = try btf.type(TypeID(rawValue: rawValue))
            _ = try btf.resolved(type.id)
            for id in type.references { _ = try btf.kind(of: id) }
        }
    }
}
