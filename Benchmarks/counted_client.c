// Allocates, resizes and frees in several threads, counts that itself, and compares with the preloaded tally's file.
//
//     LD_PRELOAD=libtwinsim-tally.so TWINSIM_TALLY_DIR=DIR counted_client THREADS OPERATIONS
//
// Prints one line: own and tally's allocations, frees, and live bytes between two moments at which all threads stand still.
// Between them nothing in this program allocates but what is counted.

#include "../Sources/CLinux/include/TallyLayout.h"

#include <fcntl.h>
#include <malloc.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { places = 4096 };

struct counts {
    uint64_t allocations, frees;
    int64_t live_bytes;
};

static pthread_barrier_t barrier;
static long operations;
static struct counts own;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static void *take(uint64_t random, struct counts *counts) {
    size_t size = (random >> 8) % ((random & 7) == 0 ? 200000 : 700) + 1;
    void *block = NULL;
    switch (random >> 60) {
    case 0: case 1: case 2: block = calloc(1, size); break;
    case 3: if (posix_memalign(&block, 256, size) != 0) block = NULL; break;
    case 4: block = aligned_alloc(64, (size + 63) / 64 * 64); break;
    case 5: block = realloc(NULL, size); break;
    case 6: block = strdup("a text that the C library copies"); break;
    default: block = malloc(size);
    }
    if (!block) abort();
    counts->allocations++;
    counts->live_bytes += (int64_t)malloc_usable_size(block);
    return block;
}

static void *work(void *seed) {
    struct counts counts = {0};
    uint64_t state = (uintptr_t)seed * 0x9E3779B97F4A7C15ull;
    void **held = calloc(places, sizeof *held);
    pthread_barrier_wait(&barrier);
    pthread_barrier_wait(&barrier);
    for (long i = 0; i < operations; i++) {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        void **place = &held[state % places];
        if (!*place) {
            *place = take(state, &counts);
            continue;
        }
        int64_t before = (int64_t)malloc_usable_size(*place);
        if ((state >> 32 & 7) == 0) {
            void *moved = realloc(*place, (state >> 40) % 3000 + 1);
            if (!moved) abort();
            *place = moved;
            counts.live_bytes += (int64_t)malloc_usable_size(moved) - before;
        } else {
            free(*place);
            *place = NULL;
            counts.frees++;
            counts.live_bytes -= before;
        }
    }
    pthread_mutex_lock(&lock);
    own.allocations += counts.allocations;
    own.frees += counts.frees;
    own.live_bytes += counts.live_bytes;
    pthread_mutex_unlock(&lock);
    pthread_barrier_wait(&barrier);
    pthread_barrier_wait(&barrier);
    return NULL;
}

static struct counts tally(const volatile uint64_t *words) {
    struct counts counts = {0};
    for (uint64_t slot = 1; slot <= words[TALLY_HEADER_SLOTS_USED] && slot <= TALLY_SLOTS; slot++) {
        const volatile uint64_t *line = words + slot * TALLY_SLOT_WORDS;
        for (int size_class = 0; size_class < TALLY_CLASSES; size_class++) {
            const volatile uint64_t *word = line + TALLY_CLASS_WORDS * size_class;
            counts.allocations += word[TALLY_ALLOCATIONS];
            counts.frees += word[TALLY_FREES];
            counts.live_bytes += (int64_t)(word[TALLY_ALLOCATED_BYTES] - word[TALLY_FREED_BYTES]);
        }
        // A block that was resized has left one class and come into another.
        counts.allocations -= line[TALLY_RESIZES];
        counts.frees -= line[TALLY_RESIZES];
    }
    return counts;
}

int main(int argc, char **argv) {
    int threads = argc > 1 ? atoi(argv[1]) : 4;
    operations = argc > 2 ? atol(argv[2]) : 1000000;
    char name[512];
    snprintf(name, sizeof name, "%s/native-%d", getenv("TWINSIM_TALLY_DIR"), getpid());
    int file = open(name, O_RDONLY);
    uint64_t *words = file < 0 ? MAP_FAILED : mmap(NULL, TALLY_FILE_BYTES, PROT_READ, MAP_SHARED, file, 0);
    if (words == MAP_FAILED || words[TALLY_HEADER_MAGIC] != TALLY_MAGIC) {
        fprintf(stderr, "no tally in %s\n", name);
        return 1;
    }
    pthread_t thread;
    pthread_barrier_init(&barrier, NULL, (unsigned)threads + 1);
    for (int i = 0; i < threads; i++) {
        if (pthread_create(&thread, NULL, work, (void *)(uintptr_t)(i + 1)) != 0) return 1;
    }
    pthread_barrier_wait(&barrier);
    struct counts before = tally(words);
    pthread_barrier_wait(&barrier);
    pthread_barrier_wait(&barrier);
    struct counts after = tally(words);
    printf("own_allocations=%llu tally_allocations=%llu own_frees=%llu tally_frees=%llu own_bytes=%lld tally_bytes=%lld\n",
           (unsigned long long)own.allocations, (unsigned long long)(after.allocations - before.allocations),
           (unsigned long long)own.frees, (unsigned long long)(after.frees - before.frees), (long long)own.live_bytes,
           (long long)(after.live_bytes - before.live_bytes));
    unlink(name);
    return 0;
}
