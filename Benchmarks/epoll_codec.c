// A bare Modbus TCP server: epoll, own framing, function 3 answered from an array, nothing else. What a server with one
// recv and one send a request can reach at best on this machine; a yardstick of the benchmark, not a peer. Level-triggered
// like twinsim's reactor, with the same sizes of a turn. Argument: the port.

#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

enum { registers = 200, turn_bytes = 2048, longest_frame = 260, header_bytes = 7 };

struct connection {
    int descriptor;
    int held;                     // bytes of a frame whose rest has not come
    uint8_t partial[longest_frame];
};

static uint16_t values[registers];
static uint8_t inbox[longest_frame + turn_bytes], outbox[65536];

// Writes the reply to one frame and returns its length.
static int answer(const uint8_t *request, int length, uint8_t *reply) {
    int start = request[8] << 8 | request[9], count = request[10] << 8 | request[11];
    memcpy(reply, request, header_bytes + 1);
    uint8_t exception = request[7] != 3 ? 1 : length != 12 || count < 1 || count > 125 ? 3 : start + count > registers ? 2 : 0;
    reply[4] = 0;
    if (exception) {
        reply[5] = 3;
        reply[7] |= 0x80;
        reply[8] = exception;
        return 9;
    }
    reply[5] = 3 + 2 * count;
    reply[8] = 2 * count;
    for (int i = 0; i < count; i++) {
        reply[9 + 2 * i] = values[start + i] >> 8;
        reply[10 + 2 * i] = values[start + i];
    }
    return 9 + 2 * count;
}

// Reads once, answers every complete frame and sends once; false when the connection is over.
static int serve(struct connection *connection) {
    memcpy(inbox, connection->partial, connection->held);
    ssize_t count = recv(connection->descriptor, inbox + connection->held, turn_bytes, 0);
    if (count <= 0) return 0;
    int total = connection->held + (int)count, start = 0, out = 0;
    while (total - start >= header_bytes) {
        int length = 6 + (inbox[start + 4] << 8 | inbox[start + 5]);
        if (inbox[start + 2] || inbox[start + 3] || length < 8 || length > longest_frame) return 0;
        if (total - start < length) break;
        out += answer(inbox + start, length, outbox + out);
        start += length;
    }
    connection->held = total - start;
    memcpy(connection->partial, inbox + start, connection->held);
    return out == 0 || send(connection->descriptor, outbox, out, MSG_NOSIGNAL) == out;
}

int main(int count, char **arguments) {
    struct rlimit descriptors;
    getrlimit(RLIMIT_NOFILE, &descriptors);
    descriptors.rlim_cur = descriptors.rlim_max;
    setrlimit(RLIMIT_NOFILE, &descriptors);
    for (int i = 0; i < registers; i++) values[i] = i;
    int one = 1, listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0), epoll = epoll_create1(EPOLL_CLOEXEC);
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    setsockopt(listener, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);  // accepted connections inherit it
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(count > 1 ? atoi(arguments[1]) : 1502)};
    inet_pton(AF_INET, "127.0.0.1", &address.sin_addr);
    if (bind(listener, (struct sockaddr *)&address, sizeof address) < 0 || listen(listener, 4096) < 0) return 1;
    struct epoll_event events[256], watched = {.events = EPOLLIN, .data.ptr = NULL};
    epoll_ctl(epoll, EPOLL_CTL_ADD, listener, &watched);
    for (;;) {
        int ready = epoll_wait(epoll, events, 256, -1);
        for (int i = 0; i < ready; i++) {
            struct connection *connection = events[i].data.ptr;
            if (connection) {
                if (serve(connection)) continue;
                close(connection->descriptor);
                free(connection);
                continue;
            }
            for (int accepts = 0; accepts < 256; accepts++) {
                int descriptor = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
                if (descriptor < 0) break;
                struct connection *fresh = calloc(1, sizeof *fresh);
                if (!fresh) return 1;
                fresh->descriptor = descriptor;
                struct epoll_event readable = {.events = EPOLLIN, .data.ptr = fresh};
                epoll_ctl(epoll, EPOLL_CTL_ADD, descriptor, &readable);
            }
        }
    }
}
