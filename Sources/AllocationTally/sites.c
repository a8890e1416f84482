// Call sites, sampled: which calls lead to the memory that stays.
//
// Only in a client that twinsim traces (TWINSIM_TRACE_BYTES says the mean distance). Every thread counts bytes down; the
// block in which the distance ends is a sample, and the next distance is drawn from the exponential distribution. So a
// block of s bytes is a sample with the probability p = 1 - exp(-s / distance), whatever came before it, and a live
// sample stands for s / p bytes and 1 / p blocks: sums over a site's live samples estimate without bias what it holds.
//
// As the tally itself this allocates nothing, takes no lock and stays out of the way of threads, forks and signal
// handlers: all tables have a fixed size and are changed by single atomic instructions. A table of this process's own
// tells the site of a live sample by its address; sites stand twice, in memory of which a forked process gets a copy,
// and in the file that twinsim reads.
//
// Calls are told by the C compiler's unwinder (libgcc_s), which reads the tables that every program for glibc has, so
// frame pointers are not needed. It is loaded and tried once at the start, so that it need not allocate later; what it
// allocates all the same is counted and never sampled.

#define _GNU_SOURCE
#include "sites.h"

#include "../CLinux/include/TallyLayout.h"

#include <dlfcn.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <unwind.h>

/// Live samples: groups of one cache line, a block's group and the next one hold it.
enum { groups = 16384, group_size = 8, most_blocks = groups * group_size };
/// Sites looked at from a hash's place on before it counts as full.
enum { most_looks = 256 };
/// The calls of this library that may stand above the client's.
enum { own_calls = 8 };
/// What stands in place of an address while its sample is written.
#define TAKEN ((uint64_t)1)

struct site {
    uint64_t word[TALLY_SITE_WORDS];
};

int64_t sites_distance;

static int64_t wanted_distance = -1;
static int wanted_calls = 10;
static uint64_t *file_header;
static struct site *file_sites;
static struct site *own_sites;
// What is open or runs: in the file, and of descriptors, which a forked process has too, in this process's own memory.
static uint64_t *file_resources;
static uint64_t *own_descriptors;
static uint64_t *addresses;
static struct sample *samples;
static _Unwind_Reason_Code (*unwind)(_Unwind_Trace_Fn, void *);
static uintptr_t (*address_of)(struct _Unwind_Context *, int *);

static __thread struct {
    int64_t left;
    uint64_t random;
    int is_busy;
} mine __attribute__((tls_model("initial-exec")));

// ---- numbers ----

static uint64_t mixed(uint64_t value) {
    value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9ull;
    value = (value ^ (value >> 27)) * 0x94D049BB133111EBull;
    return value ^ (value >> 31);
}

/// The natural logarithm of 0 < value <= 1, without the mathematical library, which would be loaded into the client.
static double logarithm(double value) {
    union {
        double number;
        uint64_t bits;
    } parts = {value};
    int exponent = (int)(parts.bits >> 52) - 1022;
    parts.bits = (parts.bits & 0xFFFFFFFFFFFFFull) | (1022ull << 52);
    if (parts.number < 0.70710678118654752) {
        parts.number *= 2;
        exponent--;
    }
    double ratio = (parts.number - 1) / (parts.number + 1), square = ratio * ratio, sum = 0;
    for (int power = 15; power >= 1; power -= 2) sum = sum * square + 1.0 / power;
    return 2 * ratio * sum + exponent * 0.69314718055994531;
}

/// 1 - exp(-value) for value > 0.
static double share_sampled(double value) {
    if (value > 40) return 1;
    // exp(-x) - 1 from its series for a small x; doubling x squares exp(-x).
    int doublings = 0;
    while (value > 0.05) {
        value /= 2;
        doublings++;
    }
    double share = 0;
    for (int term = 8; term >= 1; term--) share = value / term * (1 - share);
    while (doublings--) share = share * (2 - share);
    return share;
}

/// The next distance; the threads of a process draw from streams of their own, the same in every run.
static int64_t next_distance(void) {
    static uint64_t threads;
    if (!mine.random) mine.random = mixed(0x7477696E73696D00ull + __atomic_add_fetch(&threads, 1, __ATOMIC_RELAXED)) | 1;
    mine.random += 0x9E3779B97F4A7C15ull;
    double uniform = (double)((mixed(mine.random) >> 11) + 1) * 0x1p-53;
    return (int64_t)(-logarithm(uniform) * (double)wanted_distance) + 1;
}

// ---- set-up ----

static void *map_table(size_t bytes) {
    void *place = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (place == MAP_FAILED) return NULL;
    madvise(place, bytes, MADV_NOHUGEPAGE);
    return place;
}

static long number_in(const char *name, long least, long most, long usual) {
    const char *text = getenv(name);
    long number = 0;
    if (!text || !*text) return usual;
    for (; *text >= '0' && *text <= '9' && number <= most; text++) number = 10 * number + (*text - '0');
    return *text || number < least || number > most ? usual : number;
}

int sites_are_wanted(void) {
    // Remembered, because a client may clear its environment before it forks.
    if (wanted_distance < 0) {
        wanted_distance = number_in("TWINSIM_TRACE_BYTES", 1, 1 << 30, 0);
        wanted_calls = (int)number_in("TWINSIM_TRACE_FRAMES", 1, 1000, 10);
        if (wanted_calls > TALLY_SITE_FRAMES) wanted_calls = TALLY_SITE_FRAMES;
        if (wanted_distance) {
            own_sites = map_table(TALLY_SITES_BYTES);
            addresses = map_table(most_blocks * sizeof *addresses);
            samples = map_table(most_blocks * sizeof *samples);
            own_descriptors = map_table(TALLY_DESCRIPTORS * sizeof *own_descriptors);
            if (!own_sites || !addresses || !samples || !own_descriptors) wanted_distance = 0;
        }
    }
    return wanted_distance > 0;
}

void sites_move(uint64_t *header, uint64_t *sites) {
    file_header = header;
    file_sites = (struct site *)sites;
    for (int site = 0; site < TALLY_SITES; site++) {
        if (site == 0 || own_sites[site].word[TALLY_SITE_HASH]) file_sites[site] = own_sites[site];
    }
    file_resources = sites + TALLY_SITES_BYTES / sizeof *sites;
    for (int descriptor = 0; descriptor < TALLY_DESCRIPTORS; descriptor++) {
        // Only what is not zero is written, so that the pages of unused words take no memory.
        if (own_descriptors[descriptor]) file_resources[descriptor] = own_descriptors[descriptor];
    }
    header[TALLY_HEADER_DISTANCE] = (uint64_t)wanted_distance;
    header[TALLY_HEADER_NO_UNWINDER] = 0;
}

static _Unwind_Reason_Code stop(struct _Unwind_Context *context, void *argument) {
    (void)context;
    (void)argument;
    return _URC_END_OF_STACK;
}

void sites_begin(void) {
    if (!sites_are_wanted() || !file_header) return;
    mine.is_busy = 1;
    void *library = dlopen("libgcc_s.so.1", RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
    if (library) {
        *(void **)&address_of = dlsym(library, "_Unwind_GetIPInfo");
        *(void **)&unwind = dlsym(library, "_Unwind_Backtrace");
    }
    if (address_of && unwind) {
        unwind(stop, NULL);
        __atomic_store_n(&sites_distance, wanted_distance, __ATOMIC_RELEASE);
    } else {
        file_header[TALLY_HEADER_NO_UNWINDER] = 1;
    }
    mine.is_busy = 0;
}

// ---- calls ----

struct calls {
    int count;
    int limit;
    uint64_t address[TALLY_SITE_FRAMES + own_calls];
};

static _Unwind_Reason_Code add_call(struct _Unwind_Context *context, void *argument) {
    struct calls *calls = argument;
    int is_before_instruction = 0;
    uint64_t address = address_of(context, &is_before_instruction);
    if (!address || calls->count == calls->limit) return _URC_END_OF_STACK;
    calls->address[calls->count++] = address;
    return _URC_NO_REASON;
}

/// The site whose calls are `calls`, made if it is new; 0 when there is no room for it.
static uint64_t find_site(const uint64_t *calls, int count) {
    uint64_t hash = 0;
    for (int call = 0; call < count; call++) hash = mixed(hash ^ calls[call]) + 0x9E3779B97F4A7C15ull;
    hash |= 1;
    for (int look = 0; look < most_looks; look++) {
        uint64_t number = 1 + (hash / 2 + (uint64_t)look) % (TALLY_SITES - 1);
        struct site *site = &own_sites[number];
        uint64_t there = __atomic_load_n(&site->word[TALLY_SITE_HASH], __ATOMIC_ACQUIRE);
        if (there == hash) return number;
        if (there || !__atomic_compare_exchange_n(&site->word[TALLY_SITE_HASH], &there, hash, 0, __ATOMIC_ACQ_REL,
                                                  __ATOMIC_ACQUIRE)) {
            if (there == hash) return number;
            continue;
        }
        struct site *shown = &file_sites[number];
        for (int call = 0; call < count; call++) {
            // A call's return address may be another line already, or another function.
            site->word[TALLY_SITE_CALLS + call] = shown->word[TALLY_SITE_CALLS + call] = calls[call] - 1;
        }
        site->word[TALLY_SITE_DEPTH] = (uint64_t)count;
        __atomic_store_n(&shown->word[TALLY_SITE_DEPTH], (uint64_t)count, __ATOMIC_RELEASE);
        __atomic_store_n(&shown->word[TALLY_SITE_HASH], hash, __ATOMIC_RELEASE);
        return number;
    }
    __atomic_fetch_add(&file_header[TALLY_HEADER_NO_SITE], 1, __ATOMIC_RELAXED);
    return 0;
}

/// Adds a sample to its site, or with `sign` -1 takes it away.
static void add_to_site(const struct sample *sample, uint64_t sign) {
    struct site *places[] = {&own_sites[sample->site], &file_sites[sample->site]};
    for (int place = 0; place < 2; place++) {
        uint64_t *word = places[place]->word;
        __atomic_fetch_add(&word[TALLY_SITE_SAMPLES], sign, __ATOMIC_RELAXED);
        __atomic_fetch_add(&word[TALLY_SITE_BYTES], sign * sample->weight_bytes, __ATOMIC_RELAXED);
        __atomic_fetch_add(&word[TALLY_SITE_BLOCKS], sign * sample->weight_blocks, __ATOMIC_RELAXED);
        __atomic_fetch_add(&word[TALLY_SITE_VARIANCE], sign * sample->variance, __ATOMIC_RELAXED);
        if (sign != 1) continue;
        __atomic_fetch_add(&word[TALLY_SITE_TAKEN], 1, __ATOMIC_RELAXED);
        __atomic_fetch_add(&word[TALLY_SITE_SPREAD], sample->variance, __ATOMIC_RELAXED);
    }
}

// ---- live samples ----

static uint64_t first_place(const void *block) {
    return mixed((uint64_t)(uintptr_t)block >> 4) % groups * group_size;
}

void sites_remember(void *block, const struct sample *sample) {
    uint64_t first = first_place(block);
    for (uint64_t look = 0; look < 2 * group_size; look++) {
        uint64_t place = (first + look) % most_blocks, empty = 0;
        if (!__atomic_compare_exchange_n(&addresses[place], &empty, TAKEN, 0, __ATOMIC_ACQ_REL, __ATOMIC_RELAXED)) {
            continue;
        }
        samples[place] = *sample;
        add_to_site(sample, 1);
        __atomic_store_n(&addresses[place], (uint64_t)(uintptr_t)block, __ATOMIC_RELEASE);
        return;
    }
    __atomic_fetch_add(&file_header[TALLY_HEADER_NO_BLOCK], 1, __ATOMIC_RELAXED);
}

struct sample sites_forget(void *block) {
    uint64_t first = first_place(block);
    for (uint64_t look = 0; look < 2 * group_size; look++) {
        uint64_t place = (first + look) % most_blocks;
        if (__atomic_load_n(&addresses[place], __ATOMIC_RELAXED) != (uint64_t)(uintptr_t)block) continue;
        // Only who holds the block may free it, so nobody else changes this place.
        struct sample sample = samples[place];
        __atomic_store_n(&addresses[place], 0, __ATOMIC_RELEASE);
        add_to_site(&sample, (uint64_t)-1);
        return sample;
    }
    return (struct sample){0};
}

static __attribute__((noinline)) void take_sample(void *block, size_t bytes, const void *caller) {
    int saved = errno;
    // An allocation of the unwinder's own, or of a signal handler, is no sample.
    mine.is_busy = 1;
    struct calls calls = {.limit = wanted_calls + own_calls};
    unwind(add_call, &calls);
    int first = 0;
    while (first < calls.count && calls.address[first] != (uint64_t)(uintptr_t)caller) first++;
    if (first == calls.count) first = 0;
    int count = calls.count - first < wanted_calls ? calls.count - first : wanted_calls;
    double share = share_sampled((double)bytes / (double)wanted_distance);
    double weight = (double)bytes / share;
    struct sample sample = {
        .weight_bytes = (uint64_t)(weight + 0.5),
        .weight_blocks = (uint64_t)(65536 / share + 0.5),
        .variance = (uint64_t)(weight * weight * (1 - share) / (1 << 20) + 0.5),
        .site = find_site(calls.address + first, count),
    };
    sites_remember(block, &sample);
    mine.left = next_distance();
    mine.is_busy = 0;
    errno = saved;
}

void sites_note(void *block, size_t bytes, const void *caller) {
    if (mine.is_busy || !bytes) return;
    if (!mine.random) mine.left = next_distance();
    mine.left -= (int64_t)bytes;
    if (mine.left <= 0) take_sample(block, bytes, caller);
}

// ---- what is open or runs ----

/// Whether this process has the tables: a child between vfork and exec changes its parent's memory, and one that has
/// allocated nothing yet would write into its parent's file.
static int has_tables(void) {
    return file_resources && file_header[TALLY_HEADER_PID] == (uint64_t)syscall(SYS_getpid);
}

uint64_t sites_here(const void *caller) {
    if (!__atomic_load_n(&sites_distance, __ATOMIC_ACQUIRE) || mine.is_busy || !has_tables()) return 0;
    int saved = errno;
    mine.is_busy = 1;
    struct calls calls = {.limit = wanted_calls + own_calls};
    unwind(add_call, &calls);
    int first = 0;
    while (first < calls.count && calls.address[first] != (uint64_t)(uintptr_t)caller) first++;
    if (first == calls.count) first = 0;
    int count = calls.count - first < wanted_calls ? calls.count - first : wanted_calls;
    uint64_t site = count ? find_site(calls.address + first, count) : 0;
    mine.is_busy = 0;
    errno = saved;
    return site;
}

void sites_note_descriptor(int descriptor, uint64_t site) {
    if (descriptor < 0 || descriptor >= TALLY_DESCRIPTORS || !has_tables()) return;
    __atomic_store_n(&own_descriptors[descriptor], site, __ATOMIC_RELAXED);
    __atomic_store_n(&file_resources[descriptor], site, __ATOMIC_RELAXED);
}

void sites_note_thread(int thread, uint64_t site) {
    if (thread <= 0 || !has_tables()) return;
    uint64_t *words = file_resources + TALLY_DESCRIPTORS;
    __atomic_store_n(&words[thread % TALLY_THREADS], (uint64_t)thread << 16 | site, __ATOMIC_RELAXED);
}

void sites_note_child(int child, uint64_t site) {
    if (child <= 0 || !has_tables()) return;
    uint64_t *words = file_resources + TALLY_DESCRIPTORS + TALLY_THREADS;
    __atomic_store_n(&words[child % TALLY_CHILDREN], (uint64_t)child << 16 | site, __ATOMIC_RELAXED);
}
