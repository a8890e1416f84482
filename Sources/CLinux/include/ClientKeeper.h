// What the harness and the client keeper say to each other over a stream socket (the keeper's descriptor 3).
//
// The harness first sends one `keeper_order` and its strings, then at any time `keeper_command`s. The keeper sends
// `keeper_message`s. The end of the stream means that the other side is gone.

#ifndef TWINSIM_CLIENT_KEEPER_H
#define TWINSIM_CLIENT_KEEPER_H

#include <stdint.h>

/// The first word of an order: a keeper of another version refuses it.
#define KEEPER_VERSION 0x544B3032u
/// The most bytes of strings in an order: what Linux takes as arguments and environment of a program, and some more.
#define KEEPER_MAXIMUM_ORDER 4194304
/// The milliseconds that a client has to end by itself when the harness died without saying how long.
#define KEEPER_ORPHAN_GRACE_MS 3000

/// What to start. The strings follow, each ended by a zero byte: the file to execute, its working directory (empty: the
/// keeper's own), the directory of counter files to remove when the harness is gone (empty: none), the arguments, the
/// environment.
struct keeper_order {
    uint32_t version;
    uint32_t bytes;        ///< All strings with their zeros.
    uint32_t arguments;
    uint32_t environment;
    uint64_t descriptors;  ///< The client's soft limit of open descriptors; 0: the keeper's own.
};

/// End the client: SIGTERM now, SIGKILL for what is left after `grace_ms`.
struct keeper_command {
    uint32_t grace_ms;
    uint32_t reserved;
};

enum keeper_message_kind {
    KEEPER_STARTED = 1,     ///< `pid` executes the file.
    KEEPER_FAILED = 2,      ///< It could not be started: `stage` and `value` (errno). The keeper ends.
    KEEPER_ROOT_ENDED = 3,  ///< The process that was started ended: `value` is its status, `stage` 1 for a signal.
    KEEPER_FINISHED = 4,    ///< Nothing of the client is left, or `value` processes resist even SIGKILL.
};

enum keeper_stage { KEEPER_STAGE_ORDER = 1, KEEPER_STAGE_FORK, KEEPER_STAGE_DIRECTORY, KEEPER_STAGE_EXECUTE };

/// What the keeper reports.
struct keeper_message {
    uint32_t kind;
    int32_t pid;
    int32_t value;
    int32_t stage;
    int32_t asked;    ///< In KEEPER_FINISHED: the processes that were sent SIGTERM.
    int32_t killed;   ///< In KEEPER_FINISHED: the processes that SIGKILL ended.
};

#endif
