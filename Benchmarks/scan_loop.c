// A loop on absolute deadlines that does nothing: how late a scan of this period must begin on this machine, whoever runs it.
// Argument: the period in milliseconds. Ends on SIGTERM and prints how late its rounds began, in nanoseconds.

#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { capacity = 1000000 };

static volatile sig_atomic_t over;
static int64_t lateness[capacity];

static void stop(int signal) { over = signal; }

static int compare(const void *left, const void *right) {
    int64_t a = *(const int64_t *)left, b = *(const int64_t *)right;
    return (a > b) - (a < b);
}

static int64_t nanoseconds(struct timespec time) { return time.tv_sec * 1000000000LL + time.tv_nsec; }

int main(int count, char **arguments) {
    int64_t period = (count > 1 ? atoll(arguments[1]) : 20) * 1000000LL;
    struct sigaction action = {.sa_handler = stop};
    sigaction(SIGTERM, &action, NULL);
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    int64_t deadline = nanoseconds(now);
    int rounds = 0;
    while (!over && rounds < capacity) {
        deadline += period;
        struct timespec until = {deadline / 1000000000LL, deadline % 1000000000LL};
        while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL) != 0 && !over) {}
        if (over) break;
        clock_gettime(CLOCK_MONOTONIC, &now);
        lateness[rounds++] = nanoseconds(now) - deadline;
    }
    if (rounds == 0) return 1;
    qsort(lateness, rounds, sizeof *lateness, compare);
    printf("rounds=%d p50=%lld p99=%lld p999=%lld max=%lld\n", rounds, (long long)lateness[rounds / 2],
        (long long)lateness[(int)(rounds * 0.99)], (long long)lateness[(int)(rounds * 0.999)], (long long)lateness[rounds - 1]);
    return 0;
}
