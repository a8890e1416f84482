#ifndef TWINSIM_TALLY_SUMS_H
#define TWINSIM_TALLY_SUMS_H

#include <stdint.h>

/// Adds up, over the first `slots` slots of a mapped tally file, each word of each size class into `sums`
/// (TALLY_CLASS_WORDS * TALLY_CLASSES words) and the resizes behind them.
///
/// What was freed is read before what was allocated, so that a block that comes and goes in between is never seen as
/// freed only.
void clinux_tally_sums(const void *file, uint64_t slots, uint64_t *sums);

#endif
