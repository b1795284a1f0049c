/// Lends a text's bytes to a parser.
func parsed<Result>(_ text: String, _ parse: (RawSpan) -> Result) -> Result {
    let bytes = Array(text.utf8)
    return parse(bytes.span.bytes)
}
