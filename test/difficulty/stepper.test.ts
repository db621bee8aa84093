import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodeCompact } from '../../src/consensus/compact.ts';
import { type BlockHeader, headerSource } from '../../src/consensus/header.ts';
import { requiredBits } from '../../src/difficulty/nextbits.ts';
import type { DifficultyRules } from '../../src/difficulty/rules.ts';
import { Stepper, stepperOf, trackOf } from '../../src/difficulty/stepper.ts';
import { FROM, KINDS, type Kind, LIMIT, only } from './stepperkinds.ts';
import { anyDrive, type Drive, drive } from './stepping.ts';

const LANES = 64;
/** Steps taken over all kinds. */
let total = 0;

function constantsOf({ rules, history = 60, from = FROM }: Kind) {
	const { rule } = rules[0]!;
	const { powLimit: limit, spacingSeconds: spacing } =
		rule.kind === 'btx' ? rule.asert : { ...rule, powLimit: rule.limitTarget };
	return { limit, spacing, from, blocks: history };
}

function run(kind: Kind, drives: number, seed: number): number {
	let steps = 0;
	fc.assert(
		fc.property(anyDrive, (own: Drive) => {
			steps += drive(kind.rules, own, constantsOf(kind)).steps;
		}),
		{ seed, numRuns: drives },
	);
	return steps;
}

describe('a stepper equals the BigInt rules at every step', () => {
	test.each(KINDS)('$name', (kind) => {
		const steps = run(kind, kind.drives, 1009);
		expect(steps).toBeGreaterThan(0);
		total += steps;
	});

	test('a million steps in all', () => {
		expect(total).toBeGreaterThan(1_000_000);
	});

	test('and under a fresh seed', () => {
		const seed = Math.floor(Math.random() * 2 ** 31);
		console.info(`steppers: fresh seed ${seed}`);
		for (const kind of KINDS) expect(run(kind, 4, seed), `seed ${seed}`).toBeGreaterThan(0);
	});
});

describe('the fast path', () => {
	/** A physical chain: targets far from every edge, blocks at random, hashrate within a factor of four. */
	const physical: Drive = {
		seed: 5,
		stretches: [1, 2, 0.5, 1, 1].map((hashrate) => ({ blocks: 400, pace: 'mined', hashrate })),
		startBits: 20,
		spreadBits: 0,
		ordered: true,
	};

	test.each(KINDS.filter(({ isExact }) => isExact === undefined))('decides nearly every block: $name', (kind) => {
		const { steps, exactSteps } = drive(kind.rules, physical, { ...constantsOf(kind), blocks: 200 });
		// At most one in the interval of a period, and the block at an arm; the rest lie near a rounding.
		expect(exactSteps / steps).toBeLessThan(0.06);
	});

	const costly = ['averaging 17', 'Dark Gravity Wave 24', 'Digishield', 'LWMA-1 45', 'WTEMA', 'cw-144'];
	test.each(KINDS.filter(({ name }) => costly.includes(name)))('takes a fifth of the time at most: $name', (kind) => {
		const { limit, spacing } = constantsOf(kind);
		const history = steady(200, Number(spacing), encodeCompact(limit >> 20n));
		const fast = stepsTime(kind.rules, history, 200_000);
		const exact = rulesTime(kind.rules, history, 400);
		expect(exact / fast).toBeGreaterThan(5);
	});
});

function steady(blocks: number, spacing: number, bits: number): BlockHeader[] {
	return Array.from({ length: blocks }, (_, i) => ({
		height: FROM + BigInt(i),
		time: BigInt(1_500_000_000 + i * spacing),
		bits,
	}));
}

/** Draws of a mean of 1, none of them special. */
function paceOf(i: number): number {
	return 0.2 + ((i * 0.618034) % 1.6);
}

/** Time of a step, the least of five rounds: a disturbance only adds to it. */
function leastTime(steps: number, round: () => void): number {
	const times = Array.from({ length: 5 }, () => {
		const start = performance.now();
		round();
		return (performance.now() - start) / steps;
	});
	return Math.min(...times);
}

/** Time of a step on one of LANES lanes side by side, as the engine takes them. */
function stepsTime(rules: DifficultyRules, history: readonly BlockHeader[], steps: number): number {
	const spacing = Number(history[1]!.time - history[0]!.time);
	const start = trackOf([rules], history);
	const stepper = new Stepper(rules, start.emptyLike(LANES));
	return leastTime(steps, () => {
		stepper.continueFrom(start);
		const { track } = stepper;
		const first = track.targets[track.row(track.tip)]!;
		let time = start.times[start.row(start.tip)]!;
		for (let i = 0; i < steps; i += LANES) {
			stepper.next();
			time += Math.floor((spacing * paceOf(i) * first) / track.targets[track.row(track.tip + 1)]!);
			stepper.push(time);
		}
	});
}

function rulesTime(rules: DifficultyRules, history: readonly BlockHeader[], steps: number): number {
	const headers = headerSource(history);
	const tipHeight = history.at(-1)!.height;
	return leastTime(steps, () => {
		for (let i = 0; i < steps; i++) requiredBits(rules, headers, { tipHeight });
	});
}

describe('a stepper', () => {
	const [kind] = KINDS.filter(({ name }) => name === 'averaging 17');
	const history = steady(60, 75, 0x1c40_0000);

	test('requires what a block needs even where it is pushed unasked', () => {
		const asked = stepperOf(kind!.rules, history);
		const unasked = stepperOf(kind!.rules, history);
		for (let i = 1; i <= 40; i++) {
			const time = Number(history.at(-1)!.time) + 60 * i;
			asked.next();
			asked.push(time);
			unasked.push(time);
		}
		expect(unasked.track.sourceOf(0)(FROM + 99n)).toEqual(asked.track.sourceOf(0)(FROM + 99n));
	});

	test('goes on from another track, under rules of its own', () => {
		const all = [kind!.rules, only({ kind: 'digishield', spacingSeconds: 75n, limitTarget: LIMIT })];
		const first = new Stepper(all[0]!, trackOf(all, history));
		for (let i = 1; i <= 30; i++) first.push(Number(history.at(-1)!.time) + 100 * i);
		const second = new Stepper(all[1]!, trackOf(all, history));
		second.continueFrom(first.track);
		second.next();
		const tipHeight = BigInt(first.track.tip);
		expect(second.nextBits(0)).toBe(requiredBits(all[1]!, first.track.sourceOf(0), { tipHeight }));
		expect(second.exactBlocks).toBe(0);
	});

	test('keeps anchors, which lie far below its window, and refuses what is not a chain', () => {
		const asert = {
			kind: 'asert',
			variant: 'bch',
			spacingSeconds: 75n,
			halfLifeSeconds: 3600n,
			limitTarget: LIMIT,
		} as const;
		const rules = [
			...kind!.rules,
			{ fromHeight: FROM + 10n, name: 'fork', rule: { ...asert, anchor: { num: 1n, den: 1n } } },
		];
		const stepper = stepperOf(rules, history);
		for (let i = 1; i <= 500; i++) stepper.push(Number(history.at(-1)!.time) + 80 * i);
		expect(stepper.track.sourceOf(0)(FROM + 9n)).toEqual(history[9]);
		expect(() => stepper.track.sourceOf(0)(FROM + 20n)).toThrow('block 5020 is not known');
		expect(() => stepperOf(rules, [])).toThrow('needs a tip');
		expect(() => stepperOf(rules, [history[5]!, history[3]!, history[4]!])).toThrow('block 5003 is out of order');
		const wide = only({ kind: 'dgw-v3', windowBlocks: 1n << 30n, spacingSeconds: 1n, limitTarget: LIMIT });
		expect(() => stepperOf(wide, history)).toThrow('a window of 1073741825 blocks');
	});
});
