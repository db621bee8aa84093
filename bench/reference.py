"""The simulation in numpy, across trials: first as one writes it, then with the engine's own lag table.

    python3 reference.py obvious|careful TRIALS BLOCKS

Prints nanoseconds of processor time per chain-block, for two chains that share their draws. Like
reference.c it leaves out the run-up, the re-anchoring and the timestamp rules.
"""

import sys
import time

import numpy as np

SPACING, HALF_LIFE, DAY = 90, 3600, 86400.0
ANCHOR, ANCHOR_EXPONENT = 0x487C56, 200  # 0x1c487c56
SECONDS_TIMES_TARGET = 2.0**256 / 171.9e6
REACH = 20000


def targets(lag):
    """ASERT's targets after nBits' rounding, for an array of lags in seconds."""
    scaled = lag * 65536
    exponent = np.where(scaled < 0, -(-scaled // HALF_LIFE), scaled // HALF_LIFE)
    shifts = exponent >> 16
    f = (exponent & 0xFFFF).astype(np.uint64)
    cubic = np.uint64(195766423245049) * f + np.uint64(971821376) * f * f + np.uint64(5127) * f * f * f
    factor = 65536 + ((cubic + np.uint64(1 << 47)) >> np.uint64(48)).astype(np.int64)
    raw = np.ldexp((ANCHOR * factor).astype(np.float64), shifts - 16 + ANCHOR_EXPONENT)
    granule = np.ldexp(1.0, 8 * (np.frexp(raw)[1] // 8) - 16)
    return np.floor(raw / granule) * granule


def obvious(trials, blocks):
    """A target per block and trial, and a scatter into the counts."""
    random = np.random.default_rng(1)
    clocks = [np.zeros(trials), np.zeros(trials)]
    counts = np.zeros((2, trials, 31), np.int64)
    rows = np.arange(trials)
    for block in range(blocks):
        draws = -np.log(random.random(trials))
        for chain in range(2):
            lag = np.floor(clocks[chain]).astype(np.int64) - SPACING * (block + 1)
            clocks[chain] += draws * SECONDS_TIMES_TARGET / targets(lag)
            np.add.at(counts[chain], (rows, np.minimum(clocks[chain] // DAY, 30).astype(np.int64)), 1)
    return counts


def careful(trials, blocks):
    """The lag table, no array made anew, and counts touched at a day's end only."""
    random = np.random.default_rng(1)
    means = SECONDS_TIMES_TARGET / targets(np.arange(-REACH, REACH + 1))
    clocks = [np.zeros(trials), np.zeros(trials)]
    ends = [np.full(trials, DAY), np.full(trials, DAY)]
    counts = [[], []]
    draws, solve, index = np.empty(trials), np.empty(trials), np.empty(trials, np.int64)
    late = np.empty(trials, bool)
    for block in range(blocks):
        random.standard_exponential(out=draws)
        for chain in range(2):
            clock = clocks[chain]
            np.copyto(index, clock, casting="unsafe")
            index += REACH - SPACING * (block + 1)
            np.take(means, index, out=solve, mode="clip")
            solve *= draws
            clock += solve
            np.greater_equal(clock, ends[chain], out=late)
            if late.any():
                where = np.flatnonzero(late)
                counts[chain].append((block, where))
                ends[chain][where] += DAY
    return counts


if __name__ == "__main__":
    trials, blocks = int(sys.argv[2]), int(sys.argv[3])
    start = time.process_time_ns()
    {"obvious": obvious, "careful": careful}[sys.argv[1]](trials, blocks)
    print((time.process_time_ns() - start) / (2 * trials * blocks))
