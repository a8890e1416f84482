#define _GNU_SOURCE
#include "CReactor.h"

#include <errno.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>

const uint32_t CREACTOR_READABLE = EPOLLIN;
const uint32_t CREACTOR_WRITABLE = EPOLLOUT;
const uint32_t CREACTOR_BROKEN = EPOLLERR | EPOLLHUP;
const uint32_t CREACTOR_SHUT = EPOLLRDHUP;

int creactor_epoll_create(void) {
    return epoll_create1(EPOLL_CLOEXEC);
}

static int control(int epoll, int operation, int descriptor, uint32_t events, uint64_t token) {
    struct epoll_event event = {.events = events, .data.u64 = token};
    return epoll_ctl(epoll, operation, descriptor, &event);
}

int creactor_epoll_add(int epoll, int descriptor, uint32_t events, uint64_t token) {
    return control(epoll, EPOLL_CTL_ADD, descriptor, events, token);
}

int creactor_epoll_change(int epoll, int descriptor, uint32_t events, uint64_t token) {
    return control(epoll, EPOLL_CTL_MOD, descriptor, events, token);
}

int creactor_epoll_remove(int epoll, int descriptor) {
    return control(epoll, EPOLL_CTL_DEL, descriptor, 0, 0);
}

int creactor_epoll_wait(int epoll, struct creactor_event *events, int capacity, int64_t nanoseconds) {
    struct epoll_event ready[256];
    int room = capacity < 256 ? capacity : 256;
    int count;
    if (nanoseconds < 0) {
        count = epoll_wait(epoll, ready, room, -1);
    } else {
        struct timespec time = {.tv_sec = nanoseconds / 1000000000, .tv_nsec = nanoseconds % 1000000000};
        count = epoll_pwait2(epoll, ready, room, &time, NULL);
        if (count < 0 && errno == ENOSYS) {
            int64_t milliseconds = nanoseconds / 1000000 + (nanoseconds % 1000000 != 0);
            count = epoll_wait(epoll, ready, room, milliseconds < INT_MAX ? (int)milliseconds : INT_MAX);
        }
    }
    for (int i = 0; i < count; i++) {
        events[i].token = ready[i].data.u64;
        events[i].events = ready[i].events;
    }
    return count;
}

int creactor_eventfd(void) {
    return eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
}

int creactor_accept(int listener, struct sockaddr *peer, socklen_t *length) {
    return accept4(listener, peer, length, SOCK_NONBLOCK | SOCK_CLOEXEC);
}

void creactor_prepare_thread(const char *name) {
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, NULL);
    pthread_setname_np(pthread_self(), name);
}
