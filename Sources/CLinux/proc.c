#define _GNU_SOURCE
#include "CLinux.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

/// What getdents64 writes; glibc declares it only as `struct dirent64`, with a name of fixed length.
struct kernel_entry {
    uint64_t inode;
    int64_t offset;
    uint16_t length;
    uint8_t type;
    char name[];
};

/// Calls `visit` for each entry except the two dots until it answers non-zero.
static int each_entry(
    int directory, void *buffer, size_t size, int (*visit)(void *context, const char *name), void *context) {
    if (lseek(directory, 0, SEEK_SET) < 0) return -errno;
    for (;;) {
        long got = syscall(SYS_getdents64, directory, buffer, size);
        if (got < 0) return -errno;
        if (got == 0) return 0;
        for (long at = 0; at < got;) {
            struct kernel_entry *entry = (struct kernel_entry *)((char *)buffer + at);
            at += entry->length;
            if (entry->name[0] == '.') continue;
            int answer = visit(context, entry->name);
            if (answer) return answer;
        }
    }
}

struct descriptor_count {
    int directory, links, capacity, descriptors, sockets;
    uint64_t *inodes;
};

static int count_descriptor(void *context, const char *name) {
    struct descriptor_count *count = context;
    count->descriptors++;
    if (!count->links) return 0;
    char target[64];
    ssize_t length = readlinkat(count->directory, name, target, sizeof target - 1);
    // The descriptor was closed between the listing and this line: the client is running, so that is no error.
    if (length < 0) {
        if (errno == ENOENT) {
            count->descriptors--;
            return 0;
        }
        return -errno;
    }
    target[length] = 0;
    if (strncmp(target, "socket:[", 8) != 0) return 0;
    if (count->sockets < count->capacity) count->inodes[count->sockets] = strtoull(target + 8, NULL, 10);
    count->sockets++;
    return 0;
}

int clinux_list_descriptors(
    int fd_directory, int links, void *buffer, size_t buffer_size, uint64_t *inodes, int capacity, int *sockets) {
    struct descriptor_count count = {fd_directory, links, capacity, 0, 0, inodes};
    int error = each_entry(fd_directory, buffer, buffer_size, count_descriptor, &count);
    *sockets = count.sockets;
    return error < 0 ? error : count.descriptors;
}

struct wanted_socket {
    int directory;
    char link[32];
};

static int is_wanted_socket(void *context, const char *name) {
    const struct wanted_socket *wanted = context;
    char target[64];
    ssize_t length = readlinkat(wanted->directory, name, target, sizeof target - 1);
    // A descriptor that was closed since the listing is not the one, and one that may not be looked at is told by errno.
    if (length < 0) return errno == ENOENT ? 0 : -errno;
    target[length] = 0;
    return strcmp(target, wanted->link) == 0;
}

int clinux_holds_socket(int fd_directory, uint32_t inode, void *buffer, size_t size) {
    struct wanted_socket wanted = {.directory = fd_directory};
    snprintf(wanted.link, sizeof wanted.link, "socket:[%u]", inode);
    return each_entry(fd_directory, buffer, size, is_wanted_socket, &wanted);
}

struct path_descriptors {
    int directory, count, capacity;
    int32_t *numbers;
};

static int store_path_descriptor(void *context, const char *name) {
    struct path_descriptors *list = context;
    char first[2];
    // One closed since the listing is no error: the client is running.
    if (readlinkat(list->directory, name, first, sizeof first) < 1 || first[0] != '/') return 0;
    if (list->count < list->capacity) list->numbers[list->count] = atoi(name);
    list->count++;
    return 0;
}

int clinux_list_path_descriptors(int fd_directory, void *buffer, size_t buffer_size, int32_t *numbers, int capacity) {
    struct path_descriptors list = {fd_directory, 0, capacity, numbers};
    int error = each_entry(fd_directory, buffer, buffer_size, store_path_descriptor, &list);
    return error < 0 ? error : list.count;
}

struct number_list {
    int32_t *numbers;
    int count, capacity;
};

static int store_number(void *context, const char *name) {
    struct number_list *list = context;
    if (name[0] < '0' || name[0] > '9') return 0;
    if (list->count >= list->capacity) return -EOVERFLOW;
    list->numbers[list->count++] = atoi(name);
    return 0;
}

int clinux_list_numbers(int directory, void *buffer, size_t buffer_size, int32_t *numbers, int capacity) {
    struct number_list list = {numbers, 0, capacity};
    int error = each_entry(directory, buffer, buffer_size, store_number, &list);
    return error < 0 ? error : list.count;
}

/// The parent and the state letter in /proc/PID/stat.
static int read_parent(int pid, pid_t *parent, char *state) {
    char path[48], text[512];
    snprintf(path, sizeof path, "/proc/%d/stat", pid);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return -errno;
    ssize_t length = read(fd, text, sizeof text - 1);
    close(fd);
    if (length <= 0) return -ESRCH;
    text[length] = 0;
    // The name is in brackets and may itself hold brackets, so the last one counts.
    char *after = strrchr(text, ')');
    if (!after || sscanf(after + 1, " %c %d", state, parent) != 2) return -EPROTO;
    return 0;
}

struct known_process {
    pid_t pid, parent;
};

int clinux_descendants(pid_t pid, pid_t *out, int capacity, void *work, size_t work_size) {
    // Half of the working memory takes the numbers, half the pairs.
    int limit = (int)(work_size / 16);
    int32_t *numbers = work;
    struct known_process *table = (struct known_process *)((char *)work + (size_t)limit * 8);
    char buffer[16384];
    int directory = open("/proc", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (directory < 0) return -errno;
    int listed = clinux_list_numbers(directory, buffer, sizeof buffer, numbers, limit);
    close(directory);
    if (listed < 0) return listed;
    int known = 0;
    for (int i = 0; i < listed; i++) {
        char state;
        if (read_parent(numbers[i], &table[known].parent, &state) < 0 || state == 'Z' || state == 'X') continue;
        table[known++].pid = numbers[i];
    }
    int found = 0;
    for (int next = -1; next < found; next++) {
        pid_t parent = next < 0 ? pid : out[next];
        for (int i = 0; i < known && found < capacity; i++) {
            if (table[i].parent == parent) out[found++] = table[i].pid;
        }
    }
    return found;
}

int clinux_environment_has(pid_t pid, const char *entry) {
    char path[48], text[4096];
    size_t length = strlen(entry), matched = 0;
    int at_start = 1;
    snprintf(path, sizeof path, "/proc/%d/environ", pid);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return -errno;
    for (;;) {
        ssize_t got = read(fd, text, sizeof text);
        if (got <= 0) break;
        for (ssize_t i = 0; i < got; i++) {
            if (text[i] == 0) {
                if (at_start && matched == length) {
                    close(fd);
                    return 1;
                }
                matched = 0;
                at_start = 1;
            } else if (at_start && matched < length && text[i] == entry[matched]) {
                matched++;
            } else {
                at_start = 0;
            }
        }
    }
    close(fd);
    return 0;
}
