/// What V8 and libuv count about a Node.js process, of its main thread's heap.
package struct NodeHeap: Hashable, Sendable {
    /// Bytes of live objects and of garbage that was not yet collected.
    package var usedBytes: Int64 = 0
    /// The part of it outside the young generation: what survived two collections there, or was too large for it.
    ///
    /// This is the part to judge a leak by: the young generation is mostly garbage that the next scavenge frees.
    package var oldBytes: Int64 = 0
    /// Bytes that V8 has taken for the heap.
    package var totalBytes: Int64 = 0
    /// Bytes that the heap may grow to.
    package var limitBytes: Int64 = 0
    /// Bytes outside the heap that its objects hold: buffers, and what native modules report.
    package var externalBytes: Int64 = 0
    /// The part of them in array buffers, `Buffer` included.
    package var arrayBufferBytes: Int64 = 0
    /// Bytes that V8 itself has taken from malloc.
    package var mallocedBytes: Int64 = 0
    /// Top-level contexts (`vm` makes further ones).
    package var contexts: Int64 = 0
    /// Contexts that were given up and are still held.
    package var detachedContexts: Int64 = 0
    /// Live worker threads; each has a heap of its own, which is not in these figures.
    package var workers: Int64 = 0
    /// Active resources that keep the event loop alive: sockets, timers, requests; nil before Node.js 17.3.
    package var resources: Int64?
    /// The same by kind, the most 32 kinds.
    package var resourceKinds: [String: Int64] = [:]
    /// The interpreter's version, as `v20.1.0`.
    package var version = ""

    /// A reading of zeros, to be filled.
    package init() {}
}
