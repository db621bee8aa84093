import { describe, expect, it } from 'vitest';
import { calendarOf, changesOf } from '../../src/compare/changes.ts';
import { type ScenarioChanges, scenarioOf } from './fixtures.ts';

function changes(from: ScenarioChanges = {}) {
	const { base, fork, forkFile } = scenarioOf(from);
	return changesOf(base, fork, forkFile);
}

function calendar(from: ScenarioChanges = {}) {
	const { base, fork, forkFile, state, activationHeight } = scenarioOf(from);
	return calendarOf(base, fork, state, activationHeight, forkFile.id);
}

describe('changes', () => {
	it('name each constant with the place in the source it was read from', () => {
		expect(changes()).toEqual([
			{
				parameter: 'nPowTargetSpacing',
				from: '90',
				to: '60',
				unit: 'seconds',
				source: 'src/kernel/chainparams.cpp:155 @ f3c9eb77',
			},
			{
				parameter: 'nPowTargetSpacingNormal',
				from: '90',
				to: '60',
				unit: 'seconds',
				source: 'src/kernel/chainparams.cpp:199 @ f3c9eb77',
			},
			expect.objectContaining({ parameter: 'target at 151989', to: 'parent × 3/2; new anchor' }),
		]);
	});

	it('list the limit and the half-life that arms bring: the dump floor of 191,714', () => {
		const list = changes({ fork: 'dump-floor', state: 'btx-main-191713' });
		expect(list.map(({ parameter, from, to }) => [parameter, from, to])).toEqual([
			['target at 191714', 'ASERT from the anchor in force', "parent's target, clamped to the limit; new anchor"],
			['limit from 191714', '0x2066c154', '0x1f0a3d70'],
			['target at 191715', 'ASERT from the anchor in force', "parent's target, clamped to the limit; new anchor"],
			['half-life from 191715', '3600', '14400'],
		]);
	});

	it('list a half-life that is set as a constant once', () => {
		const list = changes({ fork: 'half-life-4h' });
		expect(list.map(({ parameter }) => parameter)).toEqual(['nMatMulAsertHalfLife', 'target at 151989']);
		expect(list[1]!.to).toBe("parent's target; new anchor");
	});

	it('start a limit from the one in force, not from the first', () => {
		const limitTarget = `0005${'0'.repeat(60)}`;
		const arms = [{ offset: 0, operation: { kind: 'inherit' }, limitTarget }] as const;
		const file = { base: 'btx/main', arms, set: {}, expect: {}, activation: { afterTip: 3840 } } as const;
		const list = changes({ fork: 'dump-floor', state: 'btx-main-199398', file });
		expect(list.find(({ parameter }) => parameter.startsWith('limit'))).toMatchObject({
			from: '0x1f0a3d70',
			to: '0x1f050000',
		});
	});

	it('list a new unit of work and how the target is derived: Epoch A', () => {
		const list = changes({ fork: 'epoch-a', state: 'btx-main-179000' });
		expect(list.map(({ parameter, to }) => [parameter, to])).toEqual([
			['target at 185000', 'parent × gate × 6931159304/1; new anchor'],
			['unit of work from 185000', 'episode'],
		]);
	});

	it('list block counts that are set or scaled, not kept ones', () => {
		const { forkFile } = scenarioOf();
		const blockCounts = {
			...forkFile.blockCounts,
			COINBASE_MATURITY: { decision: 'scale' },
			nMaxReorgDepth: { decision: 'set', blocks: 20 },
		} as const;
		const list = changes({ file: { blockCounts } }).filter(({ unit }) => unit === 'blocks');
		expect(list.map(({ parameter, from, to }) => [parameter, from, to])).toEqual([
			['COINBASE_MATURITY', '100', '150'],
			['nMaxReorgDepth', '12', '20'],
		]);
	});

	it('say what a division does', () => {
		const arms = [{ offset: 0, operation: { kind: 'divide', factor: '2' } }] as const;
		expect(changes({ file: { arms } }).at(-1)!.to).toBe('parent ÷ 2; new anchor');
	});
});

describe('calendar', () => {
	it('dates the activation and each side’s next halving', () => {
		const rows = calendar();
		expect(rows.map(({ height, what }) => [height, what])).toEqual([
			[151_989, 'spacing60 activates'],
			[525_000, 'next halving'],
		]);
		const { state } = scenarioOf();
		expect(rows[0]!.base.value).toBe(state.tip.timeSeconds + 3840 * 90);
		expect(rows[0]!.fork.value).toBe(state.tip.timeSeconds + 3839 * 90 + 60);
	});

	it('keeps halvings at different heights apart', () => {
		const what = calendar({ fork: 'spacing60-neutral' }).map((row) => row.what);
		expect(what).toContain('next halving (base)');
		expect(what).toContain('next halving (fork)');
	});

	it('holds the base’s arms to come, the fork’s later ones and units of work', () => {
		const withArms = calendar({ base: 'btx/main@0.33.2', state: 'btx-main-179000' });
		expect(withArms.map(({ height }) => height)).toContain(185_000);
		expect(withArms.find(({ height }) => height === 185_000)!.what).toContain('work is counted in episodes');
		const floor = calendar({ fork: 'dump-floor', state: 'btx-main-191713' }).map(({ what }) => what);
		expect(floor).toContain("dump-floor: parent's target, clamped to the limit");
		expect(calendar({ fork: 'epoch-a', state: 'btx-main-179000' })[0]!.what).toBe(
			'epoch-a activates; work is counted in episodes',
		);
	});

	it('has no dates under an edit in place', () => {
		const rows = calendar({ fork: 'spacing60-in-place' });
		expect(rows.length).toBeGreaterThan(0);
		expect(rows.every(({ fork }) => fork.value === null)).toBe(true);
	});
});
