import Glibc
import Linux
import Testing

@Suite struct ErrorTextTests {
    @Test(arguments: [
        (EACCES, "Permission denied"), (524, "Operation not supported"),
        (9999, "Unknown error 9999"),
    ])
    func `an error has the system's words, and ours where it has none`(code: Int32, words: String) {
        #expect(errorText(code) == words)
    }
}
