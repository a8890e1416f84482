import Dispatch
import Synchronization

/// Runs asynchronous work from a thread that may wait, such as the program's main thread.
enum Blocking {
    private final class Outcome<Value: Sendable>: Sendable {
        let result = Mutex<Result<Value, any Error>?>(nil)
    }

    /// The work's value. Never to be called from a task: it blocks the thread.
    static func value<Value: Sendable>(_ work: @escaping @Sendable () async throws -> Value) throws -> Value {
        let outcome = Outcome<Value>()
        let finished = DispatchSemaphore(value: 0)
        Task.detached {
            do {
                let value = try await work()
                outcome.result.withLock { $0 = .success(value) }
            } catch {
                outcome.result.withLock { $0 = .failure(error) }
            }
            finished.signal()
        }
        finished.wait()
        guard let result = outcome.result.withLock({ $0 }) else { preconditionFailure("the work left no result") }
        return try result.get()
    }
}
