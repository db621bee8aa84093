/** Disturbed mean paths against those that were computed in integers, block by block, for BTX's mainnet. */
import { describe, expect, it } from 'vitest';
import { type Response, responsesTo } from '../../src/engine/response.ts';
import type { GeneralRunPlan } from '../../src/engine/types.ts';
import { loadBase } from '../../src/params/registry.ts';
import { readVectors } from '../params/vectors.ts';

interface Case {
	readonly id: string;
	readonly inputs: {
		readonly anchor_time: number;
		readonly anchor_bits: string;
		readonly gap_before_first_block_s?: number;
		readonly hashrate_num: string;
		readonly hashrate_den: string;
	};
	readonly expected: { readonly rows: readonly { readonly n: number; readonly wall_minus_anchor: number }[] };
}

const ANCHOR = 191_715;
const mainnet = loadBase('btx/main@0.33.3').value;
const { futureMtpDrift: _, ...uncapped } = mainnet.time;
const { vectors } = readVectors<Case>('difficulty-meanpath');

/** Mainnet at its anchor, at the hashrate that the anchor's target keeps the spacing with. */
function planOfCase({ inputs }: Case, capped: boolean): GeneralRunPlan {
	return {
		...{ seed: 1, trials: 1, windowSeconds: 86_400, growthPerSecond: 0 },
		tip: { height: ANCHOR, timeSeconds: inputs.anchor_time },
		activationHeight: ANCHOR + 1,
		history: Array.from({ length: 11 }, (_, i) => ({
			height: BigInt(ANCHOR - 10 + i),
			time: BigInt(inputs.anchor_time - (10 - i) * 90),
			bits: Number(inputs.anchor_bits),
		})),
		chains: [
			{
				id: 'main',
				difficulty: mainnet.difficulty,
				time: capped ? mainnet.time : uncapped,
				hashrate: [{ fromHeight: 0, perSecond: 428_540 / 90 }],
			},
		],
	};
}

function responseTo(own: Case, capped: boolean): Response {
	const { hashrate_num, hashrate_den, gap_before_first_block_s: stallSeconds = 0 } = own.inputs;
	const hashrateFactor = Number(hashrate_num) / Number(hashrate_den) / (428_540 / 90);
	return responsesTo({ hashrateFactor, stallSeconds }, planOfCase(own, capped), 14 * 86_400)[0]!;
}

describe('a disturbed mean path', () => {
	it.each([
		['meanfield-001', true],
		['meanfield-002', true],
		['meanfield-003', true],
		['meanfield-004', false],
		['meanfield-007', true],
		['meanfield-010', true],
		['stall-003', true],
		['stall-004', false],
		['stall-005', true],
	] as const)('of %s takes as long as in integers', (id, capped) => {
		const own = vectors.find((each) => each.id === id)!;
		const { intervals, rest } = responseTo(own, capped);
		const held = own.expected.rows.filter(({ n }) => n <= intervals.length);
		expect(held.length).toBeGreaterThan(4);
		for (const { n, wall_minus_anchor } of held) {
			const seconds = intervals.slice(0, n).reduce((sum, each) => sum + each, 0);
			// The integers floor every interval, and never below a second.
			expect(Math.abs(seconds - wall_minus_anchor)).toBeLessThanOrEqual(2 + n);
		}
		expect(rest?.spacingSeconds ?? null).toBe(id === 'meanfield-010' ? null : 90);
	});

	it('is eased by 2^(39,600 ÷ τ) after 11 hours where headers may follow the clock', () => {
		const own = vectors.find(({ id }) => id === 'stall-004')!;
		const [stall, next] = responseTo(own, false).intervals;
		expect(stall).toBeCloseTo(39_600, 3);
		// Two spacings of it were due: the schedule counts one more from its anchor.
		expect(90 / next!).toBeCloseTo(2 ** ((39_600 - 180) / 14_400), 2);
		expect(90 / next!).toBeCloseTo(6.7, 1);
	});
});
