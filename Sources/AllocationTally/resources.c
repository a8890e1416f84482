// Where a traced client opens descriptors and starts threads and processes: the functions of the C library that do,
// each passed on at once and, in a traced run alone, noted with its call site (sites.c).
//
// Nothing is noted when something is closed or ends: what is open is told by the kernel, and a number that is used anew
// is noted anew. What the C library opens for itself goes past these names, and so does a raw system call.

#define _GNU_SOURCE
// Its inline stand-ins for open and others would be defined twice.
#undef _FORTIFY_SOURCE
#include "sites.h"

#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#define EXPORT __attribute__((visibility("default")))
/// Who called the function that this stands in.
#define CALLER __builtin_return_address(0)

/// Defines real_NAME(), which gives the function that would have been called; the look-up may allocate, which is
/// counted as the client's.
#define FIND_REAL(name)                                                     \
    static __typeof__(&name) real_##name(void) {                            \
        static __typeof__(&name) known;                                     \
        __typeof__(&name) found = __atomic_load_n(&known, __ATOMIC_ACQUIRE); \
        if (!found) {                                                       \
            *(void **)&found = dlsym(RTLD_NEXT, #name);                     \
            __atomic_store_n(&known, found, __ATOMIC_RELEASE);              \
        }                                                                   \
        return found;                                                       \
    }

// Their headers would bring in types for nothing; what they take is part of the platform's interface.
extern int eventfd(unsigned count, int flags);
extern int epoll_create(int size);
extern int epoll_create1(int flags);
extern int timerfd_create(int clock, int flags);
extern int inotify_init1(int flags);

FIND_REAL(socket)
FIND_REAL(socketpair)
FIND_REAL(accept)
FIND_REAL(accept4)
FIND_REAL(open)
FIND_REAL(open64)
FIND_REAL(openat)
FIND_REAL(openat64)
FIND_REAL(creat)
FIND_REAL(fopen)
FIND_REAL(fopen64)
FIND_REAL(opendir)
FIND_REAL(dup)
FIND_REAL(dup2)
FIND_REAL(dup3)
FIND_REAL(pipe)
FIND_REAL(pipe2)
FIND_REAL(eventfd)
FIND_REAL(epoll_create)
FIND_REAL(epoll_create1)
FIND_REAL(timerfd_create)
FIND_REAL(inotify_init1)
FIND_REAL(fork)
FIND_REAL(posix_spawn)
FIND_REAL(posix_spawnp)
FIND_REAL(pthread_create)

static inline int noted(int descriptor, const void *caller) {
    if (descriptor >= 0 && sites_distance) sites_note_descriptor(descriptor, sites_here(caller));
    return descriptor;
}

/// Notes both descriptors of a pair that was made.
static inline int noted_pair(int result, const int *pair, const void *caller) {
    if (result == 0 && sites_distance) {
        uint64_t site = sites_here(caller);
        sites_note_descriptor(pair[0], site);
        sites_note_descriptor(pair[1], site);
    }
    return result;
}

// ---- sockets ----

EXPORT int socket(int domain, int type, int protocol) { return noted(real_socket()(domain, type, protocol), CALLER); }

EXPORT int socketpair(int domain, int type, int protocol, int pair[2]) {
    return noted_pair(real_socketpair()(domain, type, protocol, pair), pair, CALLER);
}

EXPORT int accept(int listening, struct sockaddr *restrict address, socklen_t *restrict length) {
    return noted(real_accept()(listening, address, length), CALLER);
}

EXPORT int accept4(int listening, struct sockaddr *restrict address, socklen_t *restrict length, int flags) {
    return noted(real_accept4()(listening, address, length, flags), CALLER);
}

// ---- files ----

/// The mode that follows the flags of an opening, where there is one.
#define MODE_AFTER(flags)                                       \
    ({                                                          \
        mode_t mode = 0;                                        \
        if (((flags) & O_CREAT) || ((flags) & O_TMPFILE) == O_TMPFILE) {                  \
            va_list rest;                                       \
            va_start(rest, flags);                              \
            mode = (mode_t)va_arg(rest, int);                   \
            va_end(rest);                                       \
        }                                                       \
        mode;                                                   \
    })

EXPORT int open(const char *path, int flags, ...) {
    return noted(real_open()(path, flags, MODE_AFTER(flags)), CALLER);
}

EXPORT int open64(const char *path, int flags, ...) {
    return noted(real_open64()(path, flags, MODE_AFTER(flags)), CALLER);
}

EXPORT int openat(int folder, const char *path, int flags, ...) {
    return noted(real_openat()(folder, path, flags, MODE_AFTER(flags)), CALLER);
}

EXPORT int openat64(int folder, const char *path, int flags, ...) {
    return noted(real_openat64()(folder, path, flags, MODE_AFTER(flags)), CALLER);
}

EXPORT int creat(const char *path, mode_t mode) { return noted(real_creat()(path, mode), CALLER); }

EXPORT FILE *fopen(const char *restrict path, const char *restrict mode) {
    FILE *file = real_fopen()(path, mode);
    if (file && sites_distance) noted(fileno(file), CALLER);
    return file;
}

EXPORT FILE *fopen64(const char *restrict path, const char *restrict mode) {
    FILE *file = real_fopen64()(path, mode);
    if (file && sites_distance) noted(fileno(file), CALLER);
    return file;
}

EXPORT DIR *opendir(const char *path) {
    DIR *folder = real_opendir()(path);
    if (folder && sites_distance) noted(dirfd(folder), CALLER);
    return folder;
}

EXPORT int dup(int descriptor) { return noted(real_dup()(descriptor), CALLER); }

EXPORT int dup2(int descriptor, int wanted) { return noted(real_dup2()(descriptor, wanted), CALLER); }

EXPORT int dup3(int descriptor, int wanted, int flags) {
    return noted(real_dup3()(descriptor, wanted, flags), CALLER);
}

EXPORT int pipe(int pair[2]) { return noted_pair(real_pipe()(pair), pair, CALLER); }

EXPORT int pipe2(int pair[2], int flags) { return noted_pair(real_pipe2()(pair, flags), pair, CALLER); }

EXPORT int eventfd(unsigned count, int flags) { return noted(real_eventfd()(count, flags), CALLER); }

EXPORT int epoll_create(int size) { return noted(real_epoll_create()(size), CALLER); }

EXPORT int epoll_create1(int flags) { return noted(real_epoll_create1()(flags), CALLER); }

EXPORT int timerfd_create(int clock, int flags) { return noted(real_timerfd_create()(clock, flags), CALLER); }

EXPORT int inotify_init1(int flags) { return noted(real_inotify_init1()(flags), CALLER); }

// ---- processes ----

EXPORT pid_t fork(void) {
    pid_t child = real_fork()();
    if (child > 0 && sites_distance) sites_note_child(child, sites_here(CALLER));
    return child;
}

EXPORT int posix_spawn(pid_t *restrict child, const char *restrict path, const posix_spawn_file_actions_t *actions,
                       const posix_spawnattr_t *restrict attributes, char *const argv[restrict],
                       char *const environment[restrict]) {
    pid_t made = 0;
    int error = real_posix_spawn()(&made, path, actions, attributes, argv, environment);
    if (!error && child) *child = made;
    if (!error && sites_distance) sites_note_child(made, sites_here(CALLER));
    return error;
}

EXPORT int posix_spawnp(pid_t *restrict child, const char *restrict name, const posix_spawn_file_actions_t *actions,
                        const posix_spawnattr_t *restrict attributes, char *const argv[restrict],
                        char *const environment[restrict]) {
    pid_t made = 0;
    int error = real_posix_spawnp()(&made, name, actions, attributes, argv, environment);
    if (!error && child) *child = made;
    if (!error && sites_distance) sites_note_child(made, sites_here(CALLER));
    return error;
}

// ---- threads ----

/// What a thread of a traced client begins with: it alone knows its number.
struct beginning {
    void *(*routine)(void *);
    void *argument;
    uint64_t site;
    int is_taken;
};

/// Threads that may begin at once and be noted; further ones begin without.
enum { most_beginnings = 256 };
static struct beginning beginnings[most_beginnings];

static void *begin_thread(void *argument) {
    struct beginning *mine = argument, own = *mine;
    __atomic_store_n(&mine->is_taken, 0, __ATOMIC_RELEASE);
    sites_note_thread((int)syscall(SYS_gettid), own.site);
    return own.routine(own.argument);
}

EXPORT int pthread_create(pthread_t *restrict thread, const pthread_attr_t *restrict attributes,
                          void *(*routine)(void *), void *restrict argument) {
    uint64_t site = sites_distance ? sites_here(CALLER) : 0;
    for (int place = 0; site && place < most_beginnings; place++) {
        struct beginning *ours = &beginnings[place];
        if (__atomic_exchange_n(&ours->is_taken, 1, __ATOMIC_ACQUIRE)) continue;
        ours->routine = routine;
        ours->argument = argument;
        ours->site = site;
        int error = real_pthread_create()(thread, attributes, begin_thread, ours);
        if (error) __atomic_store_n(&ours->is_taken, 0, __ATOMIC_RELEASE);
        return error;
    }
    return real_pthread_create()(thread, attributes, routine, argument);
}

/// Looked up before the client's first signal could come in the midst of it: these may be called from a handler.
static __attribute__((constructor)) void look_up_what_handlers_call(void) {
    real_open(), real_open64(), real_openat(), real_socket(), real_accept(), real_dup(), real_dup2(), real_pipe();
    real_fork(), real_pthread_create();
}
