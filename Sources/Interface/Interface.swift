// What the user sees and does, as values.
//
// A `State` takes events and answers with effects; `render` draws a state into a `Screen`; neither does anything else. The
// effects (signals, files, the clipboard) are run by the executable, whose answers come back through `State.report`. Rows are
// never remembered by their place: cursor, tags, folds and targets are bound to a process's identity.
