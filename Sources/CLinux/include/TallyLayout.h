// The file through which the preloaded tally shows its counts: `native-PID` in the directory TWINSIM_TALLY_DIR.
//
// A header, then slots, all of one size. A slot belongs to one thread at a time, which alone writes it with plain
// stores of aligned words, so a reader sees each word whole. Counts only ever grow, and a slot whose thread has ended
// keeps its counts for its next owner, so the sums are right without any folding. Slot 0 starts with what a forked
// process inherited and is afterwards shared, with atomic additions, by threads beyond the last slot.
//
// A slot counts by size class. What a block's size class is follows from its usable size, which is known when it is
// freed as well. Totals are sums over the classes; realloc of a live block takes it out of one class and into another,
// and TALLY_RESIZES says how many times, so that the blocks ever allocated can be told.
//
// In a traced process the call sites follow behind the last slot: estimates from samples, see sites.c.

#ifndef TWINSIM_TALLY_LAYOUT_H
#define TWINSIM_TALLY_LAYOUT_H

#include <stddef.h>
#include <stdint.h>

/// The first word of the file: "TWTALLY2".
#define TALLY_MAGIC 0x32594C4C41545754ull
/// Slots in a file, so threads that count at once without sharing a line.
#define TALLY_SLOTS 4096
/// Words in a header or slot: eight cache lines.
#define TALLY_SLOT_WORDS 64
/// Bytes of the header and the slots; the pages of unused slots are never touched and take no memory.
#define TALLY_FILE_BYTES 2097664
/// Size classes: class c < 13 holds usable sizes up to (32 << c) + 8 bytes, which is what glibc gives to a request of
/// 32 << c; class 13 up to 1 MiB + 8, class 14 all larger ones.
#define TALLY_CLASSES 15

enum tally_header_word {
    TALLY_HEADER_MAGIC,
    TALLY_HEADER_PID,
    TALLY_HEADER_SLOTS_USED,
    TALLY_HEADER_DEVICE,        ///< The program file that the process executes: its device,
    TALLY_HEADER_INODE,         ///< and its inode; a program executed later without the tally leaves this file behind.
    TALLY_HEADER_DISTANCE,      ///< Mean bytes between two samples; 0 when call sites are not sampled.
    TALLY_HEADER_NO_SITE,       ///< Samples that found no free site and stand in site 0.
    TALLY_HEADER_NO_BLOCK,      ///< Samples that found no room in the table of live blocks and stand nowhere.
    TALLY_HEADER_NO_UNWINDER,   ///< 1: libgcc_s.so.1 is missing, so no call site can be told.
};

/// The words of a size class in a slot: word TALLY_CLASS_WORDS * class + one of these.
enum tally_class_word {
    TALLY_ALLOCATIONS,      ///< Blocks allocated, or resized into the class.
    TALLY_FREES,            ///< Blocks freed, or resized out of it.
    TALLY_ALLOCATED_BYTES,  ///< Usable bytes gained, by allocation or by resizing.
    TALLY_FREED_BYTES,      ///< Usable bytes given back, by freeing or by resizing.
    TALLY_CLASS_WORDS,
};

enum tally_slot_word {
    TALLY_RESIZES = 60,  ///< Successful calls of realloc on a live block.
    TALLY_OWNER = 61,    ///< The thread that writes this slot.
};

/// Call sites in a traced process's file, behind the slots; site 0 is for samples beyond the last one.
#define TALLY_SITES 4096
/// The most calls kept of a site.
#define TALLY_SITE_FRAMES 32
/// Words of a site.
#define TALLY_SITE_WORDS 40
/// Bytes of all sites.
#define TALLY_SITES_BYTES 1310720

enum tally_site_word {
    TALLY_SITE_HASH,      ///< Of its calls; 0: the site is not in use.
    TALLY_SITE_DEPTH,     ///< How many calls are kept.
    TALLY_SITE_SAMPLES,   ///< Samples that are live.
    TALLY_SITE_BYTES,     ///< Live bytes, estimated from them.
    TALLY_SITE_BLOCKS,    ///< Live blocks, estimated, in 65536ths.
    TALLY_SITE_VARIANCE,  ///< The variance of the estimate of the bytes, in units of 1 KiB squared.
    TALLY_SITE_TAKEN,     ///< Samples ever taken there.
    TALLY_SITE_SPREAD,    ///< The variances of all samples ever taken there, added up, in the same unit.
    TALLY_SITE_CALLS = 8, ///< Addresses of the calls, the most recent one first.
};

/// What a traced process opens and starts, behind the sites: a word for each descriptor below TALLY_DESCRIPTORS, its
/// site's number or 0; then for threads and children, at the place that their number leaves over, number << 16 | site.
/// What is there says where it came from only while the descriptor is open, the thread or the child alive.
#define TALLY_DESCRIPTORS 8192
#define TALLY_THREADS 4096
#define TALLY_CHILDREN 1024
/// Bytes of these words.
#define TALLY_RESOURCES_BYTES 106496

/// The class of a usable size.
static inline int tally_class(size_t bytes) {
    size_t over = bytes > 8 ? (bytes - 9) >> 5 : 0;
    int size_class = over ? 64 - __builtin_clzll(over) : 0;
    return size_class <= 12 ? size_class : bytes <= (1u << 20) + 8 ? 13 : 14;
}

#endif
