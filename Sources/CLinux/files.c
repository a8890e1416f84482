#define _GNU_SOURCE
#include "CLinux.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/vfs.h>

int clinux_file_status(int directory, const char *path, int follow, struct clinux_file *file) {
    struct statx found;
    // Never the automounter: a look must not mount anything.
    int flags = AT_NO_AUTOMOUNT | (follow ? 0 : AT_SYMLINK_NOFOLLOW);
    if (statx(directory, path, flags, STATX_BASIC_STATS | STATX_BTIME, &found) < 0) return -errno;
    memset(file, 0, sizeof *file);
    file->device = (uint64_t)found.stx_dev_major << 32 | found.stx_dev_minor;
    file->inode = found.stx_ino;
    file->size = found.stx_size;
    file->occupied = found.stx_blocks * 512;
    file->born_ns =
        found.stx_mask & STATX_BTIME ? found.stx_btime.tv_sec * 1000000000LL + found.stx_btime.tv_nsec : -1;
    file->mode = found.stx_mode;
    file->links = found.stx_nlink;
    file->owner = found.stx_uid;
    return 0;
}

int64_t clinux_file_system_kind(const char *path) {
    struct statfs found;
    if (statfs(path, &found) < 0) return -errno;
    // The kernel's numbers have 32 bits; some begin with a set one, which must not become a sign.
    return (uint32_t)found.f_type;
}
