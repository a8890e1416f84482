#include "TallySums.h"

#include "TallyLayout.h"

void clinux_tally_sums(const void *file, uint64_t slots, uint64_t *sums) {
    static const int order[] = {TALLY_FREED_BYTES, TALLY_FREES, TALLY_ALLOCATIONS, TALLY_ALLOCATED_BYTES};
    for (int word = 0; word <= TALLY_RESIZES; word++) sums[word] = 0;
    for (int kind = 0; kind < 4; kind++) {
        const uint64_t *slot = file;
        for (uint64_t number = 0; number < slots; number++) {
            slot += TALLY_SLOT_WORDS;
            for (int size_class = 0; size_class < TALLY_CLASSES; size_class++) {
                int word = TALLY_CLASS_WORDS * size_class + order[kind];
                sums[word] += __atomic_load_n(&slot[word], __ATOMIC_ACQUIRE);
            }
            if (kind == 3) sums[TALLY_RESIZES] += __atomic_load_n(&slot[TALLY_RESIZES], __ATOMIC_ACQUIRE);
        }
    }
}
