// One client that misbehaves, until SIGTERM. Arguments: the port and how it misbehaves:
//   illegal   function codes, quantities and byte counts that do not exist, one after the other without a pause
//   bytewise  good requests, one byte a millisecond
//   half      the first half of a request and silence; 64 connections, the oldest reset and replaced every 10 ms
//   deaf      good requests without end, and no reply is ever read
// It checks the replies that it gets, and prints how many requests or connections it came to.

#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static volatile sig_atomic_t over;
static struct sockaddr_in address;
static unsigned long done, errors;
static const uint8_t good[12] = {0, 1, 0, 0, 0, 6, 1, 3, 0, 0, 0, 10};

static void stop(int signal) { over = signal; }

static void pause_milliseconds(long milliseconds) {
    struct timespec time = {milliseconds / 1000, milliseconds % 1000 * 1000000};
    nanosleep(&time, NULL);
}

static int dial(void) {
    int one = 1, descriptor = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    if (connect(descriptor, (struct sockaddr *)&address, sizeof address) == 0) return descriptor;
    errors++;
    close(descriptor);
    pause_milliseconds(10);
    return -1;
}

static void reset(int descriptor) {
    struct linger at_once = {1, 0};
    setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    close(descriptor);
}

// Waits for one whole reply; its function code, or -1.
static int reply(int descriptor) {
    uint8_t bytes[260];
    int held = 0, length = 6;
    while (held < length) {
        ssize_t count = recv(descriptor, bytes + held, sizeof bytes - held, 0);
        if (count <= 0) return -1;
        held += count;
        if (held >= 6) length = 6 + (bytes[4] << 8 | bytes[5]);
        if (length > 260) return -1;
    }
    return held == length ? bytes[7] : -1;
}

static void illegal(void) {
    static const uint8_t requests[][12] = {
        {0, 1, 0, 0, 0, 6, 1, 65, 0, 0, 0, 1}, {0, 2, 0, 0, 0, 6, 1, 3, 0, 0, 0, 0}, {0, 3, 0, 0, 0, 6, 1, 3, 0, 0, 0, 126},
        {0, 4, 0, 0, 0, 6, 1, 24, 0, 0, 0, 1}, {0, 5, 0, 0, 0, 6, 1, 16, 0, 0, 0, 2},
    };
    int descriptor = -1;
    while (!over) {
        if (descriptor < 0 && (descriptor = dial()) < 0) continue;
        const uint8_t *request = requests[done % 5];
        if (send(descriptor, request, 12, MSG_NOSIGNAL) == 12 && reply(descriptor) == (request[7] | 0x80)) {
            done++;
        } else if (!over) {
            errors++;
            close(descriptor);
            descriptor = -1;
        }
    }
}

static void bytewise(void) {
    int descriptor = -1;
    while (!over) {
        if (descriptor < 0 && (descriptor = dial()) < 0) continue;
        int sent = 0;
        while (sent < 12 && !over && send(descriptor, good + sent, 1, MSG_NOSIGNAL) == 1) {
            sent++;
            pause_milliseconds(1);
        }
        if (over) break;
        if (sent == 12 && reply(descriptor) == 3) {
            done++;
        } else if (!over) {
            errors++;
            close(descriptor);
            descriptor = -1;
        }
    }
}

static void half(void) {
    int descriptors[64];
    memset(descriptors, -1, sizeof descriptors);
    for (int place = 0; !over; place = (place + 1) % 64) {
        if (descriptors[place] >= 0) reset(descriptors[place]);
        descriptors[place] = dial();
        if (descriptors[place] < 0) continue;
        if (send(descriptors[place], good, 6, MSG_NOSIGNAL) == 6) done++;
        pause_milliseconds(10);
    }
}

static void deaf(void) {
    uint8_t many[12 * 64];
    for (int i = 0; i < 64; i++) memcpy(many + 12 * i, good, 12);
    int descriptor = -1;
    while (!over) {
        if (descriptor < 0 && (descriptor = dial()) < 0) continue;
        struct pollfd writable = {.fd = descriptor, .events = POLLOUT};
        if (poll(&writable, 1, 100) == 0) continue;
        ssize_t count = send(descriptor, many, sizeof many, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (count > 0) {
            done += count / 12;
            // A frame that was cut must be finished first, or the stream would lose its step.
            int rest = (12 - count % 12) % 12;
            while (rest > 0 && !over) {
                ssize_t more = send(descriptor, good + 12 - rest, rest, MSG_NOSIGNAL);
                if (more <= 0) break;
                rest -= more;
            }
        } else if (errno != EAGAIN && errno != EINTR) {
            close(descriptor);
            descriptor = -1;
        }
    }
}

int main(int count, char **arguments) {
    if (count < 3) return 64;
    address.sin_family = AF_INET;
    address.sin_port = htons(atoi(arguments[1]));
    inet_pton(AF_INET, "127.0.0.1", &address.sin_addr);
    struct sigaction action = {.sa_handler = stop};
    sigaction(SIGTERM, &action, NULL);
    if (strcmp(arguments[2], "illegal") == 0) illegal();
    else if (strcmp(arguments[2], "bytewise") == 0) bytewise();
    else if (strcmp(arguments[2], "half") == 0) half();
    else if (strcmp(arguments[2], "deaf") == 0) deaf();
    else return 64;
    printf("done=%lu errors=%lu\n", done, errors);
    return 0;
}
