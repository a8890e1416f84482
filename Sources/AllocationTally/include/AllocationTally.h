// Nothing to call: this library is preloaded (LD_PRELOAD) and shows its counts in a file, see TallyLayout.h in CLinux.

#ifndef TWINSIM_ALLOCATION_TALLY_H
#define TWINSIM_ALLOCATION_TALLY_H
#endif
