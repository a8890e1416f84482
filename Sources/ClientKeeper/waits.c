// The ways in which programs of the C library wait, tried one at a time: `twinsim-keeper --waits KIND SECONDS ROUNDS`.
//
// The same protocol as the interpreters' programs: "ready", a byte on standard input, the monotonic clock, and the clock
// again after each wait.

#define _GNU_SOURCE
#include "waits.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static void stamp(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    char text[64];
    int length = snprintf(text, sizeof text, "%lld.%09ld\n", (long long)now.tv_sec, now.tv_nsec);
    if (write(1, text, (size_t)length) < 0) exit(74);
}

static void ignore(int signal) { (void)signal; }

static struct timespec span(double seconds) {
    struct timespec result = {(time_t)seconds, (long)((seconds - (double)(time_t)seconds) * 1e9)};
    return result;
}

/// The moment `seconds` from now on the wall clock, which condition variables and semaphores take.
static struct timespec moment(double seconds) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    struct timespec wait = span(seconds);
    now.tv_sec += wait.tv_sec + (now.tv_nsec + wait.tv_nsec) / 1000000000;
    now.tv_nsec = (now.tv_nsec + wait.tv_nsec) % 1000000000;
    return now;
}

/// One wait; 0 when the kind is unknown.
static int wait_once(const char *kind, double seconds, int end, int poller, int receiver) {
    static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
    static pthread_cond_t condition = PTHREAD_COND_INITIALIZER;
    static sem_t semaphore;
    struct timespec wait = span(seconds);
    if (!strcmp(kind, "usleep")) {
        usleep((useconds_t)(seconds * 1e6));
    } else if (!strcmp(kind, "nanosleep")) {
        nanosleep(&wait, NULL);
    } else if (!strcmp(kind, "clock-nanosleep")) {
        clock_nanosleep(CLOCK_MONOTONIC, 0, &wait, NULL);
    } else if (!strcmp(kind, "select")) {
        fd_set set;
        FD_ZERO(&set);
        FD_SET(end, &set);
        struct timeval time = {wait.tv_sec, wait.tv_nsec / 1000};
        select(end + 1, &set, NULL, NULL, &time);
    } else if (!strcmp(kind, "poll")) {
        struct pollfd entry = {.fd = end, .events = POLLIN};
        poll(&entry, 1, (int)(seconds * 1000));
    } else if (!strcmp(kind, "epoll")) {
        struct epoll_event event;
        epoll_wait(poller, &event, 1, (int)(seconds * 1000));
    } else if (!strcmp(kind, "condition-timed-wait")) {
        struct timespec until = moment(seconds);
        pthread_mutex_lock(&mutex);
        while (pthread_cond_timedwait(&condition, &mutex, &until) == 0) {}
        pthread_mutex_unlock(&mutex);
    } else if (!strcmp(kind, "semaphore-timed-wait")) {
        struct timespec until = moment(seconds);
        while (sem_timedwait(&semaphore, &until) < 0 && errno == EINTR) {}
    } else if (!strcmp(kind, "kernel-socket-timeout")) {
        char byte;
        if (recv(receiver, &byte, 1, 0) >= 0) return 0;
    } else if (!strcmp(kind, "signal-timer")) {
        struct itimerval timer = {.it_value = {wait.tv_sec, wait.tv_nsec / 1000}};
        setitimer(ITIMER_REAL, &timer, NULL);
        pause();
    } else {
        return 0;
    }
    return 1;
}

int try_waits(const char *kind, const char *seconds, const char *rounds) {
    double wait = atof(seconds);
    int count = atoi(rounds);
    int ends[2];
    int pair[2];
    struct epoll_event event = {.events = EPOLLIN};
    struct timespec limit = span(wait);
    struct timeval time = {limit.tv_sec, limit.tv_nsec / 1000};
    int poller = epoll_create1(0);
    if (poller < 0 || pipe(ends) < 0 || socketpair(AF_UNIX, SOCK_STREAM, 0, pair) < 0 ||
        epoll_ctl(poller, EPOLL_CTL_ADD, ends[0], &event) < 0 ||
        setsockopt(pair[0], SOL_SOCKET, SO_RCVTIMEO, &time, sizeof time) < 0) {
        return 69;
    }
    signal(SIGALRM, ignore);
    char byte;
    if (write(1, "ready\n", 6) < 0 || read(0, &byte, 1) < 0) return 74;
    stamp();
    for (int round = 0; round < count; round++) {
        if (!wait_once(kind, wait, ends[0], poller, pair[0])) return 64;
        stamp();
    }
    return read(0, &byte, 1) < 0 ? 74 : 0;
}
