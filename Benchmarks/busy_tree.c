// A tree of processes whose root works without a pause and notes how much it gets done: what holds it up shows.
//
//     busy_tree PROCESSES [wait]
//
// With `wait` the root waits too: a tree of the same make that nobody is held up in.
//
// The children hold memory, descriptors and a connection and wait. The root does again and again what sampling could make
// it wait for: it maps, touches and unmaps a page (the lock of its address space), opens and closes a file (its table of
// descriptors) and sends itself bytes through a TCP connection (the socket table). On SIGTERM it prints a line for each
// 2 ms: when it began and ended (CLOCK_MONOTONIC, ns), rounds done, and how often the processor was taken from it meanwhile.

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { slice_ns = 2000000, slices = 200000, resident_bytes = 32 << 20, files = 20 };

struct slice {
    int64_t begin, end;
    int32_t rounds, preemptions;
};

static struct slice record[slices];
static volatile sig_atomic_t stop;

static void on_signal(int number) {
    (void)number;
    stop = 1;
}

static int32_t preemptions(void) {
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return (int32_t)usage.ru_nivcsw;
}

static int64_t now(void) {
    struct timespec moment;
    clock_gettime(CLOCK_MONOTONIC, &moment);
    return moment.tv_sec * 1000000000ll + moment.tv_nsec;
}

/// A TCP connection of the process to itself: what is written to out comes out of in.
static void connect_to_self(int *out, int *in) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof address;
    int listener = socket(AF_INET, SOCK_STREAM, 0);
    *out = socket(AF_INET, SOCK_STREAM, 0);
    if (bind(listener, (struct sockaddr *)&address, length) < 0 || listen(listener, 1) < 0 ||
        getsockname(listener, (struct sockaddr *)&address, &length) < 0 ||
        connect(*out, (struct sockaddr *)&address, length) < 0 || (*in = accept(listener, NULL, NULL)) < 0) {
        perror("connection");
        exit(1);
    }
    close(listener);
}

static void hold(void) {
    char *memory = malloc(resident_bytes);
    int out, in;
    if (!memory) exit(1);
    memset(memory, 1, resident_bytes);
    for (int i = 0; i < files; i++) open("/dev/null", O_RDONLY);
    connect_to_self(&out, &in);
}

static void work_once(int out, int in) {
    char *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    char bytes[64] = {0};
    if (page != MAP_FAILED) {
        *(volatile char *)page = 1;
        munmap(page, 4096);
    }
    close(open("/dev/null", O_RDONLY));
    if (write(out, bytes, sizeof bytes) != sizeof bytes || read(in, bytes, sizeof bytes) < 0) exit(1);
}

int main(int argc, char **argv) {
    int processes = argc > 1 ? atoi(argv[1]) : 10;
    pid_t root = getpid();
    signal(SIGTERM, on_signal);
    for (int child = 1; child < processes; child++) {
        if (fork() == 0) {
            signal(SIGTERM, SIG_DFL);
            prctl(PR_SET_PDEATHSIG, SIGKILL);
            if (getppid() != root) return 0;
            hold();
            for (;;) pause();
        }
    }
    hold();
    int out, in;
    connect_to_self(&out, &in);
    sleep(1);
    puts("working");
    fflush(stdout);
    while (!stop && argc > 2 && strcmp(argv[2], "wait") == 0) pause();
    int count = 0;
    while (!stop && count < slices) {
        struct slice *slice = &record[count++];
        int32_t before = preemptions();
        slice->begin = now();
        do {
            work_once(out, in);
            slice->rounds++;
            slice->end = now();
        } while (slice->end < slice->begin + slice_ns);
        slice->preemptions = preemptions() - before;
    }
    for (int i = 0; i < count; i++) {
        printf("%lld %lld %d %d\n", (long long)record[i].begin, (long long)record[i].end, record[i].rounds,
               record[i].preemptions);
    }
    return 0;
}
