import { describe, expect, test } from 'vitest';
import { blockWork, difficulty, targetOfBits } from '../../src/consensus/index.ts';
import { targetOfHex, vectors } from './vectors.ts';

interface Expected {
	readonly target_hex: string;
	readonly work: string;
	readonly difficulty_16sig: string;
}

describe('work and difficulty', () => {
	test.each(vectors<{ bits: string }, Expected>('btx-consensus.json', 'work'))('$id', ({ inputs, expected }) => {
		const bits = Number(inputs.bits);
		expect(targetOfBits(bits)).toBe(targetOfHex(expected.target_hex));
		expect(blockWork(bits)).toBe(BigInt(expected.work));
		expect(Number(difficulty(bits).toPrecision(16))).toBe(Number(expected.difficulty_16sig));
	});

	test('nBits that no block can carry stand for no work', () => {
		for (const bits of [0, 0x01003456, 0x01fedcba, 0xff123456]) expect(blockWork(bits)).toBe(0n);
	});

	test('target 1 stands for 2^255 attempts, and a zero mantissa for infinite difficulty', () => {
		expect(blockWork(0x01010000)).toBe(1n << 255n);
		expect(difficulty(0x1d000000)).toBe(Number.POSITIVE_INFINITY);
	});
});
