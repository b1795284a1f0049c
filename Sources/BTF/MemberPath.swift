/// The way to a member from the outside of its struct: `comm`, `se.sum_exec_runtime`, `numbers[0].nr`,
/// `rss_stat[MM_ANONPAGES].count`.
///
/// Members without a name are not written: `a.b` is found through any number of them. Pointers are not
/// followed.
package struct MemberPath: Hashable, Sendable {
    package let components: [Component]

    /// One step of a path.
    package enum Component: Hashable, Sendable {
        /// The member of this name.
        case member(String)
        /// The element with this index.
        case index(UInt32)
        /// The element whose index is the value of this enumerator.
        case enumerator(String)
    }

    init(components: [Component]) { self.components = components }
}

/// Why a text is not a member path, and at which byte of it.
package struct MemberPathError: Error, Equatable, Sendable, CustomStringConvertible {
    package let position: Int
    package let reason: Reason

    /// Makes the error for a byte.
    package init(position: Int, reason: Reason) {
        self.position = position
        self.reason = reason
    }

    /// What is wrong.
    package enum Reason: Equatable, Sendable {
        case expectedName
        case expectedIndex
        case indexTooLarge
        case expectedClosingBracket
        case unexpectedCharacter
    }

    package var description: String { "\(reason) at byte \(position)" }
}

extension MemberPath {
    /// Reads a path; throws `MemberPathError` at the first byte that does not fit.
    package init(_ text: String) throws(MemberPathError) {
        var parser = MemberPathParser(Array(text.utf8))
        self.init(components: try parser.parse())
    }

    /// The enumerators that are used as an index, in order.
    package var enumeratorNames: [String] {
        components.compactMap { component in
            if case .enumerator(let name) = component { name } else { nil }
        }
    }

    /// The path with enumerators replaced by their values, or nil when one is missing or not an index.
    ///
    /// For many paths this is cheaper than `BTF.location(of:in:)` finding each by itself.
    package func resolvingEnumerators(_ values: [String: Int64]) -> MemberPath? {
        var resolved: [Component] = []
        for component in components {
            guard case .enumerator(let name) = component else {
                resolved.append(component)
                continue
            }
            guard let value = values[name], let index = UInt32(exactly: value) else { return nil }
            resolved.append(.index(index))
        }
        return MemberPath(components: resolved)
    }
}

extension MemberPath: CustomStringConvertible {
    /// The path as it was written, indices in decimal.
    package var description: String {
        var text = ""
        for component in components {
            switch component {
            case .member(let name): text += text.isEmpty ? name : "." + name
            case .index(let index): text += "[\(index)]"
            case .enumerator(let name): text += "[\(name)]"
            }
        }
        return text
    }
}
