// What the Modbus server needs of Linux and Swift cannot say itself.
#ifndef TWINSIM_CREACTOR_H
#define TWINSIM_CREACTOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>

// epoll: <sys/epoll.h> is not part of Swift's Glibc module, and its event is a packed structure with a union, which
// Swift cannot import.

/// One descriptor that is ready.
struct creactor_event {
    /// What `creactor_epoll_add` was given.
    uint64_t token;
    /// `CREACTOR_…` bits.
    uint32_t events;
};

/// Bytes, or the end of the stream, can be read.
extern const uint32_t CREACTOR_READABLE;
/// Bytes can be written.
extern const uint32_t CREACTOR_WRITABLE;
/// The connection failed or both directions are shut; always reported.
extern const uint32_t CREACTOR_BROKEN;
/// The client has shut its sending side; for a connection that is not read.
extern const uint32_t CREACTOR_SHUT;

/// A new epoll descriptor, closed on exec; -1 and errno.
int creactor_epoll_create(void);
/// Watches a descriptor for these events, level-triggered; 0, or -1 and errno.
int creactor_epoll_add(int epoll, int descriptor, uint32_t events, uint64_t token);
/// Changes what a descriptor is watched for; 0, or -1 and errno.
int creactor_epoll_change(int epoll, int descriptor, uint32_t events, uint64_t token);
/// Stops watching a descriptor; 0, or -1 and errno.
int creactor_epoll_remove(int epoll, int descriptor);
/// Waits up to `nanoseconds` (-1 = for ever) for at most 256 events; their number, or -1 and errno. Where the kernel has
/// no `epoll_pwait2` (before 5.11) the time is rounded up to a millisecond.
int creactor_epoll_wait(int epoll, struct creactor_event *events, int capacity, int64_t nanoseconds);

// eventfd and accept4: <sys/eventfd.h> is not part of Swift's Glibc module; accept4 needs _GNU_SOURCE.

/// A counter descriptor, non-blocking, closed on exec; -1 and errno.
int creactor_eventfd(void);
/// Accepts a connection, non-blocking, closed on exec; -1 and errno.
int creactor_accept(int listener, struct sockaddr *peer, socklen_t *length);

// Threads: signal sets are macros on some systems, pthread_setname_np needs _GNU_SOURCE.

/// Keeps every signal away from the calling thread, so that the main thread gets them, and names the thread.
void creactor_prepare_thread(const char *name);

// Replies into memory: libmodbus has only `send` to give a reply away. The server defines `send` itself and keeps
// what goes to a descriptor that cannot exist; every other call goes on to the C library. Swift can neither define a
// C library symbol safely nor keep a thread-local pointer.

/// The descriptor that stands for memory; no real one is negative.
#define CREACTOR_MEMORY_DESCRIPTOR (-1000000)

/// Whether this build defines `send`: not under a sanitizer, which defines it too.
bool creactor_memory_compiled(void);
/// From now on the calling thread's replies go to `target`, which has room for `capacity` bytes.
void creactor_memory_begin(void *target, size_t capacity);
/// Ends that; the number of bytes that came.
size_t creactor_memory_end(void);

#endif
