// The file through which the preloaded tally shows its counts: `native-PID` in the directory TWINSIM_TALLY_DIR.
//
// A header of one cache line, then slots of one cache line. A slot belongs to one thread at a time, which alone writes
// it with plain stores of aligned words, so a reader sees each word whole. Counts only ever grow, and a slot whose
// thread has ended keeps its counts for its next owner, so the sums are right without any folding. Slot 0 starts with
// what a forked process inherited and is afterwards shared, with atomic additions, by threads beyond the last slot.

#ifndef TWINSIM_TALLY_LAYOUT_H
#define TWINSIM_TALLY_LAYOUT_H

#include <stdint.h>

/// The first word of the file: "TWTALLY1".
#define TALLY_MAGIC 0x31594C4C41545754ull
/// Slots in a file, so threads that count at once without sharing a line.
#define TALLY_SLOTS 4096
/// Words in a header or slot.
#define TALLY_LINE_WORDS 8
/// Bytes of the file, TALLY_SLOTS + 1 lines; the pages of unused slots are never touched and take no memory.
#define TALLY_FILE_BYTES 262208

enum tally_header_word {
    TALLY_HEADER_MAGIC,
    TALLY_HEADER_PID,
    TALLY_HEADER_SLOTS_USED,
    TALLY_HEADER_DEVICE,  ///< The program file that the process executes: its device,
    TALLY_HEADER_INODE,   ///< and its inode; a program executed later without the tally leaves this file behind.
};

enum tally_slot_word {
    TALLY_ALLOCATIONS,      ///< Blocks allocated.
    TALLY_FREES,            ///< Blocks freed.
    TALLY_ALLOCATED_BYTES,  ///< Usable bytes gained, by allocation or by resizing.
    TALLY_FREED_BYTES,      ///< Usable bytes given back, by freeing or by resizing.
    TALLY_RESIZES,          ///< Successful calls of realloc on a live block.
    TALLY_OWNER,            ///< The thread that writes this slot.
};

#endif
