/// Reasons of readings that do not apply to a process: a shell before a Python client holds no Python objects, and is no
/// obstacle to counting those that there are.
package enum ForeignRuntime {
    /// Why a process that executes something else gives no Python counters.
    package static let noPython = "it is no Python process"
    /// Why a process that executes something else gives no JavaScript heap.
    package static let noNode = "it is no Node.js process"
    /// Why a process that executes something else gives no Java heap.
    package static let noJava = "it is no Java virtual machine"
    /// Every such reason.
    package static let reasons: Set<String> = [noPython, noNode, noJava]
}
