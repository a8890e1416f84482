// The allocation tally: preloaded into a client, it counts what goes through the malloc family and passes every call
// on to the allocator that the client would have used without it.
//
// What it must not do: allocate, take a lock, keep a descriptor, start a thread, handle a signal, change errno or
// change what a call answers. A count is two plain stores to cache lines that only the calling thread writes: one in
// the shared file, which the sampler maps and sums, and one in private memory, of which a forked process gets an exact
// copy. In a traced run it also samples call sites: see sites.c.
//
// * Fork: the page that says which process this is is wiped by the kernel in a child (MADV_WIPEONFORK), however the
//   child was made; its first call then makes a file of its own that starts with what it inherited.
// * Exec: a new program is a new process to the tally and makes a new file under the same name.
// * Threads: each takes a slot at its first call, where it can one whose thread has ended, counts and all; so nothing
//   has to run at a thread's end, what a dying thread frees last is counted too, and threads that come and go do not
//   make the client larger.
// * Start-up: dlsym may itself allocate while the real functions are looked up; such calls are served from a small
//   arena and are not counted.

#define _GNU_SOURCE
#include "../CLinux/include/TallyLayout.h"
#include "sites.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdalign.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define EXPORT __attribute__((visibility("default")))
#define UNLIKELY(x) __builtin_expect(!!(x), 0)

static void *(*real_malloc)(size_t);
static void (*real_free)(void *);
static void *(*real_calloc)(size_t, size_t);
static void *(*real_realloc)(void *, size_t);
static void *(*real_memalign)(size_t, size_t);
static void *(*real_aligned_alloc)(size_t, size_t);
static int (*real_posix_memalign)(void **, size_t, size_t);
static void *(*real_valloc)(size_t);
static void *(*real_pvalloc)(size_t);
static size_t (*real_usable_size)(void *);

// ---- the arena for the look-up ----

/// The bytes that the look-up of the real functions may take.
enum { arena_bytes = 65536 };
static alignas(64) char arena[arena_bytes];
static size_t arena_used;

static int in_arena(const void *pointer) {
    return (const char *)pointer >= arena && (const char *)pointer < arena + arena_bytes;
}

/// Memory that is never given back, zeroed, with its size in front.
static void *arena_take(size_t alignment, size_t size) {
    if (alignment < 16) alignment = 16;
    if (size > arena_bytes || alignment > arena_bytes) return NULL;
    size_t start = (__atomic_load_n(&arena_used, __ATOMIC_RELAXED) + 16 + alignment - 1) & ~(alignment - 1);
    if (start + size > arena_bytes) return NULL;
    __atomic_store_n(&arena_used, start + size, __ATOMIC_RELAXED);
    memcpy(arena + start - sizeof size, &size, sizeof size);
    return arena + start;
}

static size_t arena_size(const void *pointer) {
    size_t size;
    memcpy(&size, (const char *)pointer - sizeof size, sizeof size);
    return size;
}

// ---- the real functions ----

static __thread int looking_up __attribute__((tls_model("initial-exec")));

static void look_up(void) {
    looking_up = 1;
    real_usable_size = (size_t(*)(void *))dlsym(RTLD_NEXT, "malloc_usable_size");
    real_free = (void (*)(void *))dlsym(RTLD_NEXT, "free");
    real_calloc = (void *(*)(size_t, size_t))dlsym(RTLD_NEXT, "calloc");
    real_realloc = (void *(*)(void *, size_t))dlsym(RTLD_NEXT, "realloc");
    real_memalign = (void *(*)(size_t, size_t))dlsym(RTLD_NEXT, "memalign");
    real_aligned_alloc = (void *(*)(size_t, size_t))dlsym(RTLD_NEXT, "aligned_alloc");
    real_posix_memalign = (int (*)(void **, size_t, size_t))dlsym(RTLD_NEXT, "posix_memalign");
    real_valloc = (void *(*)(size_t))dlsym(RTLD_NEXT, "valloc");
    real_pvalloc = (void *(*)(size_t))dlsym(RTLD_NEXT, "pvalloc");
    // malloc last: it is what the others test to see whether the look-up is done.
    __atomic_store_n(&real_malloc, (void *(*)(size_t))dlsym(RTLD_NEXT, "malloc"), __ATOMIC_RELEASE);
    looking_up = 0;
}

/// 1 when the real functions are there; 0 while this very thread looks them up.
static inline int ready(void) {
    if (UNLIKELY(!__atomic_load_n(&real_malloc, __ATOMIC_ACQUIRE))) {
        if (looking_up) return 0;
        look_up();
    }
    return 1;
}

// ---- the file and its slots ----

/// The counts of a thread; see tally_class_word and tally_slot_word.
struct line {
    alignas(64) uint64_t word[TALLY_SLOT_WORDS];
};

/// Which process this is, in memory that the kernel wipes in a forked child.
struct process_mark {
    uint64_t generation;  ///< 0: this process has not been set up.
    int counting;         ///< 0: it has no file, so nothing is counted.
    int setting_up;       ///< 1: a thread sets it up, or has.
};

static struct process_mark unmarked;
static struct process_mark *mark = &unmarked;
static struct line *shared_lines;   // The file: header, then slots.
static struct line *private_lines;  // The same slots in private memory.
static uint64_t last_generation;

static __thread struct {
    uint64_t generation;
    uint64_t *shared;
    uint64_t *private;
    int atomic;
} mine __attribute__((tls_model("initial-exec")));

static struct line *map_private(size_t bytes) {
    void *place = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (place == MAP_FAILED) return NULL;
    // A huge page for one thread's counts would be 2 MB of the client's memory.
    madvise(place, bytes, MADV_NOHUGEPAGE);
    return place;
}

/// The bytes of this process's file.
static size_t file_bytes(void) {
    return TALLY_FILE_BYTES + (sites_are_wanted() ? TALLY_SITES_BYTES + TALLY_RESOURCES_BYTES : 0);
}

/// DIRECTORY/native-PID without the help of printf, which might allocate; 0 when it is too long.
static int file_name(char *out, size_t size, const char *directory, unsigned pid) {
    static const char middle[] = "/native-";
    size_t length = strlen(directory);
    if (length + sizeof middle + 11 > size) return 0;
    memcpy(out, directory, length);
    memcpy(out + length, middle, sizeof middle - 1);
    char digits[11];
    int count = 0;
    do {
        digits[count++] = (char)('0' + pid % 10);
        pid /= 10;
    } while (pid);
    char *at = out + length + sizeof middle - 1;
    while (count) *at++ = digits[--count];
    *at = 0;
    return 1;
}

#ifndef MADV_POPULATE_WRITE
#define MADV_POPULATE_WRITE 23
#endif

/// The bytes at the start of the file that are there from the beginning: the header and seven slots.
enum { first_bytes = 4096 };

/// Whether the process may make a file as large as its own: else the attempt would end it with SIGXFSZ.
static int may_be_as_large(void) {
    struct rlimit limit;
    return getrlimit(RLIMIT_FSIZE, &limit) == 0 && (limit.rlim_cur == RLIM_INFINITY || limit.rlim_cur >= file_bytes());
}

/// Whether there is memory or disk for the page that holds this word of the file: where there is none, the first count
/// would end the process with SIGBUS. A kernel before 5.14 cannot say and is believed.
static int has_room(const void *word) {
    void *page = (void *)((uintptr_t)word & ~(uintptr_t)4095);
    return madvise(page, 4096, MADV_POPULATE_WRITE) == 0 || errno == EINVAL;
}

/// Takes memory or disk for a part of the file; 0 when there is none. A file system that cannot is believed to have it.
static int take_room(int fd, long from, long bytes) {
    return syscall(SYS_fallocate, fd, 0, from, bytes) == 0 || errno == EOPNOTSUPP || errno == ENOSYS;
}

/// A new file of this process, mapped; null when there is nowhere to put it.
static struct line *map_file(void) {
    // Remembered, because a client may clear its environment before it forks.
    static char directory[400];
    const char *wanted = getenv("TWINSIM_TALLY_DIR");
    if (!*directory && wanted && strlen(wanted) < sizeof directory) strcpy(directory, wanted);
    char name[512];
    if (!*directory || !file_name(name, sizeof name, directory, (unsigned)getpid()) || !may_be_as_large()) return NULL;
    unlink(name);
    // System calls by number, because a thread that is to be cancelled would be cancelled in here.
    int fd = (int)syscall(SYS_openat, AT_FDCWD, name, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (fd < 0) return NULL;
    void *place = MAP_FAILED;
    if (syscall(SYS_ftruncate, fd, (long)file_bytes()) == 0 && take_room(fd, 0, first_bytes) &&
        (!sites_are_wanted() || take_room(fd, TALLY_FILE_BYTES, TALLY_SITES_BYTES))) {
        place = mmap(NULL, file_bytes(), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    }
    // The mapping stays, the descriptor does not: the client's descriptors are counted.
    syscall(SYS_close, fd);
    if (place == MAP_FAILED) {
        unlink(name);
        return NULL;
    }
    return place;
}

/// Starts the file's slot 0, private and shared, with all that the process had counted before it was this process.
static void inherit(const struct line *before, uint64_t slots) {
    uint64_t sum[TALLY_SLOT_WORDS] = {0};
    // Threads beyond the last slot counted the number up too.
    if (slots > TALLY_SLOTS) slots = TALLY_SLOTS;
    for (uint64_t slot = 0; before && slot < slots; slot++) {
        for (int word = 0; word < TALLY_OWNER; word++) sum[word] += before[slot].word[word];
    }
    for (int word = 0; word < TALLY_OWNER; word++) {
        private_lines[0].word[word] = sum[word];
        shared_lines[1].word[word] = sum[word];
    }
}

/// How many slots were in use, kept in private memory so that a forked child knows.
static uint64_t slots_used;

/// The longest wait for another thread that sets the process up, in tenths of a millisecond: 2 s.
enum { longest_wait = 20000 };

/// Gives this process its mark and its file. One thread does it, and others that allocate meanwhile wait: a forked child
/// may start threads before it allocates anything. Should the first one never be done, they go on without counting.
static void set_up_process(void) {
    static __thread int is_this_thread __attribute__((tls_model("initial-exec")));
    // A signal handler that allocates.
    if (is_this_thread) return;
    if (__atomic_exchange_n(&mark->setting_up, 1, __ATOMIC_ACQUIRE)) {
        static const struct timespec moment = {0, 100000};
        for (int waited = 0; waited < longest_wait; waited++) {
            if (__atomic_load_n(&mark->generation, __ATOMIC_ACQUIRE)) return;
            // Not nanosleep, where a thread could be cancelled.
            syscall(SYS_nanosleep, &moment, NULL);
        }
        // Nobody waits again; should the other thread come back, it begins a generation that counts.
        __atomic_store_n(&mark->generation, ++last_generation, __ATOMIC_RELEASE);
        return;
    }
    is_this_thread = 1;
    if (mark == &unmarked) {
        struct process_mark *place = (struct process_mark *)map_private(4096);
        if (place && madvise(place, 4096, MADV_WIPEONFORK) == 0) {
            place->setting_up = 1;
            __atomic_store_n(&mark, place, __ATOMIC_RELEASE);
        } else {
            // Without the mark a forked child would write into its parent's file. Better no counts at all.
            unmarked.generation = ++last_generation;
        }
    }
    if (mark != &unmarked) {
        struct line *before = private_lines;
        if (shared_lines) munmap(shared_lines, file_bytes());
        shared_lines = map_file();
        private_lines = shared_lines ? map_private(TALLY_SLOTS * sizeof *private_lines) : NULL;
        int counting = shared_lines && private_lines;
        if (shared_lines && !counting) {
            // Address space that is limited is the client's.
            munmap(shared_lines, file_bytes());
            shared_lines = NULL;
        }
        if (counting) {
            inherit(before, slots_used);
            slots_used = 1;
            struct stat program;
            if (stat("/proc/self/exe", &program) == 0) {
                shared_lines[0].word[TALLY_HEADER_DEVICE] = program.st_dev;
                shared_lines[0].word[TALLY_HEADER_INODE] = program.st_ino;
            }
            shared_lines[0].word[TALLY_HEADER_PID] = (uint64_t)getpid();
            shared_lines[0].word[TALLY_HEADER_SLOTS_USED] = 1;
            if (sites_are_wanted()) sites_move(shared_lines[0].word, shared_lines[TALLY_SLOTS + 1].word);
            __atomic_store_n(&shared_lines[0].word[TALLY_HEADER_MAGIC], TALLY_MAGIC, __ATOMIC_RELEASE);
        }
        if (before) munmap(before, TALLY_SLOTS * sizeof *before);
        mark->counting = counting;
        __atomic_store_n(&mark->generation, ++last_generation, __ATOMIC_RELEASE);
    }
    is_this_thread = 0;
}

/// Gives the calling thread the slot `slot` if the thread that has it has ended.
static int take_over(uint64_t slot, uint64_t thread, long process) {
    uint64_t owner = __atomic_load_n(&shared_lines[slot + 1].word[TALLY_OWNER], __ATOMIC_ACQUIRE);
    if (owner != thread && (syscall(SYS_tgkill, process, (long)owner, 0) == 0 || errno != ESRCH)) return 0;
    return __atomic_compare_exchange_n(&shared_lines[slot + 1].word[TALLY_OWNER], &owner, thread, 0, __ATOMIC_ACQ_REL,
                                       __ATOMIC_RELAXED);
}

/// The slots that a new thread looks at, in turn, before it takes a fresh one.
enum { slots_looked_at = 4 };

/// Finds the calling thread a slot.
static uint64_t take_slot(uint64_t thread) {
    static uint64_t turn;
    long process = syscall(SYS_getpid);
    uint64_t used = __atomic_load_n(&slots_used, __ATOMIC_RELAXED);
    if (used > TALLY_SLOTS) used = TALLY_SLOTS;
    for (int look = 0; look < slots_looked_at && used > 1; look++) {
        uint64_t slot = 1 + __atomic_fetch_add(&turn, 1, __ATOMIC_RELAXED) % (used - 1);
        // A slot that another thread has counted up to and not yet made its own has no owner.
        if (shared_lines[slot + 1].word[TALLY_OWNER] && take_over(slot, thread, process)) return slot;
    }
    uint64_t slot = __atomic_fetch_add(&slots_used, 1, __ATOMIC_RELAXED);
    // A slot without room stays unused; the thread shares slot 0.
    if (slot < TALLY_SLOTS && !has_room(&shared_lines[slot + 1])) return 0;
    if (slot < TALLY_SLOTS) {
        __atomic_store_n(&shared_lines[slot + 1].word[TALLY_OWNER], thread, __ATOMIC_RELEASE);
        // Another thread may have come further already.
        uint64_t *shown = &shared_lines[0].word[TALLY_HEADER_SLOTS_USED];
        uint64_t before = __atomic_load_n(shown, __ATOMIC_RELAXED);
        while (before < slot + 1 &&
               !__atomic_compare_exchange_n(shown, &before, slot + 1, 0, __ATOMIC_ACQ_REL, __ATOMIC_RELAXED)) {
        }
        return slot;
    }
    __atomic_store_n(&slots_used, TALLY_SLOTS, __ATOMIC_RELAXED);
    for (slot = 1; slot < TALLY_SLOTS; slot++) {
        if (take_over(slot, thread, process)) return slot;
    }
    return 0;
}

/// The slow way: this thread's first call, or its first in a new process. 0 when nothing is to be counted.
static __attribute__((noinline)) int take_up(void) {
    int saved = errno;
    if (__atomic_load_n(&mark->generation, __ATOMIC_ACQUIRE) == 0) set_up_process();
    uint64_t generation = __atomic_load_n(&mark->generation, __ATOMIC_ACQUIRE);
    if (generation) {
        mine.generation = generation;
        mine.shared = mine.private = NULL;
        if (mark->counting) {
            uint64_t slot = take_slot((uint64_t)syscall(SYS_gettid));
            mine.atomic = slot == 0;
            mine.shared = shared_lines[slot + 1].word;
            mine.private = private_lines[slot].word;
        }
    }
    errno = saved;
    return generation && mine.shared;
}

static inline int counting(void) {
    if (UNLIKELY(!mine.generation || mine.generation != __atomic_load_n(&mark->generation, __ATOMIC_RELAXED))) {
        return take_up();
    }
    return mine.shared != NULL;
}

static inline void add(int word, uint64_t amount) {
    if (UNLIKELY(mine.atomic)) {
        __atomic_fetch_add(&mine.shared[word], amount, __ATOMIC_RELAXED);
        __atomic_fetch_add(&mine.private[word], amount, __ATOMIC_RELAXED);
        return;
    }
    uint64_t sum = mine.private[word] + amount;
    __atomic_store_n(&mine.private[word], sum, __ATOMIC_RELAXED);
    __atomic_store_n(&mine.shared[word], sum, __ATOMIC_RELAXED);
}

/// Counts a block into the class of its size, or out of it.
static inline void count(int what, int bytes_word, size_t bytes) {
    int first = TALLY_CLASS_WORDS * tally_class(bytes);
    add(first + what, 1);
    add(first + bytes_word, bytes);
}

static inline void *count_allocation(void *block, const void *caller) {
    if (block && counting()) {
        size_t bytes = real_usable_size(block);
        count(TALLY_ALLOCATIONS, TALLY_ALLOCATED_BYTES, bytes);
        if (UNLIKELY(sites_distance)) sites_note(block, bytes, caller);
    }
    return block;
}

/// Who called the function that this stands in.
#define CALLER __builtin_return_address(0)

/// So that the file is there before the program's first line, and the real functions before its first thread.
static __attribute__((constructor)) void set_up(void) {
    int saved = errno;
    ready();
    if (counting()) sites_begin();
    errno = saved;
}

// ---- what the client calls ----

EXPORT void *malloc(size_t size) {
    if (UNLIKELY(!ready())) return arena_take(16, size);
    return count_allocation(real_malloc(size), CALLER);
}

EXPORT void free(void *block) {
    if (!block || UNLIKELY(in_arena(block))) return;
    if (UNLIKELY(!ready())) return;
    // Counted before it is gone: afterwards its size cannot be asked, and another thread may get it.
    if (counting()) {
        count(TALLY_FREES, TALLY_FREED_BYTES, real_usable_size(block));
        if (UNLIKELY(sites_distance)) sites_forget(block);
    }
    real_free(block);
}

EXPORT void *calloc(size_t count, size_t size) {
    if (UNLIKELY(!ready())) {
        size_t bytes;
        return __builtin_mul_overflow(count, size, &bytes) ? NULL : arena_take(16, bytes);
    }
    return count_allocation(real_calloc(count, size), CALLER);
}

EXPORT void *realloc(void *block, size_t size) {
    if (UNLIKELY(!ready())) {
        void *moved = arena_take(16, size);
        if (moved && block) memcpy(moved, block, size < arena_size(block) ? size : arena_size(block));
        return moved;
    }
    if (UNLIKELY(block && in_arena(block))) {
        void *moved = malloc(size);
        if (moved) memcpy(moved, block, size < arena_size(block) ? size : arena_size(block));
        return moved;
    }
    if (!block) return count_allocation(real_realloc(NULL, size), CALLER);
    size_t before = real_usable_size(block);
    // Forgotten before it may be another thread's, and noted again if it stays.
    struct sample sample = {0};
    if (UNLIKELY(sites_distance) && counting()) sample = sites_forget(block);
    void *moved = real_realloc(block, size);
    if (moved) {
        if (counting()) {
            size_t after = real_usable_size(moved);
            add(TALLY_RESIZES, 1);
            count(TALLY_ALLOCATIONS, TALLY_ALLOCATED_BYTES, after);
            count(TALLY_FREES, TALLY_FREED_BYTES, before);
            if (UNLIKELY(sites_distance)) sites_note(moved, after, CALLER);
        }
    } else if (size == 0) {
        // glibc's realloc(block, 0) frees.
        if (counting()) count(TALLY_FREES, TALLY_FREED_BYTES, before);
    } else if (UNLIKELY(sample.weight_bytes)) {
        sites_remember(block, &sample);
    }
    return moved;
}

EXPORT void *memalign(size_t alignment, size_t size) {
    if (UNLIKELY(!ready())) return arena_take(alignment, size);
    return count_allocation(real_memalign(alignment, size), CALLER);
}

EXPORT void *aligned_alloc(size_t alignment, size_t size) {
    if (UNLIKELY(!ready())) return arena_take(alignment, size);
    return count_allocation(real_aligned_alloc(alignment, size), CALLER);
}

EXPORT int posix_memalign(void **out, size_t alignment, size_t size) {
    if (UNLIKELY(!ready())) {
        *out = arena_take(alignment, size);
        return *out ? 0 : ENOMEM;
    }
    int error = real_posix_memalign(out, alignment, size);
    if (!error) count_allocation(*out, CALLER);
    return error;
}

EXPORT void *valloc(size_t size) {
    if (UNLIKELY(!ready())) return arena_take(4096, size);
    return count_allocation(real_valloc(size), CALLER);
}

EXPORT void *pvalloc(size_t size) {
    if (UNLIKELY(!ready())) return arena_take(4096, (size + 4095) & ~(size_t)4095);
    return count_allocation(real_pvalloc(size), CALLER);
}
