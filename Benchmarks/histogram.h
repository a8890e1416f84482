// Latencies in nanoseconds: 64 buckets for every power of two, so a quantile is right within 1.6 %.

#include <stdint.h>

struct histogram {
    uint64_t buckets[64 * 60], count, maximum;
};

static void histogram_add(struct histogram *all, uint64_t value) {
    int exponent = 0;
    uint64_t mantissa = value;
    while (mantissa >= 128) {
        mantissa >>= 1;
        exponent++;
    }
    all->buckets[exponent * 64 + mantissa]++;
    all->count++;
    if (value > all->maximum) all->maximum = value;
}

// The value that this share of all values does not exceed, in microseconds.
static double histogram_microseconds(const struct histogram *all, double share) {
    uint64_t wanted = (uint64_t)(share * all->count), seen = 0;
    for (int place = 0; place < 64 * 60; place++) {
        seen += all->buckets[place];
        if (seen <= wanted) continue;
        int exponent = place < 128 ? 0 : place / 64 - 1;
        uint64_t mantissa = place - (uint64_t)exponent * 64;
        uint64_t middle = exponent ? 1ull << (exponent - 1) : 0;
        return ((mantissa << exponent) + middle) / 1e3;
    }
    return all->maximum / 1e3;
}
