import { describe, expect, it } from 'vitest';
import type { LintSubject } from '../../src/compare/lints.ts';
import { asertOf, withAsert } from '../../src/difficulty/era.ts';
import { applyFork } from '../../src/params/fork.ts';
import type { ForkDifficulty } from '../../src/params/forkdifficulty.ts';
import { loadBase, loadFork } from '../../src/params/registry.ts';
import type { Fork } from '../../src/params/types.ts';
import { scenarioOf, vectors } from './fixtures.ts';
import { alone, composed, crafted, findings, ids, only, subjectOf } from './linting.ts';

const { debt, inPlace } = vectors<{
	readonly debt: { readonly halfLives: number[]; readonly seconds: number[]; readonly blocksAt60: number[] };
	readonly inPlace: Readonly<Record<'anchorAgeBlocks' | 'oldSpacing' | 'newSpacing' | 'halfLife' | 'exponent', number>>;
}>('compare-transition');
const { noise } = vectors<{
	readonly noise: { readonly spacings: number[]; readonly halfLife: number; readonly percents: number[] };
}>('compare-lints');

const ARM = { offset: 0, operation: { kind: 'ratio', num: '1', den: '1' } } as const;

/** Bitcoin Cash with blocks every 60 s under a schedule of its own, everything counted in blocks kept. */
function cash60(difficulty: Partial<ForkDifficulty>, set: Fork['set'] = { nPowTargetSpacing: 60 }): LintSubject {
	const base = loadBase('bitcoin-cash/main@28.0.1').value;
	const kept = base.blockCounts.map(({ name }) => [name, { decision: 'keep' }] as const);
	return alone(base, {
		...loadFork('spacing60').value,
		id: 'cash60',
		base: 'bitcoin-cash/main',
		activation: { height: 900_000 },
		expect: {},
		set,
		arms: [],
		difficulty: { kind: 'asert', variant: 'bch', halfLifeSeconds: 172_800, ...difficulty } as ForkDifficulty,
		blockCounts: Object.fromEntries(kept),
	});
}

/** The anchor that Bitcoin Cash has had since November 2020. */
const AXION = { height: 661_647, time: 1_605_447_844, bits: '0x1804dafe' };

describe('DAA-01, a new spacing without a new anchor', () => {
	it('counts the half-lives over which the schedule is re-priced', () => {
		const scenario = scenarioOf({ fork: 'spacing60-in-place' });
		const { state } = scenario;
		const tip = { ...state.tip, height: state.anchor!.height + inPlace.anchorAgeBlocks };
		const halfLifeSeconds = BigInt(inPlace.halfLife);
		const fork = { ...scenario.fork, difficulty: withAsert({ ...asertOf(scenario.fork.difficulty), halfLifeSeconds }) };
		const [finding] = crafted('DAA-01', { ...scenario, fork, state: { ...state, tip } });
		expect(finding).toMatchObject({ severity: 'hard', numbers: { blocks: '10000', lateSeconds: '300000' } });
		// The vector's exponent counts from 9,999 × 90 s after the anchor: one spacing less than the schedule.
		const halfLives = Number(finding!.numbers['lateSeconds']) / inPlace.halfLife;
		expect(halfLives - inPlace.oldSpacing / inPlace.halfLife).toBeCloseTo(inPlace.exponent, 9);
		expect(finding!.message).toContain('20.8 half-lives easier');
	});

	it('says harder for a slower spacing, and uses the half-life in force', () => {
		const file = { set: { nPowTargetSpacing: 120, nPowTargetSpacingNormal: 120 } };
		const [finding] = findings('DAA-01', { fork: 'spacing60-in-place', file });
		expect(finding).toMatchObject({ severity: 'hard', numbers: { blocks: '98150', halfLifeSeconds: '3600' } });
		expect(finding!.message).toContain('817.9 half-lives harder');
		const [later] = findings('DAA-01', { fork: 'spacing60-in-place', state: 'btx-main-199398' });
		expect(later!.numbers).toMatchObject({ halfLifeSeconds: '14400' });
	});

	it('stays silent behind a new anchor and where the spacing stays', () => {
		expect(findings('DAA-01')).toEqual([]);
		const set = { nInitialSubsidy: '1000000000' };
		expect(findings('DAA-01', { fork: 'spacing60-in-place', file: { set } })).toEqual([]);
	});
});

describe('DAA-02, a new spacing without a rescale', () => {
	it.each([0, 1])('prints the debt of half-life %#', (i) => {
		const halfLife = debt.halfLives[i]!;
		const set = { nPowTargetSpacing: 60, nPowTargetSpacingNormal: 60 };
		const arms = [{ ...ARM, halfLifeSeconds: halfLife }];
		const [finding] = findings('DAA-02', { file: { set, arms } });
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
		const [finding] = findings('DAA-02', { state: 'btx-main-199398', file: { arms: [ARM] } });
		expect(finding!.numbers).toMatchObject({ debtSeconds: debt.seconds[0]!.toFixed(3) });
	});

	it('calls the debt of a slower spacing a lead', () => {
		const set = { nPowTargetSpacing: 120, nPowTargetSpacingNormal: 120 };
		const [finding] = findings('DAA-02', { file: { set, arms: [ARM] } });
		expect(finding!.message).toContain('a schedule lead of 1494 s (12.5 blocks)');
	});

	it('stays silent where the target is rescaled, by a ratio or a division', () => {
		expect(findings('DAA-02')).toEqual([]);
		const set = { nPowTargetSpacing: 180, nPowTargetSpacingNormal: 180 };
		const divided = (factor: string) => [{ offset: 0, operation: { kind: 'divide', factor } }] as const;
		expect(findings('DAA-02', { file: { set, arms: divided('2') } })).toEqual([]);
		expect(findings('DAA-02', { file: { set, arms: divided('3') } })).toHaveLength(1);
		const faster = { nPowTargetSpacing: 45, nPowTargetSpacingNormal: 45 };
		const rescaled = [{ offset: 0, operation: { kind: 'ratio', num: '2', den: '1' } }] as const;
		expect(findings('DAA-02', { file: { set: faster, arms: rescaled } })).toEqual([]);
	});

	it('stays silent where the target is derived and where the spacing stays', () => {
		const arms = [{ offset: 0, operation: { kind: 'derive', num: '6931159304', den: '1' } }] as const;
		expect(findings('DAA-02', { file: { arms } })).toEqual([]);
		expect(findings('DAA-02', { fork: 'half-life-4h' })).toEqual([]);
		expect(findings('DAA-02', { fork: 'spacing60-in-place' })).toEqual([]);
	});
});

describe('DAA-01 and DAA-02 on another chain', () => {
	it('an anchor given outright prices every block since it at the new spacing', () => {
		const finding = only('DAA-01', cash60({ anchor: AXION }));
		expect(finding).toMatchObject({
			severity: 'hard',
			numbers: { before: '600', after: '60', blocks: String(900_000 - 661_647), halfLifeSeconds: '172800' },
		});
		expect(finding.message).toContain('half-lives easier');
	});

	it('stays silent where the last block is the anchor, and where the spacing stays', () => {
		expect(ids(cash60({ rescale: { num: '10', den: '1' } }))).not.toContain('DAA-01');
		expect(ids(cash60({ anchor: AXION, halfLifeSeconds: 86_400 } as Partial<ForkDifficulty>, {}))).not.toContain(
			'DAA-01',
		);
	});

	it('a new anchor without a rescale leaves a debt of half-life × log2(600/60)', () => {
		const finding = only('DAA-02', cash60({}));
		expect(Number(finding.numbers['debtSeconds'])).toBeCloseTo(172_800 * Math.log2(10), 2);
		expect(finding.numbers['rescale']).toBe('1.000000');
		expect(ids(cash60({ rescale: { num: '10', den: '1' } }))).not.toContain('DAA-02');
		expect(ids(cash60({ anchor: AXION }))).not.toContain('DAA-02');
	});

	it('all are silent for a rule that looks at a window', () => {
		const found = ids(composed('zcash/main', 'zip218'));
		expect(found.filter((id) => id.startsWith('DAA'))).toEqual([]);
	});

	it('a second fork that changes the spacing is looked at as the first one is', () => {
		const { base, fork, forkFile, state, ...rest } = subjectOf({ fork: 'subsidy10' });
		const later = { ...loadFork('spacing60').value, activation: { height: state.tip.height + 4000 } };
		const height = state.tip.height + 4000;
		const arms = [ARM] as const;
		const both = applyFork(fork, { ...later, expect: {}, arms }, height);
		const subject = { ...rest, base, fork: both, forkFile, state, forkFiles: [forkFile, { ...later, arms }] };
		expect(only('DAA-02', subject).numbers).toMatchObject({ before: '90', after: '60' });
		const rescaled = applyFork(fork, { ...later, expect: {} }, height);
		expect(ids({ ...subject, fork: rescaled })).not.toContain('DAA-02');
	});
});

describe('DAA-03, noise of single blocks', () => {
	it('is a note where the base has more of it', () => {
		const finding = only('DAA-03', subjectOf());
		expect(finding.severity).toBe('note');
		expect(finding.message).toContain(`is ${noise.percents[1]} %`);
		expect(finding.message).toContain(`the base's is ${noise.percents[0]} %`);
		expect(Number(finding.numbers['noisePercent'])).toBeCloseTo(
			100 * Math.sqrt(noise.spacings[1]! / noise.halfLife),
			3,
		);
	});

	it('is soft where the fork brings it or adds to it', () => {
		const set = { nMatMulAsertHalfLife: 3000 };
		expect(findings('DAA-03', { fork: 'half-life-4h', file: { set, expect: {}, arms: [ARM] } })).toMatchObject([
			{ severity: 'soft', numbers: { noisePercent: '17.321', baseNoisePercent: '15.811' } },
		]);
		const from = { fork: 'half-life-4h', state: 'btx-main-199398' };
		const arms = [{ ...ARM, halfLifeSeconds: 3600 }];
		const [brought] = findings('DAA-03', { ...from, file: { set: {}, expect: {}, arms } });
		expect(brought).toMatchObject({ severity: 'soft', numbers: { baseNoisePercent: '7.906' } });
	});

	it('says how short a half-life below ten spacings is', () => {
		const set = { nMatMulAsertHalfLife: 450 };
		const [finding] = findings('DAA-03', { fork: 'half-life-4h', file: { set, expect: {}, arms: [ARM] } });
		expect(finding).toMatchObject({ severity: 'soft', numbers: { halfLifeSpacings: '5.00' } });
		expect(finding!.message).toContain('the half-life being 5.0 spacings');
	});

	it('stays silent at ten per cent and below, and for rules that never retarget', () => {
		expect(findings('DAA-03', { fork: 'half-life-4h' })).toEqual([]);
		// Its half-life comes a block after its limit.
		expect(findings('DAA-03', { fork: 'dump-floor', state: 'btx-main-191713' })).toEqual([]);
		const set = { nMatMulAsertHalfLife: 9000 };
		expect(findings('DAA-03', { fork: 'half-life-4h', file: { set, expect: {}, arms: [ARM] } })).toEqual([]);
		const { fork, ...rest } = subjectOf();
		const difficulty = withAsert({ ...asertOf(fork.difficulty), noRetargeting: true });
		expect(ids({ ...rest, fork: { ...fork, difficulty } })).not.toContain('DAA-03');
	});
});
