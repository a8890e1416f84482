// Must be caught, and its place named: polls ten holding registers 15 times a second, keeps 20 kB after each poll in
// `keep_reading`, and takes and gives back ten times as much in `parse_reading`.
//
//     cc -O1 -fomit-frame-pointer -o leak_site leak_site.c && MODBUS_PORT=5020 ./leak_site
//
// Address: MODBUS_HOST (a dotted address) and MODBUS_PORT. Ends when its connection does.

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { polls_a_second = 15, registers = 10, kept_blocks = 20, kept_bytes = 1000, parsed_bytes = 2000, parsed_times = 100 };

struct kept {
    struct kept *earlier;
    uint8_t values[kept_bytes];
};

static struct kept *latest;
static void *volatile parsed;

__attribute__((noinline)) static void keep_reading(const uint8_t *values) {
    struct kept *kept = malloc(sizeof *kept);
    if (!kept) exit(1);
    for (size_t i = 0; i < sizeof kept->values; i++) kept->values[i] = values[i % (2 * registers)];
    kept->earlier = latest;
    latest = kept;
}

__attribute__((noinline)) static void parse_reading(const uint8_t *values) {
    uint8_t *copy = malloc(parsed_bytes);
    if (!copy) exit(1);
    parsed = memcpy(copy, values, 2 * registers);
    free(copy);
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

int main(void) {
    const char *host = getenv("MODBUS_HOST"), *port = getenv("MODBUS_PORT");
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)atoi(port ? port : "5020"))};
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    if (inet_pton(AF_INET, host ? host : "127.0.0.1", &address.sin_addr) != 1 ||
        connect(fd, (struct sockaddr *)&address, sizeof address) < 0) {
        return 1;
    }
    for (uint16_t transaction = 1;; transaction++) {
        uint8_t request[12] = {(uint8_t)(transaction >> 8), (uint8_t)transaction, 0, 0, 0, 6, 1, 3, 0, 0, 0, registers};
        uint8_t answer[9 + 2 * registers];
        if (write(fd, request, sizeof request) != sizeof request || receive(fd, answer, sizeof answer) < 0) return 1;
        for (int block = 0; block < kept_blocks; block++) keep_reading(answer + 9);
        for (int time = 0; time < parsed_times; time++) parse_reading(answer + 9);
        usleep(1000000 / polls_a_second);
    }
}
