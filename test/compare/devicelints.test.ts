import { describe, expect, it } from 'vitest';
import { isMeasured } from '../../src/compare/devicelints.ts';
import type { LintSubject } from '../../src/compare/lints.ts';
import { type DeviceClass, loadDevice } from '../../src/fleet/device.ts';
import { type ScenarioChanges, vectors } from './fixtures.ts';
import { composed, ids, only, subjectOf } from './linting.ts';

const { utilisation } = vectors<{
	readonly utilisation: { readonly validationSeconds: number; readonly spacings: number[]; readonly values: number[] };
}>('compare-lints');

const blackwell = loadDevice('btx-blackwell-16gib').value;
const EPISODES: ScenarioChanges = { state: 'btx-main-199398' };

function on(changes: ScenarioChanges, device: DeviceClass = blackwell): LintSubject {
	return { ...subjectOf(changes), devices: [device] };
}

describe('DEV-01, time to check a block', () => {
	it('fires above half the spacing: 53.6 % at 60 s', () => {
		const finding = only('DEV-01', on(EPISODES));
		expect(finding.severity).toBe('soft');
		expect(Number(finding.numbers['utilisation'])).toBeCloseTo(utilisation.values[1]!, 6);
		expect(Number(finding.numbers['baseUtilisation'])).toBeCloseTo(utilisation.values[0]!, 6);
		expect(finding.numbers).toMatchObject({ device: 'btx-blackwell-16gib', sampleSize: '20' });
		expect(finding.message).toContain('53.6 % of the spacing of 60 s (base 35.7 %)');
	});

	it('stays silent at 90 s: 35.7 %', () => {
		expect(ids(on({ ...EPISODES, fork: 'subsidy10' }))).not.toContain('DEV-01');
	});

	it('is a note where the base is as slow already', () => {
		const slow = { ...blackwell, medianSeconds: { validation: 50 }, sampleSize: null };
		const finding = only('DEV-01', on({ ...EPISODES, fork: 'subsidy10' }, slow));
		expect(finding).toMatchObject({ severity: 'note', numbers: { sampleSize: 'unknown' } });
		expect(only('DEV-01', on(EPISODES, slow)).severity).toBe('soft');
	});

	it('says nothing of heights, units and chains that were not measured', () => {
		expect(ids(on({}))).not.toContain('DEV-01');
		expect(ids(on(EPISODES, { ...blackwell, unit: 'digest' }))).not.toContain('DEV-01');
		expect(ids(on(EPISODES, { ...blackwell, heights: { from: 185_000, to: 200_000 } }))).not.toContain('DEV-01');
		const zcash = { ...composed('zcash/main', 'zip218'), devices: [{ ...blackwell, unit: 'hash' }] };
		expect(ids(zcash)).not.toContain('DEV-01');
		expect(only('DEV-01', { ...zcash, devices: [{ ...blackwell, unit: 'hash', chain: 'zcash' }] }).severity).toBe(
			'soft',
		);
	});

	it('only what was measured at a height of the forks counts as read', () => {
		expect(isMeasured(blackwell, subjectOf(EPISODES))).toBe(true);
		expect(isMeasured(blackwell, subjectOf())).toBe(false);
	});
});
