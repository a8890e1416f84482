#define _GNU_SOURCE
#include <stdint.h>
#include "CLinux.h"

#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <sys/xattr.h>
#include <unistd.h>

int clinux_signal_first_thread(pid_t pid, int signal) {
    return syscall(SYS_tgkill, pid, pid, signal) < 0 ? -errno : 0;
}

int clinux_become_subreaper(void) { return prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) < 0 ? -errno : 0; }

int clinux_signal_at_parents_end(int signal) { return prctl(PR_SET_PDEATHSIG, signal, 0, 0, 0) < 0 ? -errno : 0; }

int clinux_wait(pid_t pid, int block, struct clinux_end *end) {
    siginfo_t info = {0};
    int result;
    do {
        result = waitid(P_PID, (id_t)pid, &info, WEXITED | (block ? 0 : WNOHANG));
    } while (result < 0 && errno == EINTR);
    if (result < 0) return -errno;
    if (info.si_pid == 0) return 0;
    end->pid = info.si_pid;
    end->status = info.si_status;
    end->signalled = info.si_code != CLD_EXITED;
    return 1;
}

int clinux_spawn(const char *file, char *const arguments[], char *const environment[], const int descriptors[4]) {
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    sigset_t none, all;
    pid_t pid = -1;
    sigemptyset(&none);
    sigfillset(&all);
    int error = posix_spawn_file_actions_init(&actions);
    if (error) return -error;
    error = posix_spawnattr_init(&attributes);
    if (error) {
        posix_spawn_file_actions_destroy(&actions);
        return -error;
    }
    // The descriptors may themselves be among 0 to 3, so they are moved out of the way first.
    int moved[4];
    for (int i = 0; i < 4; i++) moved[i] = -1;
    for (int i = 0; i < 4 && !error; i++) {
        moved[i] = fcntl(descriptors[i], F_DUPFD_CLOEXEC, 10);
        if (moved[i] < 0) error = errno;
    }
    for (int i = 0; i < 4 && !error; i++) error = posix_spawn_file_actions_adddup2(&actions, moved[i], i);
    if (!error) error = posix_spawn_file_actions_addclosefrom_np(&actions, 4);
    if (!error) {
        error = posix_spawnattr_setflags(
            &attributes, POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    }
    if (!error) error = posix_spawnattr_setsigmask(&attributes, &none);
    if (!error) error = posix_spawnattr_setsigdefault(&attributes, &all);
    if (!error) error = posix_spawn(&pid, file, &actions, &attributes, arguments, environment);
    for (int i = 0; i < 4; i++) {
        if (moved[i] >= 0) close(moved[i]);
    }
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    return error ? -error : pid;
}

uint64_t clinux_read_word(const void *address) { return __atomic_load_n((const uint64_t *)address, __ATOMIC_RELAXED); }

extern char **environ;

char **clinux_environment(void) { return environ; }

int clinux_has_file_capabilities(const char *path) { return getxattr(path, "security.capability", NULL, 0) > 0; }

int clinux_pipe(int ends[2], int bytes) {
    if (pipe2(ends, O_CLOEXEC) < 0) return -errno;
    // Beyond its limits the kernel says no, and the pipe stays at 64 KiB.
    (void)fcntl(ends[1], F_SETPIPE_SZ, bytes);
    return 0;
}

int clinux_event(void) {
    int event = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    return event < 0 ? -errno : event;
}

void clinux_signal_event(int event) { (void)eventfd_write(event, 1); }

void clinux_return_freed_memory(void) {
    (void)mallopt(M_MMAP_THRESHOLD, 32 * 1024);
    (void)mallopt(M_TRIM_THRESHOLD, 64 * 1024);
}

void clinux_name_thread(const char *name) { (void)pthread_setname_np(pthread_self(), name); }

// The fields of the kernel's struct sched_attr (uapi/linux/sched/types.h) up to the deadline scheduler's.
struct scheduling {
    uint32_t size, policy;
    uint64_t flags;
    int32_t nice;
    uint32_t priority;
    uint64_t runtime, deadline, period;
};

void clinux_prefer_promptness(void) {
    struct scheduling wanted = {.size = sizeof wanted};
    if (syscall(SYS_sched_getattr, 0, &wanted, sizeof wanted, 0) != 0) return;
    wanted.size = sizeof wanted;
    wanted.runtime = 100000;
    // Refused or not known: the thread is served as any other.
    (void)syscall(SYS_sched_setattr, 0, &wanted, 0);
}
