import { describe, expect, it } from 'vitest';
import type { Finding } from '../../src/compare/document.ts';
import { type LintSubject, lint } from '../../src/compare/lints.ts';
import { type ScenarioChanges, scenarioOf, vectors } from './fixtures.ts';

const { debt, inPlace } = vectors<{
	readonly debt: { readonly halfLives: number[]; readonly seconds: number[]; readonly blocksAt60: number[] };
	readonly inPlace: Readonly<Record<'anchorAgeBlocks' | 'oldSpacing' | 'newSpacing' | 'halfLife' | 'exponent', number>>;
}>('compare-transition');

const ARM = { offset: 0, operation: { kind: 'ratio', num: '1', den: '1' } } as const;

function findings(changes: ScenarioChanges = {}, id?: string): Finding[] {
	const found = lint(scenarioOf(changes));
	return id === undefined ? found : found.filter((finding) => finding.id === id);
}

/** The findings of a scenario with parts replaced, for what no valid file can say. */
function crafted(id: string, changes: Partial<LintSubject>, from: ScenarioChanges = {}): Finding[] {
	return lint({ ...scenarioOf(from), ...changes }).filter((finding) => finding.id === id);
}

describe('DAA-01, a new spacing without a new anchor', () => {
	it('counts the half-lives over which the schedule is re-priced', () => {
		const scenario = scenarioOf({ fork: 'spacing60-in-place' });
		const { state } = scenario;
		const tip = { ...state.tip, height: state.anchor.height + inPlace.anchorAgeBlocks };
		const halfLifeSeconds = BigInt(inPlace.halfLife);
		const fork = { ...scenario.fork, asert: { ...scenario.fork.asert, halfLifeSeconds } };
		const [finding] = crafted('DAA-01', { ...scenario, fork, state: { ...state, tip } });
		expect(finding).toMatchObject({ severity: 'hard', numbers: { blocks: '10000', lateSeconds: '300000' } });
		// The vector's exponent counts from 9,999 × 90 s after the anchor: one spacing less than the schedule.
		const halfLives = Number(finding!.numbers['lateSeconds']) / inPlace.halfLife;
		expect(halfLives - inPlace.oldSpacing / inPlace.halfLife).toBeCloseTo(inPlace.exponent, 9);
		expect(finding!.message).toContain('20.8 half-lives easier');
	});

	it('says harder for a slower spacing, and uses the half-life in force', () => {
		const file = { set: { nPowTargetSpacing: 120, nPowTargetSpacingNormal: 120 } };
		const [finding] = findings({ fork: 'spacing60-in-place', file }, 'DAA-01');
		expect(finding).toMatchObject({ severity: 'hard', numbers: { blocks: '98150', halfLifeSeconds: '3600' } });
		expect(finding!.message).toContain('817.9 half-lives harder');
		const [later] = findings({ fork: 'spacing60-in-place', state: 'btx-main-199398' }, 'DAA-01');
		expect(later!.numbers).toMatchObject({ halfLifeSeconds: '14400' });
	});

	it('stays silent behind a new anchor and where the spacing stays', () => {
		expect(findings({}, 'DAA-01')).toEqual([]);
		const set = { nInitialSubsidy: '1000000000' };
		expect(findings({ fork: 'spacing60-in-place', file: { set } }, 'DAA-01')).toEqual([]);
	});
});

describe('DAA-02, a new spacing without a rescale', () => {
	it.each([0, 1])('prints the debt of half-life %#', (i) => {
		const halfLife = debt.halfLives[i]!;
		const set = { nPowTargetSpacing: 60, nPowTargetSpacingNormal: 60, nMatMulAsertHalfLife: halfLife };
		const [finding] = findings({ file: { set, arms: [ARM] } }, 'DAA-02');
		expect(finding).toMatchObject({
			severity: 'soft',
			numbers: {
				rescale: '1.000000',
				debtSeconds: debt.seconds[i]!.toFixed(3),
				debtBlocks: debt.blocksAt60[i]!.toFixed(3),
			},
		});
		expect(finding!.message).toContain(`a schedule debt of ${debt.seconds[i]!.toFixed(0)} s`);
	});

	it('uses the half-life in force, 14,400 s after 191,715', () => {
		const [finding] = findings({ state: 'btx-main-199398', file: { arms: [ARM] } }, 'DAA-02');
		expect(finding!.numbers).toMatchObject({ debtSeconds: debt.seconds[0]!.toFixed(3) });
	});

	it('calls the debt of a slower spacing a lead', () => {
		const set = { nPowTargetSpacing: 120, nPowTargetSpacingNormal: 120 };
		const [finding] = findings({ file: { set, arms: [ARM] } }, 'DAA-02');
		expect(finding!.message).toContain('a schedule lead of 1494 s (12.5 blocks)');
	});

	it('stays silent where the target is rescaled, by a ratio or a division', () => {
		expect(findings({}, 'DAA-02')).toEqual([]);
		const set = { nPowTargetSpacing: 180, nPowTargetSpacingNormal: 180 };
		const divided = (factor: string) => [{ offset: 0, operation: { kind: 'divide', factor } }] as const;
		expect(findings({ file: { set, arms: divided('2') } }, 'DAA-02')).toEqual([]);
		expect(findings({ file: { set, arms: divided('3') } }, 'DAA-02')).toHaveLength(1);
		const faster = { nPowTargetSpacing: 45, nPowTargetSpacingNormal: 45 };
		const rescaled = [{ offset: 0, operation: { kind: 'ratio', num: '2', den: '1' } }] as const;
		expect(findings({ file: { set: faster, arms: rescaled } }, 'DAA-02')).toEqual([]);
	});

	it('stays silent where the target is derived and where the spacing stays', () => {
		const arms = [{ offset: 0, operation: { kind: 'derive', num: '6931159304', den: '1' } }] as const;
		expect(findings({ file: { arms } }, 'DAA-02')).toEqual([]);
		expect(findings({ fork: 'half-life-4h' }, 'DAA-02')).toEqual([]);
		expect(findings({ fork: 'spacing60-in-place' }, 'DAA-02')).toEqual([]);
	});
});

describe('supply', () => {
	const at200000 = (fork: string) => findings({ fork, activationHeight: 200_000 });

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
		expect(findings({ fork: 'subsidy10' }, 'SUP-05')).toEqual([]);
		const declares = { issuancePerTime: 'change', finalSupply: 'preserve' } as const;
		expect(findings({ fork: 'subsidy10', file: { declares } }, 'SUP-05')).toHaveLength(1);
	});

	it('SUP-02 notes a declared change of coins a day and refuses an undeclared one', () => {
		expect(findings({}, 'SUP-02')).toEqual([
			expect.objectContaining({ severity: 'note', numbers: expect.objectContaining({ percent: '50.000000' }) }),
		]);
		const declares = { issuancePerTime: 'preserve', finalSupply: 'preserve' } as const;
		const [hard] = findings({ file: { declares } }, 'SUP-02');
		expect(hard).toMatchObject({
			severity: 'hard',
			message: expect.stringContaining('but the fork says that they stay'),
		});
		const [fewer] = findings({ fork: 'subsidy10' }, 'SUP-02');
		expect(fewer!.message).toContain('coins a day fall by 50.0 %');
	});

	it('SUP-02 takes less than one base unit a block for rounding', () => {
		expect(findings({ fork: 'spacing60-neutral' }, 'SUP-02')).toEqual([]);
		expect(findings({ fork: 'half-life-4h' }, 'SUP-02')).toEqual([]);
		const { set } = scenarioOf({ fork: 'spacing60-neutral' }).forkFile;
		const file = { set: { ...set, nInitialSubsidy: '1333333332' } };
		expect(findings({ fork: 'spacing60-neutral', file }, 'SUP-02')).toHaveLength(1);
	});

	it('SUP-04 finds rounding that adds up to more than a coin', () => {
		// At 151,989 the halving argument is not whole: half a block at 13.3 coins stays over, 6.6 coins.
		const [finding] = findings({ fork: 'spacing60-neutral' }, 'SUP-04');
		expect(finding).toMatchObject({ severity: 'soft', numbers: { difference: '659655161', rounding: 'floor' } });
	});

	it('SUP-04 stays silent below a coin, without derived amounts and where the supply is meant to change', () => {
		expect(at200000('spacing60-neutral').some(({ id }) => id === 'SUP-04')).toBe(false);
		expect(findings({ fork: 'spacing60-forgot-subsidy' }, 'SUP-04')).toEqual([]);
		const declares = { issuancePerTime: 'preserve', finalSupply: 'change' } as const;
		expect(findings({ fork: 'spacing60-neutral', file: { declares } }, 'SUP-04')).toEqual([]);
		expect(findings({ fork: 'spacing60-forgot-interval' }, 'SUP-04')).toEqual([]);
	});
});

describe('heights', () => {
	it('HGT-01 finds two operations at one height', () => {
		const scenario = scenarioOf({ state: 'btx-main-199398' });
		const forkFile = { ...scenario.forkFile, arms: [ARM, { ...ARM }] };
		const [twice] = crafted('HGT-01', { ...scenario, forkFile });
		expect(twice).toMatchObject({ severity: 'hard', numbers: { height: '203238' } });
		const [taken] = crafted('HGT-01', { ...scenario, activationHeight: 191_715 });
		expect(taken).toMatchObject({
			severity: 'hard',
			numbers: { height: '191715', arm: 'nMatMulAsertHalfLifeUpgradeHeight' },
		});
	});

	it('HGT-01 stays silent for arms at heights of their own and without any', () => {
		expect(findings({ fork: 'dump-floor', state: 'btx-main-191713' }, 'HGT-01')).toEqual([]);
		expect(findings({ fork: 'spacing60-in-place' }, 'HGT-01')).toEqual([]);
	});

	it('HGT-02 asks for 96 h of runway: 3,840 blocks of 90 s are exactly that', () => {
		expect(findings({ activationHeight: 148_149 + 3840 }, 'HGT-02')).toEqual([]);
		expect(findings({ fork: 'spacing60-in-place' }, 'HGT-02')).toEqual([]);
		const [soft] = findings({ activationHeight: 148_149 + 3839 }, 'HGT-02');
		expect(soft).toMatchObject({ severity: 'soft', numbers: { blocks: '3839', hours: '95.97' } });
		const [one] = findings({ fork: 'dump-floor', state: 'btx-main-191713' }, 'HGT-02');
		expect(one!.message).toContain('the runway is 1 block, 0.0 h at 90 s, below 96 h');
	});

	it('HGT-02 refuses a height that is mined', () => {
		const [finding] = crafted('HGT-02', { activationHeight: 148_149 });
		expect(finding).toMatchObject({ severity: 'hard', message: expect.stringContaining('already mined') });
	});
});

describe('CNT-01, constants counted in blocks', () => {
	it('refuses a spacing change that leaves some undecided', () => {
		const { forkFile } = scenarioOf();
		const [finding] = crafted('CNT-01', { forkFile: { ...forkFile, blockCounts: {} } });
		expect(finding).toMatchObject({ severity: 'hard' });
		expect(finding!.message).toContain('no decision on 7 constants counted in blocks: COINBASE_MATURITY, ');
		expect(finding!.numbers['undecided']!.split(' ')).toHaveLength(7);
	});

	it('notes how the wall time of kept ones moves', () => {
		const [note] = findings({}, 'CNT-01');
		expect(note).toMatchObject({
			severity: 'note',
			numbers: {
				COINBASE_MATURITY: '100 blocks: 2.5 h to 1.7 h',
				nMaxReorgDepth: '12 blocks: 18 min to 12 min',
				nMinerConfirmationWindow: '2016 blocks: 2.1 d to 33.6 h',
			},
		});
		expect(note!.message).toContain('and 5 more');
		// The median is over headers, not over time.
		expect(note!.numbers).not.toHaveProperty('nMedianTimeSpan');
	});

	it('stays silent where the spacing stays or every count is scaled', () => {
		expect(findings({ fork: 'subsidy10' }, 'CNT-01')).toEqual([]);
		const { base } = scenarioOf();
		const scaled = Object.fromEntries(base.blockCounts.map(({ name }) => [name, { decision: 'scale' } as const]));
		expect(findings({ file: { blockCounts: scaled } }, 'CNT-01')).toEqual([]);
	});
});

it('findings come hard ones first', () => {
	const severities = findings({ fork: 'spacing60-forgot-subsidy' }).map(({ severity }) => severity);
	expect(severities).toEqual(
		[...severities].sort((a, b) => ['hard', 'soft', 'note'].indexOf(a) - ['hard', 'soft', 'note'].indexOf(b)),
	);
	expect(severities).toContain('hard');
	expect(severities).toContain('note');
});
