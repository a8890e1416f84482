import CLinux

/// What becomes of memory that the program has freed.
package enum FreedMemory {
    /// Has larger blocks (32 KiB and more) go back to the system as soon as they are freed.
    ///
    /// Left to itself, the C library keeps more and more of what it was given back: after a burst of reconnects the queue of
    /// records would stay on the books for ever, and a program that judges others' memory must keep its own. Call it first.
    package static func returnToSystem() {
        clinux_return_freed_memory()
    }
}
