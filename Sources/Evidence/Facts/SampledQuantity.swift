/// What is read of one process at one sample; the raw value is the column's name in the evidence.
///
/// Adding a quantity is one case here and one step of the schema (`EvidenceSchema`).
package enum SampledQuantity: String, CaseIterable, Hashable, Sendable {
    /// Resident set, KiB (`VmRSS`).
    case residentKibibytes = "rss_kib"
    /// Resident private anonymous memory, KiB (`RssAnon`): the counter that the verdict is about.
    case anonymousKibibytes = "anon_kib"
    /// Swapped-out anonymous memory, KiB (`VmSwap`); memory does not shrink by being swapped out.
    case swapKibibytes = "swap_kib"
    /// Resident shared memory, KiB (`RssShmem`): processes that share it each have it, so it is never summed.
    case sharedKibibytes = "shared_kib"
    /// Virtual size, KiB (`VmSize`).
    case virtualKibibytes = "virtual_kib"
    /// Private dirty memory, KiB (`smaps_rollup`), the once-a-minute cross-check of `RssAnon`.
    case privateDirtyKibibytes = "private_dirty_kib"
    /// Processor time since the process began, user and system, milliseconds.
    case processorMilliseconds = "cpu_ms"
    /// Threads.
    case threads = "threads"
    /// Open file descriptors.
    case descriptors = "descriptors"
    /// TCP sockets in state ESTABLISHED.
    case socketsEstablished = "tcp_established"
    /// TCP sockets in state SYN_SENT.
    case socketsSynSent = "tcp_syn_sent"
    /// TCP sockets in state SYN_RECV.
    case socketsSynReceived = "tcp_syn_recv"
    /// TCP sockets in state FIN_WAIT1.
    case socketsFinWait1 = "tcp_fin_wait1"
    /// TCP sockets in state FIN_WAIT2.
    case socketsFinWait2 = "tcp_fin_wait2"
    /// TCP sockets in state TIME_WAIT.
    case socketsTimeWait = "tcp_time_wait"
    /// TCP sockets in state CLOSE: created but not connected, or closed and still held.
    case socketsClosed = "tcp_close"
    /// TCP sockets in state CLOSE_WAIT: the other side closed, the client has not.
    case socketsCloseWait = "tcp_close_wait"
    /// TCP sockets in state LAST_ACK.
    case socketsLastAck = "tcp_last_ack"
    /// TCP sockets in state LISTEN.
    case socketsListen = "tcp_listen"
    /// TCP sockets in state CLOSING.
    case socketsClosing = "tcp_closing"
    /// Live blocks of the C library's allocator (preloaded counter).
    case nativeBlocks = "native_blocks"
    /// Live bytes of the C library's allocator (preloaded counter).
    case nativeBytes = "native_bytes"
    /// Blocks that the Python interpreter holds allocated.
    case pythonBlocks = "python_blocks"
    /// Objects tracked by the Python collector's youngest generation.
    case pythonGeneration0 = "python_gc0"
    /// The Python collector's count for generation 1.
    case pythonGeneration1 = "python_gc1"
    /// The Python collector's count for generation 2.
    case pythonGeneration2 = "python_gc2"
    /// V8's heap in a Node.js process, garbage included, KiB.
    case nodeHeapKibibytes = "node_heap_kib"
    /// V8's heap outside the young generation, KiB: the part that is judged.
    case nodeOldKibibytes = "node_old_kib"
    /// What V8 has taken for its heap, KiB.
    case nodeTotalKibibytes = "node_total_kib"
    /// What objects of V8's heap hold outside it, KiB.
    case nodeExternalKibibytes = "node_external_kib"
    /// The part of it in array buffers, KiB.
    case nodeBuffersKibibytes = "node_buffers_kib"
    /// What V8 itself has taken from malloc, KiB.
    case nodeMallocedKibibytes = "node_malloced_kib"
    /// Top-level contexts of V8.
    case nodeContexts = "node_contexts"
    /// Contexts that were given up and are still held.
    case nodeDetachedContexts = "node_detached_contexts"
    /// Worker threads of a Node.js process, whose heaps are not in these readings.
    case nodeWorkers = "node_workers"
    /// Sockets, timers and requests that keep the event loop of a Node.js process alive.
    case nodeResources = "node_resources"
    /// Bytes used in a Java heap after the last collection, eden left out, KiB.
    case javaAfterKibibytes = "jvm_after_kib"
    /// What a Java virtual machine has taken for its heap, KiB.
    case javaCommittedKibibytes = "jvm_committed_kib"
    /// Collections of a Java virtual machine's young generation since its start.
    case javaYoungCollections = "jvm_young_collections"
    /// Collections of more than the young generation, the pauses of concurrent cycles among them.
    case javaWholeCollections = "jvm_whole_collections"
    /// How many processes the row stands for; only where it is more than one process's row.
    case processes
    /// How many different processes have been added up in the row so far.
    case processesPooled = "processes_pooled"

    /// The socket states, in the order in which a report lists them.
    package static let socketStates: [SampledQuantity] = [
        .socketsEstablished, .socketsCloseWait, .socketsTimeWait, .socketsSynSent, .socketsSynReceived,
        .socketsFinWait1, .socketsFinWait2, .socketsClosed, .socketsLastAck, .socketsListen, .socketsClosing,
    ]

    /// What a reading is multiplied by in series: megabytes (10⁶ bytes) for amounts of memory, 1 for counts.
    package var factor: Double {
        if rawValue.hasSuffix("_kib") { return 1024e-6 }
        return self == .nativeBytes ? 1e-6 : 1
    }

    /// The name for readers.
    package var title: String {
        switch self {
        case .residentKibibytes: "resident memory"
        case .anonymousKibibytes: "private anonymous memory"
        case .swapKibibytes: "swapped memory"
        case .sharedKibibytes: "resident shared memory"
        case .virtualKibibytes: "virtual size"
        case .privateDirtyKibibytes: "private dirty memory"
        case .processorMilliseconds: "processor time"
        case .threads: "threads"
        case .descriptors: "descriptors"
        case .socketsEstablished: "ESTABLISHED"
        case .socketsSynSent: "SYN_SENT"
        case .socketsSynReceived: "SYN_RECV"
        case .socketsFinWait1: "FIN_WAIT1"
        case .socketsFinWait2: "FIN_WAIT2"
        case .socketsTimeWait: "TIME_WAIT"
        case .socketsClosed: "CLOSE"
        case .socketsCloseWait: "CLOSE_WAIT"
        case .socketsLastAck: "LAST_ACK"
        case .socketsListen: "LISTEN"
        case .socketsClosing: "CLOSING"
        case .nativeBlocks: "live native blocks"
        case .nativeBytes: "live native bytes"
        case .pythonBlocks: "Python blocks"
        case .pythonGeneration0: "Python collector, generation 0"
        case .pythonGeneration1: "Python collector, generation 1"
        case .pythonGeneration2: "Python collector, generation 2"
        case .nodeHeapKibibytes: "JavaScript heap"
        case .nodeOldKibibytes: "JavaScript heap outside the young generation"
        case .nodeTotalKibibytes: "memory of the JavaScript heap"
        case .nodeExternalKibibytes: "memory held by the JavaScript heap"
        case .nodeBuffersKibibytes: "array buffers"
        case .nodeMallocedKibibytes: "V8's own memory"
        case .nodeContexts: "JavaScript contexts"
        case .nodeDetachedContexts: "detached JavaScript contexts"
        case .nodeWorkers: "worker threads"
        case .nodeResources: "active resources of Node.js"
        case .javaAfterKibibytes: "Java heap after the last collection"
        case .javaCommittedKibibytes: "memory of the Java heap"
        case .javaYoungCollections: "young collections of the Java heap"
        case .javaWholeCollections: "whole collections of the Java heap"
        case .processes: "processes"
        case .processesPooled: "short-lived processes"
        }
    }
}
