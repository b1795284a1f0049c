import Interface

/// The user's configuration file, as far as the screen asks for it.
enum SettingsFile {
    /// Saves what the user chose; says where, or why not.
    static func save(_ settings: Settings) -> ActionResult {
        ActionResult("saving settings is not possible yet", isFailure: true)
    }
}
