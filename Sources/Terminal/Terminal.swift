// The terminal, from keys to cells.
//
// Views draw into a `Screen` of cells; a `Display` turns the difference between two screens into one buffer of bytes; the
// `Tty` sends that buffer with one `write` and reads the keys, which a `KeyDecoder` turns into events. What the terminal
// can do is decided once, purely, by `Capabilities`. Only the files under `Tty/` and `EventLoop/` make system calls; nothing
// here knows about processes, and nothing here lets a control character of a drawn string reach the terminal.
