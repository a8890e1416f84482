#define _GNU_SOURCE
#include "CReactor.h"

#include <errno.h>
#include <string.h>

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || __has_feature(memory_sanitizer)
#define CREACTOR_SANITIZED 1
#endif
#endif
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define CREACTOR_SANITIZED 1
#endif

// One reply is being built at a time on a thread; each reactor thread has its own place for it.
static _Thread_local char *memory_target;
static _Thread_local size_t memory_capacity;
static _Thread_local size_t memory_count;

void creactor_memory_begin(void *target, size_t capacity) {
    memory_target = target;
    memory_capacity = capacity;
    memory_count = 0;
}

size_t creactor_memory_end(void) {
    size_t count = memory_count;
    memory_target = NULL;
    memory_capacity = 0;
    memory_count = 0;
    return count;
}

#ifdef CREACTOR_SANITIZED

bool creactor_memory_compiled(void) {
    return false;
}

#else

bool creactor_memory_compiled(void) {
    return true;
}

// The executable's definition comes before the C library's in the dynamic linker's search, also for libmodbus. A
// descriptor that does not stand for memory takes the way on which the C library's own `send` goes: `sendto` without
// an address.
__attribute__((visibility("default"))) ssize_t send(int descriptor, const void *bytes, size_t count, int flags) {
    if (__builtin_expect(descriptor != CREACTOR_MEMORY_DESCRIPTOR, 1)) {
        return sendto(descriptor, bytes, count, flags, NULL, 0);
    }
    if (memory_target == NULL) {
        errno = EBADF;
        return -1;
    }
    if (count > memory_capacity - memory_count) {
        errno = EMSGSIZE;
        return -1;
    }
    memcpy(memory_target + memory_count, bytes, count);
    memory_count += count;
    return (ssize_t)count;
}

#endif
