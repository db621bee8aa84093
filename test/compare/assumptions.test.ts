import { describe, expect, it } from 'vitest';
import { assumptionsOf } from '../../src/compare/assumptions.ts';
import { request, type ScenarioChanges, scenarioOf } from './fixtures.ts';

function assumptions(from: ScenarioChanges = {}, growthPerDayPercent = 0) {
	const scenario = scenarioOf(from);
	const height = scenario.activationHeight ?? scenario.state.tip.height + 1;
	const list = assumptionsOf(scenario, request({ growthPerDayPercent }), height);
	return new Map(list.map((entry) => [entry.id, entry]));
}

describe('assumptions', () => {
	it('name what every run takes for granted', () => {
		expect([...assumptions().keys()]).toEqual([
			...['hashrate', 'digest-bound', 'price', 'propagation', 'honest-clock', 'subsidy', 'added-machines'],
			...['history', 'tip-time'],
		]);
		for (const { text } of assumptions().values()) expect(text).not.toBe('');
	});

	it('state the hashrate and its growth', () => {
		expect(assumptions().get('hashrate')!.text).toBe(
			'hashrate measured, 171.9 M digests/s, the same for base and fork',
		);
		expect(assumptions({}, 1).get('hashrate')!.text).toContain('growing by 1 % a day from activation on');
	});

	it('warn of the two gates below 185,000 only', () => {
		expect(assumptions({ state: 'btx-main-199398' }).has('digest-bound')).toBe(false);
		expect(assumptions().get('digest-bound')!.effect).toContain('spreads of difficulty would be smaller');
	});

	it('size what added machines would do by the half-life in force', () => {
		expect(assumptions().get('added-machines')!.effect).toContain('0.6 blocks more');
		expect(assumptions({ state: 'btx-main-199398' }).get('added-machines')!.effect).toContain('2.3 blocks more');
	});

	it('say where the state is not a record', () => {
		expect(assumptions().get('tip-time')!.text).toContain('derived from the absolute schedule (standard error 229 s)');
		expect(assumptions().has('anchor')).toBe(false);
		const later = assumptions({ state: 'btx-main-199398' });
		expect(later.get('anchor')!.text).toContain('the anchor at 191715 is assumed-equilibrium');
		expect(assumptions({ state: 'btx-main-179000' }).has('tip-time')).toBe(false);
	});
});
