import { describe, expect, it } from 'vitest';
import type { Report, Row, Verdict } from '../../src/compare/document.ts';
import { estimated, exact, row } from '../../src/compare/figure.ts';
import { directionOf, stakeholders, verdicts } from '../../src/compare/stakeholders.ts';
import { userFolder } from '../params/folder.ts';
import { rehearsal } from './fixtures.ts';

const folder = userFolder();

/** A fork file of the given constants and rescale, activated 240 blocks after the tip. */
function write(id: string, set: Record<string, number | string>, rescale?: readonly [string, string]): string {
	const counts = [
		...['COINBASE_MATURITY', 'nMaxReorgDepth', 'nShieldedSettlementAnchorMaturity', 'nMinerConfirmationWindow'],
		...['nRuleChangeActivationThreshold', 'MIN_BLOCKS_TO_KEEP', 'nMedianTimeSpan'],
	];
	folder.write('forks', id, {
		schema: 'rehearse/fork@1',
		id,
		title: id,
		base: 'btx/main',
		activation: { afterTip: 240 },
		set,
		...(rescale && {
			arms: [{ offset: 0, operation: { kind: 'ratio', num: rescale[0], den: rescale[1] } }],
			blockCounts: Object.fromEntries(counts.map((name) => [name, { decision: 'keep' }])),
		}),
		declares: { issuancePerTime: 'change', finalSupply: 'change' },
	});
	return id;
}

const spacing = (seconds: number, rescale: readonly [string, string], more = {}): string =>
	write(
		`spacing${seconds}${'nInitialSubsidy' in more ? 'n' : ''}`,
		{ nPowTargetSpacing: seconds, nPowTargetSpacingNormal: seconds, ...more },
		rescale,
	);

async function verdictsOf(fork: string): Promise<Record<string, Verdict>> {
	const report: Report = await rehearsal({ fork, days: 10, trials: 64, fleets: ['operator'] });
	return Object.fromEntries(report.verdicts.map((verdict) => [verdict.group, verdict]));
}

const summary = (of: Record<string, Verdict>) => Object.entries(of).map(([group, { verdict }]) => [group, verdict]);

describe('verdicts flip with the sign of the change', () => {
	it('for a faster and a slower spacing', async () => {
		const faster = await verdictsOf(spacing(60, ['3', '2']));
		const slower = await verdictsOf(spacing(120, ['3', '4']));
		expect(summary(faster)).toEqual([
			['Holders', 'worse'],
			['Solo miner', 'unclear'],
			['Renter', 'unclear'],
			['Exchange', 'unclear'],
			['Full node', 'worse'],
		]);
		expect(summary(slower)).toEqual([
			['Holders', 'better'],
			['Solo miner', 'unclear'],
			['Renter', 'unclear'],
			['Exchange', 'unclear'],
			['Full node', 'better'],
		]);
		expect(faster['Solo miner']!.because).toMatch(/^a window without a block is rarer, but not if others join/);
		expect(slower['Solo miner']!.because).toMatch(/^a window without a block is more frequent, but not if others join/);
		expect(faster['Renter']!.because).toContain('at a lower price, but not if others join');
		expect(slower['Renter']!.because).toContain('only at a higher price, but not if others join');
		expect(faster['Exchange']!.because).toBe('six confirmations come sooner, but they hold less work');
		expect(slower['Exchange']!.because).toBe('six confirmations come later, but they hold more work');
	});

	it('for half and double the subsidy, which leave luck as it was', async () => {
		const half = await verdictsOf(write('half', { nInitialSubsidy: '1000000000' }));
		const double = await verdictsOf(write('double', { nInitialSubsidy: '4000000000' }));
		expect(half['Holders']!.verdict).toBe('better');
		expect(double['Holders']!.verdict).toBe('worse');
		expect(half['Solo miner']).toMatchObject({
			verdict: 'unclear',
			because: 'revenue falls, but not if others join or leave with the revenue',
		});
		expect(double['Solo miner']!.because).toContain('revenue rises, but not if others join');
		for (const group of ['Exchange', 'Full node']) {
			expect(half[group]!.verdict).toBe('same');
			expect(double[group]!.verdict).toBe('same');
		}
	});

	it('for a solo miner alone where coins a day stay', async () => {
		const faster = await verdictsOf(spacing(60, ['3', '2'], { nInitialSubsidy: '1333333333' }));
		const slower = await verdictsOf(spacing(120, ['3', '4'], { nInitialSubsidy: '2666666667' }));
		expect(faster['Solo miner']).toMatchObject({ verdict: 'better', because: 'a window without a block is rarer' });
		expect(slower['Solo miner']).toMatchObject({
			verdict: 'worse',
			because: 'a window without a block is more frequent',
		});
		expect(faster['Renter']!.verdict).toBe('same');
		expect(slower['Renter']!.verdict).toBe('same');
	});
});

describe('directions', () => {
	const of = (base: number, fork: number, halfWidth = 0): Row =>
		row('r', 'r', exact(base, 'coins'), exact(fork, 'coins'), {
			difference: estimated(fork - base, 'coins', halfWidth),
		});

	it('count from 1 % of the base on', () => {
		expect(directionOf(of(1000, 1009), 'higher', 0.01)).toBe('same');
		expect(directionOf(of(1000, 1011), 'higher', 0.01)).toBe('better');
		expect(directionOf(of(1000, 1011), 'lower', 0.01)).toBe('worse');
		expect(directionOf(of(1000, 989), 'lower', 0.01)).toBe('better');
	});

	it('count from one point on between percentages', () => {
		const points = (fork: number): Row => row('r', 'r', exact(0.5, 'percent'), exact(fork, 'percent'));
		expect(directionOf(points(0.509), 'higher', 0.01)).toBe('same');
		expect(directionOf(points(0.511), 'higher', 0.01)).toBe('better');
	});

	it('do not count inside the interval of the difference, nor without numbers', () => {
		expect(directionOf(of(1000, 1100, 101), 'higher', 0.01)).toBe('same');
		expect(directionOf(of(1000, 1100, 99), 'higher', 0.01)).toBe('better');
		expect(directionOf(row('r', 'r', exact(1, 'coins'), null), 'higher', 0.01)).toBe('same');
	});
});

describe('one table decides', () => {
	const coins = (base: number, fork: number, id = 'coins-per-day'): Row =>
		row(id, id, exact(base, 'coins'), exact(fork, 'coins'));
	const holders = (...rows: Row[]): Verdict | undefined =>
		verdicts(stakeholders(null, null), [{ id: 't', title: 't', rows, notes: [] }])[0];

	it('and a row that weighs as much can open the verdict or take it over', () => {
		expect(holders(coins(2, 1))).toMatchObject({ group: 'Holders', verdict: 'better' });
		expect(holders(coins(2, 1), coins(2, 1, 'final-supply'))).toMatchObject({ verdict: 'better' });
		expect(holders(coins(2, 1), coins(1, 2, 'final-supply'))).toMatchObject({
			verdict: 'unclear',
			because: 'fewer new coins dilute those that exist, but the final supply is higher',
		});
		expect(holders(coins(2, 2), coins(2, 1, 'final-supply'))).toMatchObject({
			verdict: 'better',
			because: 'the final supply is lower',
		});
		expect(holders(coins(2, 2), coins(2, 2, 'final-supply'))).toMatchObject({ verdict: 'same' });
	});

	it('never calls better what holds only while hashrate and price stay', () => {
		const fleet = (id: string, base: number, fork: number): Row => coins(base, fork, `own.${id}`);
		const solo = (...rows: Row[]): Verdict | undefined =>
			verdicts(stakeholders('own', null), [{ id: 't', title: 't', rows, notes: [] }]).find(
				({ group }) => group === 'Solo miner',
			);
		const rarer = [fleet('none', 0.5, 0.3), fleet('usd', 100, 150)];
		expect(solo(...rarer)).toMatchObject({ verdict: 'better' });
		expect(solo(...rarer, fleet('usd-joined', 100, 100))).toMatchObject({ verdict: 'unclear' });
		expect(solo(...rarer, fleet('usd-joined', 100, 150), fleet('usd-diluted', 100, 100))).toMatchObject({
			verdict: 'unclear',
			because: 'a window without a block is rarer, but not if all coins together keep their worth',
		});
		expect(solo(...rarer, fleet('usd-joined', 100, 150), fleet('usd-diluted', 100, 140))).toMatchObject({
			verdict: 'better',
		});
	});

	it('leaves out groups without a fleet or a row', () => {
		expect(stakeholders(null, null).map(({ group }) => group)).toEqual(['Holders', 'Exchange', 'Full node']);
		expect(holders()).toBeUndefined();
	});
});
