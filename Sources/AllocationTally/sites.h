// Call sites of a traced client, sampled by byte distance; see sites.c. For tally.c alone.

#ifndef TWINSIM_SITES_H
#define TWINSIM_SITES_H

#include <stddef.h>
#include <stdint.h>

#pragma GCC visibility push(hidden)

/// A sampled block that is live, or was.
struct sample {
    uint64_t weight_bytes;   ///< The bytes that it stands for; 0: none was sampled.
    uint64_t weight_blocks;  ///< The blocks, in 65536ths.
    uint64_t variance;       ///< Of weight_bytes, in units of 1 KiB squared.
    uint64_t site;           ///< Its number.
};

/// The mean bytes between two samples; 0 while none are taken.
extern int64_t sites_distance;

/// Whether the environment asked for samples when it was first looked at; this makes the private tables.
int sites_are_wanted(void);

/// Shows what this process has, or has inherited, in a new file: its header and the place behind its last slot.
void sites_move(uint64_t *header, uint64_t *sites);

/// Begins to take samples, if they are wanted and calls can be told.
void sites_begin(void);

/// Notes a new block that `caller` asked for, and perhaps takes it as a sample.
void sites_note(void *block, size_t bytes, const void *caller);

/// Forgets a block, if it was sampled.
struct sample sites_forget(void *block);

/// Puts back what was forgotten.
void sites_remember(void *block, const struct sample *sample);

/// The site of a call by `caller`; 0 when none is taken, or there is no room for it. errno is kept.
uint64_t sites_here(const void *caller);

/// Notes that a descriptor, a thread or a child of this process came from a site.
void sites_note_descriptor(int descriptor, uint64_t site);
void sites_note_thread(int thread, uint64_t site);
void sites_note_child(int child, uint64_t site);

#pragma GCC visibility pop

#endif
