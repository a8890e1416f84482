#include "CLinux.h"

#include <errno.h>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <netinet/in.h>
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

static int dump_family(
    int diagnostics, int family, void *buffer, size_t size, struct clinux_tcp_socket *out, int found, int capacity) {
    struct {
        struct nlmsghdr header;
        struct inet_diag_req_v2 request;
    } question = {
        .header = {
            .nlmsg_len = sizeof question,
            .nlmsg_type = SOCK_DIAG_BY_FAMILY,
            .nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP,
        },
        .request = {.sdiag_family = (uint8_t)family, .sdiag_protocol = IPPROTO_TCP, .idiag_states = 0xFFFFFFFF},
    };
    struct sockaddr_nl kernel = {.nl_family = AF_NETLINK};
    if (sendto(diagnostics, &question, sizeof question, 0, (struct sockaddr *)&kernel, sizeof kernel) < 0) {
        return -errno;
    }
    int overflow = 0;
    for (;;) {
        ssize_t got = recv(diagnostics, buffer, size, 0);
        if (got < 0) {
            if (errno == EINTR) continue;
            return -errno;
        }
        unsigned length = (unsigned)got;
        for (struct nlmsghdr *message = buffer; NLMSG_OK(message, length); message = NLMSG_NEXT(message, length)) {
            if (message->nlmsg_type == NLMSG_DONE) return overflow ? -EOVERFLOW : found;
            if (message->nlmsg_type == NLMSG_ERROR) {
                const struct nlmsgerr *error = NLMSG_DATA(message);
                return error->error ? error->error : -EPROTO;
            }
            const struct inet_diag_msg *tcp = NLMSG_DATA(message);
            // Inode 0: no process holds it any more, TIME_WAIT for example.
            if (tcp->idiag_inode == 0) continue;
            if (found >= capacity) {
                // The dump is read to its end, or its rest would answer the next question.
                overflow = 1;
                continue;
            }
            out[found].inode = tcp->idiag_inode;
            out[found].state = tcp->idiag_state;
            found++;
        }
    }
}

int clinux_list_tcp_sockets(
    int diagnostics, void *buffer, size_t buffer_size, struct clinux_tcp_socket *out, int capacity) {
    int found = dump_family(diagnostics, AF_INET, buffer, buffer_size, out, 0, capacity);
    if (found < 0) return found;
    int both = dump_family(diagnostics, AF_INET6, buffer, buffer_size, out, found, capacity);
    // A kernel without IPv6 has only the first family.
    return both == -ENOENT || both == -EAFNOSUPPORT ? found : both;
}
