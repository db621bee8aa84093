import { describe, expect, test } from 'vitest';
import { asertTarget, scaleByExponent } from '../../src/asert/index.ts';
import { clampTarget, encodeCompact, targetOfBits } from '../../src/consensus/index.ts';
import { vectors } from '../consensus/vectors.ts';
import { floorExponent } from './floor.ts';

interface Inputs {
	readonly anchor_height: number;
	readonly anchor_time: number;
	readonly anchor_bits: string;
	readonly next_height: number;
	readonly bits: string;
	readonly half_life: number;
	readonly spacing: number;
}
interface Expected {
	readonly times_truncating_division: readonly number[];
	readonly times_floor_division: readonly number[];
}

describe('tip times that give a recorded nBits', () => {
	test.each(vectors<Inputs, Expected>('btx-asert.json', 'live_reachability'))('$id', ({ inputs, expected }) => {
		const wanted = Number(inputs.bits);
		const anchorTarget = targetOfBits(Number(inputs.anchor_bits));
		const limitTarget = targetOfBits(0x2066c154);
		const anchorTime = BigInt(inputs.anchor_time);
		const at = (time: bigint) => ({
			anchorTarget,
			limitTarget,
			timeDiffSeconds: time - anchorTime,
			heightDiff: BigInt(inputs.next_height - 1 - inputs.anchor_height),
			spacingSeconds: BigInt(inputs.spacing),
			halfLifeSeconds: BigInt(inputs.half_life),
		});
		// The target rises with time: find the crossing, then try every second of a half-life on both sides,
		// beyond which the target is twice or half of it.
		let low = anchorTime;
		let high = anchorTime + BigInt(inputs.spacing * (inputs.next_height - inputs.anchor_height));
		while (high - low > 1n) {
			const middle = (low + high) >> 1n;
			if (asertTarget(at(middle)) < targetOfBits(wanted)) low = middle;
			else high = middle;
		}
		const truncated: number[] = [];
		const floored: number[] = [];
		for (let time = high - BigInt(inputs.half_life); time <= high + BigInt(inputs.half_life); time++) {
			const input = at(time);
			if (encodeCompact(asertTarget(input)) === wanted) truncated.push(Number(time));
			const floorTarget = clampTarget(scaleByExponent(anchorTarget, floorExponent(input)), limitTarget);
			if (encodeCompact(floorTarget) === wanted) floored.push(Number(time));
		}
		expect(truncated).toEqual(expected.times_truncating_division);
		expect(floored).toEqual(expected.times_floor_division);
	});
});
