import { describe, expect, test } from 'vitest';
import { type EmptyBlockPenalty, subsidyForBlock } from '../../src/consensus/index.ts';
import { plain } from './schedules.ts';
import { vectors } from './vectors.ts';

const btx = plain(2_000_000_000n, 525_000n);
const penalty: EmptyBlockPenalty = {
	fromHeight: 130_000n,
	strictFromHeight: 130_500n,
	endHeight: 132_000n,
	maxHalvings: 2n,
};

interface Inputs {
	readonly height: number;
	readonly coinbase_only: boolean;
	readonly parent_coinbase_only: boolean;
	readonly consecutive_empty_ancestors: number;
}

describe('empty-block penalty', () => {
	test.each(vectors<Inputs, { sat: string }>('btx-consensus.json', 'subsidy_empty'))('$id', ({ inputs, expected }) => {
		const subsidy = subsidyForBlock(btx, penalty, {
			height: BigInt(inputs.height),
			coinbaseOnly: inputs.coinbase_only,
			parentCoinbaseOnly: inputs.parent_coinbase_only,
			consecutiveEmptyAncestors: BigInt(inputs.consecutive_empty_ancestors),
		});
		expect(subsidy).toBe(BigInt(expected.sat));
	});

	const empty = { coinbaseOnly: true, parentCoinbaseOnly: true, consecutiveEmptyAncestors: 5n };

	test('the schedule holds before the penalty, without one, and with no halvings in it', () => {
		expect(subsidyForBlock(btx, penalty, { ...empty, height: 129_999n })).toBe(2_000_000_000n);
		expect(subsidyForBlock(btx, undefined, { ...empty, height: 130_000n })).toBe(2_000_000_000n);
		expect(subsidyForBlock(btx, { ...penalty, maxHalvings: 0n }, { ...empty, height: 130_600n })).toBe(2_000_000_000n);
	});
});
