import { describe, expect, test } from 'vitest';
import {
	bombExponent,
	delayedHeight,
	firstZeroHeight,
	type GeometricSubsidy,
	halvingHeights,
	issuedThrough,
	pausedHeight,
	perBlockSubsidy,
	type SubsidySchedule,
	subsidyAt,
	subsidyEras,
	totalSupply,
} from '../../src/consensus/index.ts';
import { finite, halving, only, payingEras, plain, table } from './schedules.ts';
import { amounts, vector, vectors } from './vectors.ts';

const FILE = 'consensus-issuance.json';

describe('halvings', () => {
	interface Plain {
		readonly initialSubsidy: string;
		readonly halvingInterval: number;
	}
	test.each([
		['supply', 'bitcoin-total-supply'],
		['supply', 'ravencoin-total-supply'],
		['highlights', 'litecoin-total-supply'],
	] as const)('%s %s', (kind, id) => {
		const { inputs, expected } = vector<
			Plain,
			{ totalSats: string; firstZeroHeight?: number; nonzeroEras?: number; exceedsNumberMaxSafeInteger?: boolean }
		>(FILE, kind, id);
		const schedule = plain(BigInt(inputs.initialSubsidy), BigInt(inputs.halvingInterval));
		const total = finite(totalSupply(schedule));
		expect(total).toBe(BigInt(expected.totalSats));
		if (expected.firstZeroHeight !== undefined) {
			expect(firstZeroHeight(schedule)).toBe(BigInt(expected.firstZeroHeight));
			expect(payingEras(schedule)).toHaveLength(expected.nonzeroEras ?? -1);
		}
		expect(total > BigInt(Number.MAX_SAFE_INTEGER)).toBe(expected.exceedsNumberMaxSafeInteger ?? false);
	});

	test('js-shift-traps: amounts shift as whole numbers of any size', () => {
		const { inputs, expected } = vector<{ expr: string[] }, { jsNumber: number[]; jsBigInt: string }>(
			FILE,
			'negative',
			'js-shift-traps',
		);
		const shifts = inputs.expr.map((text) => text.replaceAll('n', '').split('>>').map(Number) as [number, number]);
		const numbers = shifts.slice(0, 4).map(([subsidy, halvings]) => subsidy >> halvings);
		expect(numbers).toEqual(expected.jsNumber);
		const ours = shifts.map(([subsidy, halvings]) =>
			subsidyAt(only(halving([[0n, BigInt(subsidy), 10n]], 1000n)), BigInt(halvings) * 10n),
		);
		expect(ours.map(String)).toEqual(['2500000000', '0', '1000000000', '0', expected.jsBigInt]);
	});
});

describe('tables and eras', () => {
	test('grin-linear', () => {
		const { inputs, expected } = vector<
			{ rewardNano: string; spacingSeconds: number },
			{ coinsPerSecond: number; supplyAtHeight_1000000_nano: string }
		>(FILE, 'supply', 'grin-linear');
		const reward = BigInt(inputs.rewardNano);
		const grin = only(table([0n, 0n], [1n, reward]));
		expect(issuedThrough(grin, 1_000_000n)).toBe(BigInt(expected.supplyAtHeight_1000000_nano));
		expect(Number(reward) / 1e9 / inputs.spacingSeconds).toBe(expected.coinsPerSecond);
		expect([totalSupply(grin), firstZeroHeight(grin)]).toEqual([null, null]);
		expect([...subsidyEras(grin)].map(({ endHeight }) => endHeight)).toEqual([1n, null]);
	});

	test('dogecoin-fixed-rewards', () => {
		const { expected } = vector<
			unknown,
			{
				subsidyCoins: Record<string, number>;
				issuedCoins_145000_to_599999: number;
				tailCoinsPer365Days: number;
			}
		>(FILE, 'subsidy-by-height', 'dogecoin-fixed-rewards');
		const coin = 100_000_000n;
		// Blocks below 145,000 paid by chance; their sum is no schedule's.
		const dogecoin: SubsidySchedule = [
			{ fromHeight: 0n, name: 'random', rule: table([0n, 0n]) },
			{ fromHeight: 145_000n, name: 'halving', rule: halving([[0n, 500_000n * coin, 100_000n]]) },
			{ fromHeight: 600_000n, name: 'tail', rule: table([600_000n, 10_000n * coin]) },
		];
		for (const [height, units] of amounts(expected.subsidyCoins, coin)) {
			expect(subsidyAt(dogecoin, height)).toBe(units);
		}
		expect(issuedThrough(dogecoin, 599_999n)).toBe(BigInt(expected.issuedCoins_145000_to_599999) * coin);
		const year = issuedThrough(dogecoin, 600_000n + 525_600n) - issuedThrough(dogecoin, 600_000n);
		expect(year).toBe(BigInt(expected.tailCoinsPer365Days) * coin);
		expect(halvingHeights(dogecoin)).toEqual([200_000n, 300_000n, 400_000n, 500_000n]);
		expect(totalSupply(dogecoin)).toBeNull();
	});

	test('kaspa-crescendo: a table per second, divided among the blocks of a second and rounded up', () => {
		const { inputs, expected } = vector<
			Readonly<
				Record<
					'deflationaryPhaseDaaScore' | 'secondsPerMonth' | 'activationDaaScore' | 'blocksPerSecond' | 'month',
					number
				>
			> & { perSecond: string; nextPerSecond: string },
			{ before: string; at: string; nextStep: number; next: string }
		>(FILE, 'kaspa', 'kaspa-crescendo');
		const { deflationaryPhaseDaaScore, secondsPerMonth, activationDaaScore, blocksPerSecond, month } = inputs;
		const monthStart = deflationaryPhaseDaaScore + month * secondsPerMonth;
		const nextMonth = activationDaaScore + (monthStart + secondsPerMonth - activationDaaScore) * blocksPerSecond;
		const perBlock = (perSecond: string) => perBlockSubsidy(BigInt(perSecond), BigInt(blocksPerSecond));
		const activation = BigInt(activationDaaScore);
		const kaspa: SubsidySchedule = [
			{ fromHeight: 0n, name: '1 block a second', rule: table([0n, BigInt(inputs.perSecond)]) },
			{
				fromHeight: activation,
				name: 'Crescendo',
				rule: table([activation, perBlock(inputs.perSecond)], [BigInt(nextMonth), perBlock(inputs.nextPerSecond)]),
			},
		];
		expect(subsidyAt(kaspa, activation - 1n)).toBe(BigInt(expected.before));
		expect(subsidyAt(kaspa, activation)).toBe(BigInt(expected.at));
		const [era] = subsidyEras(kaspa, activation);
		expect(era?.endHeight).toBe(BigInt(expected.nextStep));
		expect(subsidyAt(kaspa, BigInt(expected.nextStep))).toBe(BigInt(expected.next));
		expect(() => perBlockSubsidy(1n, 0n)).toThrow(new RangeError('0 blocks share no subsidy'));
		expect(() => perBlockSubsidy(-1n, 1n)).toThrow(new RangeError('subsidy -1 is negative'));
	});

	test('etc-5m20', () => {
		const { inputs, expected } = vector<
			{ eraLength: number },
			{ wei: Record<string, string>; baseRewardAsymptoteCoins: number; publishedRangeCoins: number[] }
		>(FILE, 'subsidy-by-height', 'etc-5m20');
		const rule: GeometricSubsidy = {
			kind: 'geometric',
			rounding: 'floor',
			initialSubsidy: 5n * 10n ** 18n,
			num: 4n,
			den: 5n,
			eraBlocks: BigInt(inputs.eraLength),
			firstHeight: 1n,
		};
		const mined = only(rule);
		for (const [height, wei] of amounts(expected.wei)) expect(subsidyAt(mined, height)).toBe(wei);
		expect(subsidyAt(mined, 0n)).toBe(0n);
		// 5 × 5,000,000 ÷ (1 − 4/5) = 125 million mined, on top of the 72 million of the genesis block.
		const coins = Number(finite(totalSupply(mined))) / 1e18 + 72e6;
		expect(coins).toBeCloseTo(expected.baseRewardAsymptoteCoins, 0);
		expect(coins).toBeLessThan(expected.publishedRangeCoins[0] ?? 0);
		const end = finite(firstZeroHeight(mined));
		expect([subsidyAt(mined, end - 1n) > 0n, subsidyAt(mined, end)]).toEqual([true, 0n]);
	});
});

describe('schedules beside issuance', () => {
	test('eip1234-fake-block', () => {
		const { inputs, expected } = vector<{ delay: number; example: number }, { fakeBlock: number }>(
			FILE,
			'schedule',
			'eip1234-fake-block',
		);
		expect(delayedHeight(BigInt(inputs.example), BigInt(inputs.delay))).toBe(BigInt(expected.fakeBlock));
		expect(delayedHeight(BigInt(inputs.delay), BigInt(inputs.delay))).toBe(0n);
		expect(delayedHeight(5n, BigInt(inputs.delay))).toBe(0n);
	});

	test('eip1234-fake-block: the reward of its table', () => {
		const { expected } = vector<unknown, { rewardWei: string }>(FILE, 'schedule', 'eip1234-fake-block');
		const ether = 10n ** 18n;
		const ethereum = only(table([0n, 5n * ether], [4_370_000n, 3n * ether], [7_280_000n, 2n * ether]));
		expect(subsidyAt(ethereum, 7_280_000n)).toBe(BigInt(expected.rewardWei));
	});

	test('ecip1010-pause', () => {
		const { inputs, expected } = vector<{ pause: number; cont: number }, { explosionExponent: Record<string, number> }>(
			FILE,
			'schedule',
			'ecip1010-pause',
		);
		const pause = { fromHeight: BigInt(inputs.pause), toHeight: BigInt(inputs.cont) };
		for (const [height, exponent] of amounts(expected.explosionExponent)) {
			expect(bombExponent(pausedHeight(height, pause))).toBe(exponent);
		}
	});

	test('btx-nominal-first-halving', () => {
		const { inputs, expected } = vector<
			Readonly<
				Record<
					'genesisTime' | 'fastMineBlocks' | 'fastMineSpacingSeconds' | 'spacingSeconds' | 'halvingInterval',
					number
				>
			>,
			{ secondsFromGenesis: number; utc: string }
		>(FILE, 'calendar', 'btx-nominal-first-halving');
		const first = Number(halvingHeights(plain(2_000_000_000n, BigInt(inputs.halvingInterval)))[0]);
		const fastSeconds = inputs.fastMineBlocks * inputs.fastMineSpacingSeconds;
		const seconds = fastSeconds + (first - inputs.fastMineBlocks) * inputs.spacingSeconds;
		expect(seconds).toBe(expected.secondsFromGenesis);
		const date = new Date((inputs.genesisTime + seconds) * 1000);
		expect(date.toISOString().replace('.000', '')).toBe(expected.utc);
	});

	test('every case of the file is asked for by a test', () => {
		const kinds = ['supply', 'subsidy-by-height', 'issuance-sim', 'negative', 'interaction', 'schedule', 'calendar'];
		const ids = kinds.flatMap((kind) => vectors(FILE, kind).map(({ id }) => id));
		expect(ids.toSorted()).toEqual(
			[
				'bitcoin-total-supply',
				'btx-nominal-first-halving',
				'decred-dcp0010-table-erratum',
				'dogecoin-fixed-rewards',
				'ecip1010-pause',
				'eip1234-fake-block',
				'etc-5m20',
				'grin-linear',
				'js-shift-traps',
				'monero-block-time-change',
				'ravencoin-total-supply',
				'zcash-first-period-sum-pre-blossom',
				'zcash-slow-start-sum',
				'zcash-total-supply-with-blossom',
				'zip218-interval',
				'zip218-subsidy-erratum',
				'zip234-fraction-coupled-to-spacing',
				'zip234-nsm-simulation',
			].toSorted(),
		);
	});
});
