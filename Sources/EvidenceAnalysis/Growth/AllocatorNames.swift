/// Tells a client's own functions from those that every allocation goes through.
enum AllocatorNames {
    /// Files whose functions allocate for whoever calls them: the C and C++ libraries and the languages' own.
    private static let modules = [
        "libc.so", "libc-", "libstdc++.so", "libc++.so", "libc++abi.so", "libgcc_s.so", "ld-linux", "libpthread",
        "libswiftCore.so", "libglib-2.0.so", "libtwinsim-tally.so",
    ]
    /// Functions of that kind that are linked into programs.
    private static let functions: Set<String> = [
        "malloc", "calloc", "realloc", "reallocarray", "memalign", "aligned_alloc", "posix_memalign", "strdup",
        "strndup",
        "xmalloc", "xcalloc", "xrealloc", "xstrdup", "g_malloc", "g_malloc0", "g_realloc", "g_slice_alloc", "g_strdup",
        "swift_slowAlloc", "swift_allocObject", "swift_initStackObject",
    ]
    /// How the names of such functions begin: operator new; what Rust, Swift and the containers of C++ allocate with.
    private static let prefixes = [
        "_Znw", "_Zna", "operator new", "__rust_", "__rdl_", "__rg_", "_ZN5alloc", "_ZN4core", "_ZN3std", "_ZNSt",
        "_ZNKSt",
        "_ZSt", "_ZN9__gnu_cxx", "alloc::", "core::", "std::", "<alloc::", "swift_", "_swift_", "$ss", "PyMem_",
        "_PyMem_", "PyObject_Malloc", "PyObject_Calloc", "PyObject_Realloc",
    ]

    /// Functions of tracing itself, wherever in the calls they stand: what they keep grows with what is traced.
    private static let tracers = ["tracemalloc_add_trace", "HeapProfiler"]

    /// Whether what the calls lead to is kept by tracing itself.
    static func isTracer(function: String) -> Bool { tracers.contains(where: function.contains) }

    /// The name of a file without its folders.
    static func fileName(of module: String) -> String { module.split(separator: "/").last.map(String.init) ?? module }

    /// Whether a file is an interpreter of Python, or its library.
    ///
    /// Of a traced process: what it asks for is told by its lines, or kept by its tracer.
    static func isPython(module: String) -> Bool {
        let file = fileName(of: module)
        return file.hasPrefix("libpython") || file.hasPrefix("python")
    }

    /// Whether a file is a shared library, by its name.
    static func isLibrary(module: String) -> Bool {
        let file = fileName(of: module)
        return file.hasSuffix(".so") || file.contains(".so.")
    }

    /// Whether a call there is part of an allocator or of a language's library.
    static func covers(module: String, function: String?) -> Bool {
        let file = fileName(of: module)
        if modules.contains(where: file.hasPrefix) { return true }
        guard let function else { return false }
        return functions.contains(function) || prefixes.contains(where: function.hasPrefix)
    }
}
