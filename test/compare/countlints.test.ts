import { describe, expect, it } from 'vitest';
import type { LintSubject } from '../../src/compare/lints.ts';
import type { Rules } from '../../src/params/types.ts';
import { type ScenarioChanges, scenarioOf } from './fixtures.ts';
import { composed, crafted, findings, ids, only, subjectOf } from './linting.ts';

describe('CNT-01, constants counted in blocks', () => {
	it('refuses a spacing change that leaves some undecided', () => {
		const { forkFile } = scenarioOf();
		const [finding] = crafted('CNT-01', { forkFile: { ...forkFile, blockCounts: {} } });
		expect(finding).toMatchObject({ severity: 'hard' });
		expect(finding!.message).toContain('no decision on 7 constants counted in blocks: COINBASE_MATURITY, ');
		expect(finding!.numbers['undecided']!.split(' ')).toHaveLength(7);
	});

	it('notes how the wall time of kept ones moves', () => {
		const [note] = findings('CNT-01');
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
		expect(findings('CNT-01', { fork: 'subsidy10' })).toEqual([]);
		const { base } = scenarioOf();
		const scaled = Object.fromEntries(base.blockCounts.map(({ name }) => [name, { decision: 'scale' } as const]));
		expect(findings('CNT-01', { file: { blockCounts: scaled } })).toEqual([]);
	});
});

describe('CNT-02, coinbases inside a reorganisation', () => {
	it('finds the limit of ZIP 218 above the maturity it was below', () => {
		expect(only('CNT-02', composed('zcash/main', 'zip218'))).toMatchObject({
			severity: 'soft',
			numbers: { maturityBefore: '100', maturity: '100', reorganisationBefore: '99', reorganisation: '600' },
		});
	});

	it('finds a maturity that falls to the limit', () => {
		const { forkFile } = scenarioOf();
		const blockCounts = { ...forkFile.blockCounts, COINBASE_MATURITY: { decision: 'set', blocks: 12 } as const };
		expect(findings('CNT-02', { file: { blockCounts } })).toHaveLength(1);
	});

	it('stays silent where the maturity stays above, where it was below before, and without such a limit', () => {
		expect(findings('CNT-02')).toEqual([]);
		expect(ids(composed('zcash/main', 'zip218-n17'))).not.toContain('CNT-02');
		const below = composed('zcash/main', 'zip218');
		expect(ids({ ...below, base: below.fork })).not.toContain('CNT-02');
		const { base, fork, ...rest } = composed('zcash/main', 'zip218');
		const unlimited = (rules: Rules): Rules => ({
			...rules,
			blockCounts: rules.blockCounts.filter(({ name }) => name !== 'MAX_REORG_LENGTH'),
		});
		expect(ids({ ...rest, base: unlimited(base), fork: unlimited(fork) })).not.toContain('CNT-02');
	});
});

describe('CNT-03, policy of each node', () => {
	const at = (release: string, changes: ScenarioChanges = {}): LintSubject => {
		const subject = subjectOf(changes);
		return { ...subject, base: { ...subject.base, release } };
	};

	it('notes what a new spacing moves where the release has the policy', () => {
		const finding = only('CNT-03', at('0.34.5'));
		expect(finding).toMatchObject({
			severity: 'note',
			numbers: { liveWindowBefore: '180', liveWindow: '120', blocksInAnHourBefore: '43', blocksInAnHour: '63' },
		});
		expect(finding.message).toContain('a parked reorganisation begins after 6 min instead of 9 min');
	});

	it('leaves parking out where no reorganisation is so deep', () => {
		const { fork, ...rest } = at('0.34.5');
		const blockCounts = fork.blockCounts.map((count) =>
			count.name === 'nMaxReorgDepth' ? { ...count, blocks: 6 } : count,
		);
		const finding = only('CNT-03', { ...rest, fork: { ...fork, blockCounts } });
		expect(finding.message).not.toContain('parked');
		expect(finding.numbers).not.toHaveProperty('parkDepthBlocks');
	});

	it('stays silent before 0.34, where the spacing stays, and on every other chain', () => {
		expect(findings('CNT-03')).toEqual([]);
		expect(ids(at('0.34.5', { fork: 'subsidy10' }))).not.toContain('CNT-03');
		const zcash = composed('zcash/main', 'zip218');
		expect(ids({ ...zcash, base: { ...zcash.base, release: '6.34.0' } })).not.toContain('CNT-03');
	});
});
