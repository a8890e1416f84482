// Must be caught, native memory: polls ten holding registers 15 times a second and keeps 10 kB after each poll.
//
//     cc -O1 -o leak leak.c && MODBUS_PORT=5020 ./leak
//
// Address: MODBUS_HOST (a dotted address) and MODBUS_PORT, or two arguments. Reconnects after any loss.

#include <arpa/inet.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { polls_a_second = 15, kept_bytes_a_poll = 10000, registers = 10 };

struct reading {
    struct reading *earlier;
    uint8_t values[kept_bytes_a_poll];
};

static int connect_to(const char *host, const char *port) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)atoi(port))};
    struct timeval patience = {2, 0};
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    if (fd < 0) return -1;
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    if (inet_pton(AF_INET, host, &address.sin_addr) != 1 ||
        connect(fd, (struct sockaddr *)&address, sizeof address) < 0) {
        close(fd);
        return -1;
    }
    return fd;
}

static int receive(int fd, uint8_t *into, size_t count) {
    while (count > 0) {
        ssize_t got = read(fd, into, count);
        if (got <= 0) return -1;
        into += got;
        count -= (size_t)got;
    }
    return 0;
}

/// Reads the holding registers from 0 on of unit 1 (function code 3); 0 when they are in `values`.
static int poll_once(int fd, uint16_t transaction, uint8_t *values) {
    uint8_t request[12] = {(uint8_t)(transaction >> 8), (uint8_t)transaction, 0, 0, 0, 6, 1, 3, 0, 0, 0, registers};
    uint8_t answer[9 + 2 * registers];
    if (write(fd, request, sizeof request) != sizeof request || receive(fd, answer, 9) < 0) return -1;
    if (memcmp(answer, request, 2) != 0 || answer[7] != 3 || answer[8] != 2 * registers) return -1;
    return receive(fd, values, 2 * registers);
}

int main(int argc, char **argv) {
    const char *host = argc > 1 ? argv[1] : getenv("MODBUS_HOST");
    const char *port = argc > 2 ? argv[2] : getenv("MODBUS_PORT");
    struct reading *latest = NULL;
    uint16_t transaction = 0;
    signal(SIGPIPE, SIG_IGN);
    for (;;) {
        int fd = connect_to(host ? host : "127.0.0.1", port ? port : "5020");
        uint8_t values[2 * registers];
        while (fd >= 0 && poll_once(fd, ++transaction, values) == 0) {
            struct reading *reading = malloc(sizeof *reading);
            if (!reading) return 1;
            for (size_t i = 0; i < sizeof reading->values; i++) reading->values[i] = values[i % sizeof values];
            reading->earlier = latest;
            latest = reading;
            usleep(1000000 / polls_a_second);
        }
        if (fd >= 0) {
            puts("connection lost");
            fflush(stdout);
            close(fd);
        }
        usleep(100000);
    }
}
