import BTF
import Testing

@Suite struct MemberPathTests {
    @Test func `names, indices and enumerators are told apart`() throws {
        #expect(try MemberPath("comm").components == [.member("comm")])
        #expect(
            try MemberPath("se.sum_exec_runtime").components
                == [.member("se"), .member("sum_exec_runtime")])
        #expect(
            try MemberPath("numbers[0].nr").components
                == [.member("numbers"), .index(0), .member("nr")])
        #expect(
            try MemberPath("a[4294967295][MM_ANONPAGES]._x9").components
                == [.member("a"), .index(.max), .enumerator("MM_ANONPAGES"), .member("_x9")])
    }

    @Test(arguments: ["comm", "a.b[2].c", "rss_stat[MM_ANONPAGES].count", "x[0][1]"])
    func `a path is written as it was read`(text: String) throws {
        #expect(try MemberPath(text).description == text)
    }

    @Test(
        arguments: [
            ("", 0, .expectedName), (".a", 0, .expectedName), ("a.", 2, .expectedName),
            ("a..b", 2, .expectedName), ("1a", 0, .expectedName), ("a.1", 2, .expectedName),
            ("[0]", 0, .expectedName), ("a[", 2, .expectedIndex), ("a[]", 2, .expectedIndex),
            ("a[-1]", 2, .expectedIndex), ("a[4294967296]", 2, .indexTooLarge),
            ("a[99999999999999999999]", 2, .indexTooLarge), ("a[1", 3, .expectedClosingBracket),
            ("a[1x]", 3, .expectedClosingBracket), ("a[X-", 3, .expectedClosingBracket),
            ("a b", 1, .unexpectedCharacter), ("a[0]b", 4, .unexpectedCharacter),
            ("a->b", 1, .unexpectedCharacter), ("é", 0, .expectedName),
        ] as [(String, Int, MemberPathError.Reason)])
    func `what is no path is refused at its byte`(
        text: String, position: Int, reason: MemberPathError.Reason
    ) {
        #expect(throws: MemberPathError(position: position, reason: reason)) {
            try MemberPath(text)
        }
    }

    @Test func `enumerators are replaced by values that can be an index`() throws {
        let path = try MemberPath("a[ONE].b[TWO]")
        #expect(path.enumeratorNames == ["ONE", "TWO"])
        #expect(
            path.resolvingEnumerators(["ONE": 1, "TWO": 0xFFFF_FFFF])
                == (try MemberPath("a[1].b[4294967295]")))
        #expect(path.resolvingEnumerators(["ONE": 1]) == nil)
        #expect(path.resolvingEnumerators(["ONE": -1, "TWO": 2]) == nil)
        #expect(path.resolvingEnumerators(["ONE": 0x1_0000_0000, "TWO": 2]) == nil)
    }
}
