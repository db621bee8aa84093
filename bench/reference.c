/*
 * The yardstick: the simulation as a good C programmer writes it first. One trial and one chain at a time,
 * Philox4x32-10 (Salmon et al. 2011) with a counter, libm's logarithm, and the ASERT target of every block in
 * 64-bit integers. No run-up, no re-anchoring, no timestamp rules: everything that it leaves out is in its favour.
 *
 *   gcc -O3 -march=native reference.c -lm && ./a.out TRIALS DAYS CHAINS
 *
 * Prints nanoseconds of processor time per chain-block.
 */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define SPACING 90
#define HALF_LIFE 3600
#define RATE 171.9e6
#define DAY 86400.0
/* 0x1c487c56, at which RATE finds a block in about 90 s, and a limit of 0x1f0a3d70: mantissa and size. */
#define ANCHOR_MANTISSA 0x487c56
#define ANCHOR_SIZE 28
#define LIMIT_MANTISSA 0x0a3d70
#define LIMIT_SIZE 31

/* 256^(size − 3). */
static double power[33];

static void philox(uint32_t c[4], uint32_t key0, uint32_t key1) {
	for (int round = 0; round < 10; round++) {
		uint64_t first = (uint64_t)0xD2511F53u * c[0];
		uint64_t second = (uint64_t)0xCD9E8D57u * c[2];
		uint32_t a = (uint32_t)(second >> 32) ^ c[1] ^ key0;
		uint32_t b = (uint32_t)(first >> 32) ^ c[3] ^ key1;
		c[0] = a;
		c[1] = (uint32_t)second;
		c[2] = b;
		c[3] = (uint32_t)first;
		key0 += 0x9E3779B9u;
		key1 += 0xBB67AE85u;
	}
}

/* The target after nBits' rounding, from the lag in seconds: mantissa < 2^23, cubic < 2^17, product < 2^40. */
static double asert_target(int64_t lag) {
	int64_t exponent = lag * 65536 / HALF_LIFE;
	int64_t shifts = exponent >> 16;
	uint64_t f = (uint64_t)(exponent & 0xffff);
	uint64_t cubic = 195766423245049u * f + 971821376u * f * f + 5127u * f * f * f + ((uint64_t)1 << 47);
	uint64_t product = ANCHOR_MANTISSA * (65536 + (cubic >> 48));
	int64_t position = shifts - 16 + 8 * (ANCHOR_SIZE - 3);
	int64_t bits = 64 - __builtin_clzll(product) + position;
	int64_t size = bits / 8 + 1;
	int64_t drop = 8 * (size - 3) - position;
	uint64_t mantissa = drop >= 0 ? product >> drop : product << -drop;
	if (size > LIMIT_SIZE || (size == LIMIT_SIZE && mantissa > LIMIT_MANTISSA)) {
		mantissa = LIMIT_MANTISSA;
		size = LIMIT_SIZE;
	}
	return (double)mantissa * power[size];
}

static long simulate(uint32_t trial, int days, int32_t *counts) {
	double seconds_times_target = ldexp(1, 256) / RATE;
	double clock = 0;
	int64_t schedule = 0;
	int day = 0;
	uint32_t words[4];
	for (long block = 0;; block++) {
		if ((block & 3) == 0) {
			words[0] = (uint32_t)(block >> 2);
			words[1] = trial;
			words[2] = words[3] = 0;
			philox(words, 1, 0);
		}
		schedule += SPACING;
		double exponential = -log((words[block & 3] + 0.5) * 0x1p-32);
		clock += exponential * (seconds_times_target / asert_target((int64_t)clock - schedule));
		while (clock >= (day + 1) * DAY) {
			if (++day == days) return block;
		}
		counts[day]++;
	}
}

int main(int argc, char **argv) {
	if (argc != 4) return 2;
	int trials = atoi(argv[1]), days = atoi(argv[2]), chains = atoi(argv[3]);
	int32_t *counts = calloc((size_t)days, sizeof *counts);
	struct timespec start, end;
	long blocks = 0;
	for (int size = 0; size < 33; size++) power[size] = ldexp(1, 8 * (size - 3));
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &start);
	for (int chain = 0; chain < chains; chain++) {
		for (int trial = 0; trial < trials; trial++) blocks += simulate((uint32_t)trial, days, counts);
	}
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &end);
	printf("%.3f\n", ((end.tv_sec - start.tv_sec) * 1e9 + (end.tv_nsec - start.tv_nsec)) / blocks);
	free(counts);
	return 0;
}
