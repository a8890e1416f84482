// The client keeper: a small process between the harness and the client under test.
//
// It exists because two promises cannot be kept from inside a threaded Swift process. First, when the harness dies,
// even by SIGKILL, nothing of the client may stay: the keeper sees its stream end and ends the client. Second, a
// grandchild that made itself a daemon must still be found: the keeper is the subreaper, so that every orphan of the
// client, whatever session it moved to, becomes a child of the keeper, and "no child left" (ECHILD) means that nothing
// is left. It forks here, with one thread and nothing allocated, and not in the harness.
//
// Should the keeper itself be killed, the kernel kills the client's first process (PR_SET_PDEATHSIG) and the harness,
// a subreaper too, finds and ends the rest.

#define _GNU_SOURCE
#include "CLinux.h"
#include "waits.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
    control = 3,
    maximum_processes = 16384,
    /// Between two passes of killing, so that a client that forks faster than one pass sees is caught by a later one.
    kill_pass_ms = 20,
    /// After so long with SIGKILL, what is left is reported as resisting (a process in an uninterruptible wait).
    resist_ms = 10000,
};

static pid_t descendants[maximum_processes];
static uint64_t work[2 * 65536];

static pid_t root = -1;
static int root_ended, harness_gone, killing, reported_resisting;
static int64_t deadline_ms = -1, resist_deadline_ms;
static int asked, killed;

static int64_t now_ms(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void say(struct keeper_message message) {
    const char *bytes = (const char *)&message;
    size_t left = sizeof message;
    while (left > 0) {
        ssize_t wrote = write(control, bytes, left);
        if (wrote < 0 && errno == EINTR) continue;
        if (wrote <= 0) return;  // The end of the stream is noticed where it is read.
        bytes += wrote;
        left -= (size_t)wrote;
    }
}

static int read_fully(void *into, size_t size) {
    char *at = into;
    while (size > 0) {
        ssize_t got = read(control, at, size);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) return -1;
        at += got;
        size -= (size_t)got;
    }
    return 0;
}

static _Noreturn void fail(int stage, int error) {
    say((struct keeper_message){.kind = KEEPER_FAILED, .value = error, .stage = stage});
    _exit(1);
}

/// Has every signal at its default, those too that the C library keeps for itself: posix_spawn, which started the keeper,
/// leaves them ignored, and the client would inherit that.
static void default_signals(void) {
    // The kernel's struct sigaction, all of it 0: SIG_DFL, no flags, an empty mask.
    uint64_t nothing[8] = {0};
    for (int number = 1; number <= 64; number++) syscall(SYS_rt_sigaction, number, nothing, NULL, sizeof(uint64_t));
}

/// In the new process: becomes the client, or says why not through `report`.
static _Noreturn void become_client(
    int report, pid_t keeper, uint64_t descriptors, const char *file, const char *directory, char **arguments,
    char **environment) {
    int what[2] = {KEEPER_STAGE_EXECUTE, 0};
    sigset_t none;
    sigemptyset(&none);
    setsid();
    clinux_signal_at_parents_end(SIGKILL);
    // The keeper may have died before the line above.
    if (getppid() != keeper) _exit(1);
    sigprocmask(SIG_SETMASK, &none, NULL);
    default_signals();
    struct rlimit limit;
    // The harness raised its own limit for its server; a client that runs out of descriptors must do so at the user's.
    if (descriptors > 0 && getrlimit(RLIMIT_NOFILE, &limit) == 0 && descriptors <= limit.rlim_max) {
        limit.rlim_cur = (rlim_t)descriptors;
        setrlimit(RLIMIT_NOFILE, &limit);
    }
    if (*directory && chdir(directory) < 0) {
        what[0] = KEEPER_STAGE_DIRECTORY;
    } else {
        execve(file, arguments, environment);
    }
    what[1] = errno;
    ssize_t wrote = write(report, what, sizeof what);
    _exit(wrote == sizeof what ? 126 : 127);
}

static void start_client(
    uint64_t descriptors, const char *file, const char *directory, char **arguments, char **environment) {
    int pipe_ends[2];
    if (pipe2(pipe_ends, O_CLOEXEC) < 0) fail(KEEPER_STAGE_FORK, errno);
    pid_t keeper = getpid();
    root = fork();
    if (root < 0) fail(KEEPER_STAGE_FORK, errno);
    if (root == 0) {
        close(pipe_ends[0]);
        become_client(pipe_ends[1], keeper, descriptors, file, directory, arguments, environment);
    }
    close(pipe_ends[1]);
    int what[2];
    ssize_t got;
    do {
        got = read(pipe_ends[0], what, sizeof what);
    } while (got < 0 && errno == EINTR);
    close(pipe_ends[0]);
    if (got == sizeof what) {
        waitpid(root, NULL, 0);
        fail(what[0], what[1]);
    }
}

static void remove_counter_files(const char *directory) {
    if (!*directory) return;
    int fd = open(directory, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    DIR *list = fd < 0 ? NULL : fdopendir(fd);
    if (!list) return;
    for (struct dirent *entry; (entry = readdir(list));) {
        if (entry->d_name[0] != '.') unlinkat(fd, entry->d_name, 0);
    }
    closedir(list);
    rmdir(directory);
}

/// Asks the whole tree to end: the client's process group as one, and each process that left the group.
static void ask_to_end(int64_t grace_ms) {
    int64_t deadline = now_ms() + grace_ms;
    if (deadline_ms >= 0) {
        if (deadline < deadline_ms) deadline_ms = deadline;
        return;
    }
    deadline_ms = deadline;
    int found = clinux_descendants(getpid(), descendants, maximum_processes, work, sizeof work);
    kill(-root, SIGTERM);
    kill(-root, SIGCONT);  // A stopped process cannot act on SIGTERM.
    for (int i = 0; i < found; i++) {
        asked++;
        if (getpgid(descendants[i]) == root) continue;
        kill(descendants[i], SIGTERM);
        kill(descendants[i], SIGCONT);
    }
}

static void kill_all(void) {
    int found = clinux_descendants(getpid(), descendants, maximum_processes, work, sizeof work);
    for (int i = 0; i < found; i++) kill(descendants[i], SIGKILL);
    if (!killing) {
        killing = 1;
        resist_deadline_ms = now_ms() + resist_ms;
    } else if (!reported_resisting && found > 0 && now_ms() > resist_deadline_ms) {
        reported_resisting = 1;
        say((struct keeper_message){.kind = KEEPER_FINISHED, .value = found, .asked = asked, .killed = killed});
    }
}

/// Reaps whatever has ended; 0 when there is no child left at all.
static int reap(void) {
    for (;;) {
        int status;
        pid_t pid = waitpid(-1, &status, WNOHANG);
        if (pid < 0 && errno == EINTR) continue;
        if (pid < 0) return 0;
        if (pid == 0) return 1;
        if (killing && WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL) killed++;
        if (pid == root && !root_ended) {
            root_ended = 1;
            say((struct keeper_message){
                .kind = KEEPER_ROOT_ENDED,
                .pid = root,
                .value = WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status),
                .stage = WIFSIGNALED(status),
            });
        }
    }
}

static void keep(int signals) {
    while (reap()) {
        int64_t now = now_ms();
        int timeout = -1;
        if (deadline_ms >= 0) {
            if (now >= deadline_ms) {
                kill_all();
                timeout = kill_pass_ms;
            } else {
                timeout = (int)(deadline_ms - now);
            }
        }
        struct pollfd waiting[2] = {
            {.fd = signals, .events = POLLIN},
            {.fd = harness_gone ? -1 : control, .events = POLLIN},
        };
        if (poll(waiting, 2, timeout) < 0 && errno != EINTR) continue;
        if (waiting[0].revents) {
            struct signalfd_siginfo signal;
            if (read(signals, &signal, sizeof signal) == sizeof signal && signal.ssi_signo != SIGCHLD) {
                ask_to_end(KEEPER_ORPHAN_GRACE_MS);
            }
        }
        if (waiting[1].revents) {
            struct keeper_command command;
            if (read_fully(&command, sizeof command) == 0) {
                ask_to_end(command.grace_ms);
            } else {
                harness_gone = 1;
                ask_to_end(KEEPER_ORPHAN_GRACE_MS);
            }
        }
    }
}

int main(int count_of_arguments, char **words) {
    if (count_of_arguments == 5 && !strcmp(words[1], "--waits")) return try_waits(words[2], words[3], words[4]);
    sigset_t watched;
    sigemptyset(&watched);
    sigaddset(&watched, SIGCHLD);
    sigaddset(&watched, SIGTERM);
    sigaddset(&watched, SIGINT);
    sigaddset(&watched, SIGHUP);
    sigprocmask(SIG_SETMASK, &watched, NULL);
    signal(SIGPIPE, SIG_IGN);
    prctl(PR_SET_NAME, "twinsim-keeper", 0, 0, 0);
    fcntl(control, F_SETFD, FD_CLOEXEC);
    int signals = signalfd(-1, &watched, SFD_CLOEXEC);

    struct keeper_order order;
    if (read_fully(&order, sizeof order) < 0) {
        static const char hint[] = "twinsim-keeper is started by twinsim and does nothing when started by hand\n";
        ssize_t ignored = write(2, hint, sizeof hint - 1);
        (void)ignored;
        return 64;
    }
    if (order.version != KEEPER_VERSION || order.bytes > KEEPER_MAXIMUM_ORDER) fail(KEEPER_STAGE_ORDER, EPROTO);
    if (signals < 0) fail(KEEPER_STAGE_FORK, errno);
    int error = clinux_become_subreaper();
    if (error) fail(KEEPER_STAGE_FORK, -error);

    char *strings = malloc((size_t)order.bytes + 1);
    size_t count = 3 + (size_t)order.arguments + order.environment;
    char **all = calloc(count + 2, sizeof *all);
    if (!strings || !all || read_fully(strings, order.bytes) < 0) fail(KEEPER_STAGE_ORDER, ENOMEM);
    strings[order.bytes] = 0;
    // arguments and environment each end with a null pointer, hence the gap of one between them.
    char *at = strings;
    for (size_t i = 0; i < count; i++) {
        if (at >= strings + order.bytes) fail(KEEPER_STAGE_ORDER, EPROTO);
        all[i < 3 + order.arguments ? i : i + 1] = at;
        at += strlen(at) + 1;
    }
    const char *counter_files = all[2];
    start_client(order.descriptors, all[0], all[1], all + 3, all + 3 + order.arguments + 1);
    // The keeper must not keep the client's output open, or its reader would never see the end.
    int nothing = open("/dev/null", O_RDWR | O_CLOEXEC);
    if (nothing >= 0) {
        dup2(nothing, 1);
        dup2(nothing, 2);
        close(nothing);
    }
    if (chdir("/") < 0) return 1;
    say((struct keeper_message){.kind = KEEPER_STARTED, .pid = root});
    keep(signals);
    if (!reported_resisting) {
        say((struct keeper_message){.kind = KEEPER_FINISHED, .asked = asked, .killed = killed});
    }
    if (harness_gone) remove_counter_files(counter_files);
    return 0;
}
