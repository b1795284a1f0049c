extension DialogRequest {
    /// Makes the dialog that was asked for, or says why not.
    func opening(in context: DialogContext) -> DialogOpening {
        .refusal("not available")
    }
}
