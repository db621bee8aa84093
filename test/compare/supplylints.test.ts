import { describe, expect, it } from 'vitest';
import { lint } from '../../src/compare/lints.ts';
import { halvingHeights } from '../../src/consensus/index.ts';
import type { HalvingSubsidy, SubsidySchedule } from '../../src/consensus/issuance.ts';
import type { Rules } from '../../src/params/types.ts';
import { scenarioOf, vectors } from './fixtures.ts';
import { composed, findings, ids, only, subjectOf } from './linting.ts';

const { alignment } = vectors<{
	readonly alignment: {
		readonly interval: number;
		readonly ratio: string[];
		readonly forkHeights: number[];
		readonly firstHalvings: number[];
		readonly exact: boolean[];
	};
}>('compare-lints');

describe('supply', () => {
	const at200000 = (fork: string) => lint(subjectOf({ fork, activationHeight: 200_000 }));

	it('SUP-01 and SUP-05 fire for the forgotten subsidy: 140.5 % of the supply', () => {
		const found = at200000('spacing60-forgot-subsidy');
		expect(found.find(({ id }) => id === 'SUP-01')).toMatchObject({
			severity: 'hard',
			numbers: { percentOfBase: '140.5', cap: '2100000000000000' },
		});
		expect(found.find(({ id }) => id === 'SUP-05')).toMatchObject({
			severity: 'hard',
			numbers: { percentOfBase: '140.5' },
		});
	});

	it('SUP-05 alone fires for the forgotten interval: 73.0 % of the supply', () => {
		const found = at200000('spacing60-forgot-interval');
		expect(found.some(({ id }) => id === 'SUP-01')).toBe(false);
		expect(found.find(({ id }) => id === 'SUP-05')).toMatchObject({ numbers: { percentOfBase: '73.0' } });
	});

	it('neither fires for the neutral fork at 200,000, nor SUP-05 where the fork declares it', () => {
		expect(at200000('spacing60-neutral').filter(({ id }) => id.startsWith('SUP'))).toEqual([]);
		expect(findings('SUP-05', { fork: 'subsidy10' })).toEqual([]);
		const declares = { issuancePerTime: 'change', finalSupply: 'preserve' } as const;
		expect(findings('SUP-05', { fork: 'subsidy10', file: { declares } })).toHaveLength(1);
	});

	it('SUP-02 notes a declared change of coins a day and refuses an undeclared one', () => {
		expect(findings('SUP-02')).toEqual([
			expect.objectContaining({ severity: 'note', numbers: expect.objectContaining({ percent: '50.000000' }) }),
		]);
		const declares = { issuancePerTime: 'preserve', finalSupply: 'preserve' } as const;
		const [hard] = findings('SUP-02', { file: { declares } });
		expect(hard).toMatchObject({
			severity: 'hard',
			message: expect.stringContaining('but the fork says that they stay'),
		});
		const [fewer] = findings('SUP-02', { fork: 'subsidy10' });
		expect(fewer!.message).toContain('coins a day fall by 50.0 %');
	});

	it('SUP-02 takes less than one base unit a block for rounding', () => {
		expect(findings('SUP-02', { fork: 'spacing60-neutral' })).toEqual([]);
		expect(findings('SUP-02', { fork: 'half-life-4h' })).toEqual([]);
		const { set } = scenarioOf({ fork: 'spacing60-neutral' }).forkFile;
		const file = { set: { ...set, nInitialSubsidy: '1333333332' } };
		expect(findings('SUP-02', { fork: 'spacing60-neutral', file })).toHaveLength(1);
	});

	it('SUP-04 finds rounding that adds up to more than a coin', () => {
		// At 151,989 the halving argument is not whole: half a block at 13.3 coins stays over, 6.6 coins.
		const [finding] = findings('SUP-04', { fork: 'spacing60-neutral' });
		expect(finding).toMatchObject({ severity: 'soft', numbers: { difference: '659655161', rounding: 'floor' } });
	});

	it('SUP-04 stays silent below a coin, without derived amounts and where the supply is meant to change', () => {
		expect(at200000('spacing60-neutral').some(({ id }) => id === 'SUP-04')).toBe(false);
		expect(findings('SUP-04', { fork: 'spacing60-forgot-subsidy' })).toEqual([]);
		const declares = { issuancePerTime: 'preserve', finalSupply: 'change' } as const;
		expect(findings('SUP-04', { fork: 'spacing60-neutral', file: { declares } })).toEqual([]);
		expect(findings('SUP-04', { fork: 'spacing60-forgot-interval' })).toEqual([]);
	});
});

describe('SUP-02 at more than one height', () => {
	it('looks at each of several forks where it begins', () => {
		const finding = only('SUP-02', composed('zcash/main', 'zip218+zip234'));
		expect(finding).toMatchObject({ severity: 'note', numbers: { spacingBefore: '75', spacingAfter: '25' } });
		expect(finding.message).toContain('from height 3662746 on');
		expect(ids(composed('zcash/main', 'zip218'))).not.toContain('SUP-02');
	});

	it('does not call a small change none', () => {
		expect(only('SUP-02', composed('zcash/main', 'zip234')).message).toContain('fall by less than 0.1 %');
	});

	it('says so where the base creates nothing any more', () => {
		const { base, ...rest } = subjectOf({ fork: 'subsidy10' });
		const rule = base.subsidy[0]!.rule as HalvingSubsidy;
		const segments = rule.segments.map((segment) => ({ ...segment, halvingIntervalBlocks: 2n }));
		const subsidy = [{ fromHeight: 0n, name: 'halving', rule: { ...rule, segments } }];
		const finding = only('SUP-02', { ...rest, base: { ...base, subsidy } });
		expect(finding.message).toContain('where the base creates none');
		expect(finding.numbers).not.toHaveProperty('percent');
	});
});

describe('SUP-03, halvings inside a block', () => {
	it.each(alignment.forkHeights.map((height, i) => [height, i] as const))('a fork at %i', (activationHeight, i) => {
		const [num, den] = alignment.ratio.map(Number) as [number, number];
		expect((alignment.interval * num) / den).toBe(787_500);
		const subject = subjectOf({ fork: 'spacing60-neutral', activationHeight });
		expect(halvingHeights(subject.fork.subsidy)[0]).toBe(BigInt(alignment.firstHalvings[i]!));
		const found = lint(subject).filter(({ id }) => id === 'SUP-03');
		if (alignment.exact[i]) {
			expect(found).toEqual([]);
			return;
		}
		expect(found).toMatchObject([
			{ severity: 'soft', numbers: { shiftBlocks: '1/2', firstHalving: String(alignment.firstHalvings[i]) } },
		]);
		expect(found[0]!.message).toContain('1/2 of a block');
	});

	it('stays silent where the interval stays, in place, and where the chain itself changed it', () => {
		expect(findings('SUP-03', { activationHeight: 200_001 })).toEqual([]);
		expect(findings('SUP-03', { fork: 'spacing60-in-place' })).toEqual([]);
		expect(ids(composed('zcash/main', 'zip218'))).not.toContain('SUP-03');
		expect(ids(composed('zcash/main', 'zip234'))).not.toContain('SUP-03');
	});
});

describe('supplies without an end', () => {
	const tail = (subsidy: bigint): SubsidySchedule => [
		{ fromHeight: 0n, name: 'tail', rule: { kind: 'table', rounding: 'none', steps: [{ fromHeight: 0n, subsidy }] } },
	];
	const withTail = (side: 'base' | 'fork' | 'both') => {
		const { base, fork, ...rest } = subjectOf({ fork: 'half-life-4h' });
		const endless = (rules: Rules): Rules => ({ ...rules, subsidy: tail(10n ** 9n) });
		return {
			...rest,
			base: side === 'fork' ? base : endless(base),
			fork: side === 'base' ? fork : endless(fork),
		};
	};

	it('SUP-01 and SUP-05 fire for a tail that the fork adds', () => {
		expect(only('SUP-01', withTail('fork'))).toMatchObject({ severity: 'hard', numbers: { total: 'none' } });
		expect(only('SUP-05', withTail('fork')).message).toContain('issuance never ends');
	});

	it('there is no cap to exceed where the base has none, only an end that is new', () => {
		expect(ids(withTail('both')).filter((id) => ['SUP-01', 'SUP-04', 'SUP-05'].includes(id))).toEqual([]);
		expect(ids(withTail('base'))).not.toContain('SUP-01');
		expect(only('SUP-05', withTail('base')).message).toContain("the base's never does");
	});
});
