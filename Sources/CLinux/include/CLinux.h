// What the Linux kernel offers and Swift cannot call as it is.
//
// Each function says why it exists. All return 0 or a count when they succeed and a negated errno when they fail; none
// allocates memory, none keeps state, so any thread may call any of them.

#ifndef TWINSIM_CLINUX_H
#define TWINSIM_CLINUX_H

#include "ClientKeeper.h"
#include "TallyLayout.h"
#include "TallySums.h"

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/// How a process that was waited for came to its end.
struct clinux_end {
    int32_t pid;     ///< The process.
    int32_t status;  ///< Its exit status, or the signal that ended it.
    int32_t signalled;  ///< 1 when a signal ended it.
};

/// Sends a signal to the first thread of `pid`, not to whichever thread the kernel picks.
int clinux_signal_first_thread(pid_t pid, int signal);

/// Makes the calling process adopt the orphans among its descendants. `prctl` is variadic.
int clinux_become_subreaper(void);

/// Asks for `signal` when the thread that created this process ends. `prctl` is variadic.
int clinux_signal_at_parents_end(int signal);

/// Waits for a child by its number; 1 when it ended, 0 when it has not (only with `block` 0), -ECHILD when it is none.
int clinux_wait(pid_t pid, int block, struct clinux_end *end);

/// A file to start, with its descriptors 0 to 3. Swift's view of posix_spawn has optional opaque types that differ
/// between C libraries, and `closefrom` is a GNU extension.
///
/// The new process leads its own session, has default signal handlers and an empty signal mask, and holds no other
/// descriptor of ours. Returns its pid.
int clinux_spawn(const char *file, char *const arguments[], char *const environment[], const int descriptors[4]);

/// Counts the descriptors listed in the directory that `fd_directory` (an open /proc/PID/fd) stands for, reading the
/// entries straight from the kernel: readdir would allocate.
///
/// With `links` 1 the link of each is read too: `sockets` counts those that are sockets and up to `capacity` of their
/// inodes are stored. `buffer` is working memory.
int clinux_list_descriptors(
    int fd_directory, int links, void *buffer, size_t buffer_size, uint64_t *inodes, int capacity, int *sockets);

/// Lists the descriptors in the directory that `fd_directory` (an open /proc/PID/fd) stands for whose link is a path, which
/// those of sockets, pipes and events are not; returns how many there are, of which at most `capacity` are stored.
int clinux_list_path_descriptors(int fd_directory, void *buffer, size_t buffer_size, int32_t *numbers, int capacity);

/// Lists the numbers that name entries of an open directory, such as the threads in /proc/PID/task; returns how many,
/// or -EOVERFLOW when `capacity` is too small.
int clinux_list_numbers(int directory, void *buffer, size_t buffer_size, int32_t *numbers, int capacity);

/// Opens a socket for `clinux_tcp_states`. The netlink headers' macros and flexible arrays do not reach Swift.
int clinux_open_socket_diagnostics(void);

/// Fills `states[i]` with the state of the TCP socket (IPv4 or IPv6, of this network name space) whose inode is
/// `inodes[i]`: TCP_ESTABLISHED is 1, see tcp_states.h; 0 when the kernel lists no such socket. Returns 0 or -errno.
///
/// `inodes` ascend and are `count`; `buffer` takes the kernel's answer piece by piece, aligned to 4. The time grows with
/// the machine's sockets, the memory does not.
int clinux_tcp_states(
    int diagnostics, void *buffer, size_t buffer_size, const uint64_t *inodes, uint8_t *states, int count);

/// The two ends of a TCP connection as the wanted socket sees them; addresses in network order, 4 bytes or 16.
struct clinux_tcp_ends {
    uint8_t local[16];  ///< The socket's own address.
    uint8_t remote[16];  ///< The other end's.
    uint16_t local_port;  ///< The socket's own port.
    uint16_t remote_port;  ///< The other end's.
    uint8_t is_version6;  ///< Whether the addresses are of IPv6.
};

/// What the kernel tells of one TCP socket.
struct clinux_tcp_socket {
    uint32_t inode;  ///< Its inode; 0 when no process holds it any more.
    uint32_t user;  ///< The user that made it; means nothing when `inode` is 0.
    uint8_t state;  ///< TCP_ESTABLISHED is 1, see tcp_states.h.
};

/// Finds the socket with these ends in this network name space, without walking the table: about 10 us. Returns 0,
/// -ENOENT when there is none, or another -errno. `diagnostics` and `buffer` as in `clinux_tcp_states`.
int clinux_tcp_socket(
    int diagnostics, void *buffer, size_t size, const struct clinux_tcp_ends *ends, struct clinux_tcp_socket *found);

/// Whether one of the descriptors listed in the directory that `fd_directory` (an open /proc/PID/fd) stands for is the
/// socket with this inode: 1, 0 or -errno. `buffer` is working memory. About 2 us a descriptor.
int clinux_holds_socket(int fd_directory, uint32_t inode, void *buffer, size_t size);

/// Lists the descendants of `pid`, nearest first, without `pid`; returns how many, at most `capacity`. Ended processes
/// that nobody has reaped are left out.
///
/// Reads every process of the machine (about 20 µs each), which works on every kernel: for the rare occasions where
/// completeness counts and cost does not. `work` is working memory, 16 bytes for each process of the machine, aligned
/// to 8.
int clinux_descendants(pid_t pid, pid_t *out, int capacity, void *work, size_t work_size);

/// 1 when the environment with which `pid` was started holds the string `entry` (NAME=VALUE), 0 when not.
int clinux_environment_has(pid_t pid, const char *entry);

/// Makes a pipe whose ends are closed at exec and that holds `bytes`, if the kernel lets it. Glibc's module hides GNU
/// extensions, this and the next three among them.
int clinux_pipe(int ends[2], int bytes);

/// Makes an event: a descriptor that becomes readable, and stays so, once it was signalled.
int clinux_event(void);

/// Signals an event.
void clinux_signal_event(int event);

/// Names the calling thread, at most 15 bytes.
void clinux_name_thread(const char *name);

/// Asks the scheduler for a short time slice (100 us) for the calling thread: a thread that wants little, but wants it now,
/// comes before those that want much. Needs no privilege; a kernel before 6.12 changes nothing. glibc has no call for it.
void clinux_prefer_promptness(void);

/// Has the C library give blocks of 32 KiB and more back to the system as soon as they are freed. <malloc.h> is not part
/// of Swift's Glibc module.
void clinux_return_freed_memory(void);

/// 1 when the program file has capabilities of its own, 0 when not. Glibc's module leaves sys/xattr.h out.
int clinux_has_file_capabilities(const char *path);

/// What is known of a file. A device is its major number times 2^32 plus its minor one, as the texts in /proc give them.
struct clinux_file {
    uint64_t device, inode;
    uint64_t size;      ///< Its length, bytes.
    uint64_t occupied;  ///< What it takes on its file system, bytes.
    int64_t born_ns;    ///< Its birth, ns since 1970; -1 where the file system does not tell it.
    uint32_t mode, links, owner;
};

/// Looks at the file `path` below the open directory `directory` (or AT_FDCWD); 0 or -errno. With `follow` 0 a symbolic
/// link itself. Glibc's module hides statx, a GNU extension.
int clinux_file_status(int directory, const char *path, int follow, struct clinux_file *file);

/// The kind of the file system that holds `path`, a number of statfs(2); -errno when it cannot be asked. Glibc's module
/// leaves sys/vfs.h out.
int64_t clinux_file_system_kind(const char *path);

/// The environment of this process. Swift holds the C library's variable to be unsafe, which it is while another
/// thread calls setenv; nothing here does.
char **clinux_environment(void);

/// A file that changes of its own accord, mapped to be read. Writers use plain stores of aligned words, which Swift
/// cannot promise to read one by one.
uint64_t clinux_read_word(const void *address);

#endif
