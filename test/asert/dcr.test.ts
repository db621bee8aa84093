import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type AbsoluteAsertRule, absoluteAsertBits, dcrAsertTarget } from '../../src/asert/index.ts';
import { encodeCompact, formatBits, targetOfBits } from '../../src/consensus/index.ts';
import { between } from '../consensus/branch.ts';
import { targetOfHex } from '../consensus/vectors.ts';

interface Network {
	readonly powLimit: string;
	readonly targetSecsPerBlock: number;
	readonly halfLifeSecs: number;
}
interface Scenario {
	readonly id: string;
	readonly params: string;
	readonly anchorHeight: string;
	readonly anchorTime: string;
	readonly anchorBits: string;
	/** "tip height, tip time, nBits of the next block" */
	readonly rows: readonly string[];
}
const file = readFileSync(new URL('../vectors/asert-dcr.json', import.meta.url), 'utf8');
const { params, scenarios } = JSON.parse(file) as { params: Record<string, Network>; scenarios: Scenario[] };

const mainnet = {
	anchorTarget: targetOfBits(0x1b00_a5a6),
	limitTarget: (1n << 224n) - 1n,
	timeDiffSeconds: 0n,
	heightDiff: 0n,
	spacingSeconds: 300n,
	halfLifeSeconds: 43_200n,
};

describe('DCP-0011 test vectors', () => {
	test('all 1,424 rows of 17 scenarios are there', () => {
		expect(scenarios).toHaveLength(17);
		expect(scenarios.reduce((sum, { rows }) => sum + rows.length, 0)).toBe(1424);
	});

	test('the networks have the spacings and half-lives of the proposal', () => {
		const constants = Object.entries(params).map(([name, network]) => [
			name,
			network.targetSecsPerBlock,
			network.halfLifeSecs,
		]);
		expect(constants).toEqual([
			['mainnet', 300, 43_200],
			['testnet', 120, 720],
			['simnet', 1, 6],
		]);
	});

	test.each(scenarios)('$id', (scenario) => {
		const network = params[scenario.params];
		if (network === undefined) throw new Error(`no parameters for ${scenario.params}`);
		const anchor = {
			height: BigInt(scenario.anchorHeight),
			time: BigInt(scenario.anchorTime),
			bits: Number(scenario.anchorBits),
		};
		const rule: AbsoluteAsertRule = {
			kind: 'asert',
			variant: 'dcr',
			spacingSeconds: BigInt(network.targetSecsPerBlock),
			halfLifeSeconds: BigInt(network.halfLifeSecs),
			limitTarget: targetOfHex(network.powLimit),
			anchor,
		};
		const computed = scenario.rows.map((row) => {
			const [height = '', time = ''] = row.split(' ');
			const bits = absoluteAsertBits(rule, { height: BigInt(height), time: BigInt(time) }, anchor);
			return `${height} ${time} ${formatBits(bits)}`;
		});
		expect(computed).toEqual(scenario.rows);
	});
});

describe('the schedule', () => {
	test('starts at the anchor itself, without a spacing in advance', () => {
		expect(dcrAsertTarget(mainnet)).toBe(mainnet.anchorTarget);
		expect(dcrAsertTarget({ ...mainnet, heightDiff: 10n, timeDiffSeconds: 3000n })).toBe(mainnet.anchorTarget);
	});

	test('a half-life late doubles, a half-life early halves', () => {
		expect(dcrAsertTarget({ ...mainnet, timeDiffSeconds: 43_200n })).toBe(mainnet.anchorTarget * 2n);
		expect(dcrAsertTarget({ ...mainnet, timeDiffSeconds: -43_200n })).toBe(mainnet.anchorTarget / 2n);
	});

	test('stays between 1 and the limit, for any time and height', () => {
		expect(dcrAsertTarget({ ...mainnet, timeDiffSeconds: 1n << 80n })).toBe(mainnet.limitTarget);
		expect(dcrAsertTarget({ ...mainnet, heightDiff: 1n << 80n })).toBe(1n);
	});
});

test.each([
	['an anchor of zero', { anchorTarget: 0n }],
	['an anchor easier than the limit', { anchorTarget: mainnet.limitTarget + 1n }],
	['a tip below the anchor', { heightDiff: -1n }],
	['a half-life of zero', { halfLifeSeconds: 0n }],
	['a spacing of zero', { spacingSeconds: 0n }],
])('%s is refused', (_, change) => {
	expect(() => dcrAsertTarget({ ...mainnet, ...change })).toThrow(RangeError);
});

test("agrees with dcrd's steps written out", () => {
	const time = fc.bigInt({ min: -30_000_000n, max: 30_000_000n });
	const anchor = fc.bigInt({ min: 1n, max: mainnet.limitTarget });
	fc.assert(
		fc.property(anchor, time, fc.bigInt({ min: 0n, max: 100_000n }), (anchorTarget, timeDelta, heightDelta) => {
			const exponent = BigInt(Math.trunc(Number((timeDelta - heightDelta * 300n) * 65_536n) / 43_200));
			const frac = BigInt.asUintN(16, exponent);
			const integer = (exponent - frac) / 65_536n;
			const polynomial = frac * (195766423245049n + frac * (971821376n + frac * 5127n)) + 2n ** 47n;
			const product = anchorTarget * (65_536n + polynomial / 2n ** 48n);
			const target = integer >= 16n ? product * 2n ** (integer - 16n) : product / 2n ** (16n - integer);
			const expected = between(1n, target, mainnet.limitTarget);
			const input = { ...mainnet, anchorTarget, timeDiffSeconds: timeDelta, heightDiff: heightDelta };
			expect(formatBits(encodeCompact(dcrAsertTarget(input)))).toBe(formatBits(encodeCompact(expected)));
		}),
		{ seed: 11, numRuns: 500 },
	);
});
