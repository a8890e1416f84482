// The keeper's second use: see waits.c.

#ifndef TWINSIM_WAITS_H
#define TWINSIM_WAITS_H

/// Waits `rounds` times for `seconds` in the way that `kind` names and prints the clock after each; the exit status.
int try_waits(const char *kind, const char *seconds, const char *rounds);

#endif
