#include "CLinux.h"

#include <errno.h>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

int clinux_open_socket_diagnostics(void) {
    int fd = socket(AF_NETLINK, SOCK_DGRAM | SOCK_CLOEXEC, NETLINK_SOCK_DIAG);
    if (fd < 0) return -errno;
    // A kernel that never answers must not stop the sampler.
    struct timeval patience = {1, 0};
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    return fd;
}

/// Where `inode` is in the ascending `inodes`; -1 when it is not there.
static int place_of(uint64_t inode, const uint64_t *inodes, int count) {
    int low = 0, high = count;
    while (low < high) {
        int middle = low + (high - low) / 2;
        if (inodes[middle] < inode) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < count && inodes[low] == inode ? low : -1;
}

/// Sends a question to the kernel; a negative errno where it cannot be sent.
static int ask(int diagnostics, const void *question, size_t size) {
    struct sockaddr_nl kernel = {.nl_family = AF_NETLINK};
    return sendto(diagnostics, question, size, 0, (struct sockaddr *)&kernel, sizeof kernel) < 0 ? -errno : 0;
}

/// The kernel's next answer into `buffer`: its length, or a negative errno.
static ssize_t receive(int diagnostics, void *buffer, size_t size) {
    for (;;) {
        ssize_t got = recv(diagnostics, buffer, size, 0);
        if (got >= 0) return got;
        if (errno != EINTR) return -errno;
    }
}

/// The negative errno of an error message.
static int refusal(const struct nlmsghdr *message) {
    const struct nlmsgerr *error = NLMSG_DATA(message);
    return error->error ? error->error : -EPROTO;
}

static int dump_family(
    int diagnostics, int family, void *buffer, size_t size, const uint64_t *inodes, uint8_t *states, int count) {
    // No process holds what is in these two states: TCP_TIME_WAIT and TCP_NEW_SYN_RECV (12, which has no public name).
    const uint32_t held = ~(1u << TCP_TIME_WAIT | 1u << 12);
    struct {
        struct nlmsghdr header;
        struct inet_diag_req_v2 request;
    } question = {
        .header = {
            .nlmsg_len = sizeof question,
            .nlmsg_type = SOCK_DIAG_BY_FAMILY,
            .nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP,
        },
        .request = {.sdiag_family = (uint8_t)family, .sdiag_protocol = IPPROTO_TCP, .idiag_states = held},
    };
    int failure = ask(diagnostics, &question, sizeof question);
    if (failure < 0) return failure;
    for (;;) {
        ssize_t got = receive(diagnostics, buffer, size);
        if (got < 0) return (int)got;
        unsigned length = (unsigned)got;
        for (struct nlmsghdr *message = buffer; NLMSG_OK(message, length); message = NLMSG_NEXT(message, length)) {
            if (message->nlmsg_type == NLMSG_DONE) return 0;
            if (message->nlmsg_type == NLMSG_ERROR) return refusal(message);
            const struct inet_diag_msg *tcp = NLMSG_DATA(message);
            int place = place_of(tcp->idiag_inode, inodes, count);
            if (place >= 0) states[place] = tcp->idiag_state;
        }
    }
}

int clinux_tcp_states(
    int diagnostics, void *buffer, size_t buffer_size, const uint64_t *inodes, uint8_t *states, int count) {
    memset(states, 0, (size_t)count);
    int error = dump_family(diagnostics, AF_INET, buffer, buffer_size, inodes, states, count);
    if (error < 0) return error;
    error = dump_family(diagnostics, AF_INET6, buffer, buffer_size, inodes, states, count);
    // A kernel without IPv6 has only the first family.
    return error == -ENOENT || error == -EAFNOSUPPORT ? 0 : error;
}

int clinux_tcp_socket(
    int diagnostics, void *buffer, size_t size, const struct clinux_tcp_ends *ends, struct clinux_tcp_socket *found) {
    struct {
        struct nlmsghdr header;
        struct inet_diag_req_v2 request;
    } question = {
        .header = {
            .nlmsg_len = sizeof question,
            .nlmsg_type = SOCK_DIAG_BY_FAMILY,
            .nlmsg_flags = NLM_F_REQUEST,
            // An answer that came too late for the question before is told by this.
            .nlmsg_seq = (uint32_t)ends->local_port << 16 | ends->remote_port,
        },
        .request = {
            .sdiag_family = ends->is_version6 ? AF_INET6 : AF_INET,
            .sdiag_protocol = IPPROTO_TCP,
            .idiag_states = ~0u,
            .id = {
                .idiag_sport = htons(ends->local_port),
                .idiag_dport = htons(ends->remote_port),
                .idiag_cookie = {INET_DIAG_NOCOOKIE, INET_DIAG_NOCOOKIE},
            },
        },
    };
    size_t bytes = ends->is_version6 ? 16 : 4;
    memcpy(question.request.id.idiag_src, ends->local, bytes);
    memcpy(question.request.id.idiag_dst, ends->remote, bytes);
    int failure = ask(diagnostics, &question, sizeof question);
    if (failure < 0) return failure;
    for (;;) {
        ssize_t got = receive(diagnostics, buffer, size);
        if (got < 0) return (int)got;
        unsigned length = (unsigned)got;
        const struct nlmsghdr *message = buffer;
        if (!NLMSG_OK(message, length)) return -EPROTO;
        if (message->nlmsg_seq != question.header.nlmsg_seq) continue;
        if (message->nlmsg_type == NLMSG_ERROR) return refusal(message);
        const struct inet_diag_msg *tcp = NLMSG_DATA(message);
        found->inode = tcp->idiag_inode;
        found->user = tcp->idiag_uid;
        found->state = tcp->idiag_state;
        return 0;
    }
}
