import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { cadenceAllowedHeight, hasLivePolicy, isParked, liveWindowSeconds } from '../../src/params/policy.ts';

interface Vectors {
	readonly cadence: readonly Readonly<
		Record<'tip' | 'lastConnectTime' | 'now' | 'spacing' | 'burst' | 'allowed', number>
	>[];
	readonly park: { readonly depth: number; readonly reorganisations: number[]; readonly parked: boolean[] };
}

const { cadence, park } = JSON.parse(
	readFileSync(new URL('../vectors/compare-lints.json', import.meta.url), 'utf8'),
) as Vectors;

describe('the cadence hold', () => {
	test('there are vectors', () => expect(cadence.length).toBeGreaterThan(0));

	test.each(cadence)(
		'$now − $lastConnectTime s: $allowed',
		({ tip, lastConnectTime, now, spacing, burst, allowed }) => {
			expect(cadenceAllowedHeight(tip, lastConnectTime, now, spacing, burst)).toBe(allowed);
			expect(cadenceAllowedHeight(tip, lastConnectTime, now, spacing)).toBe(allowed);
		},
	);

	test('a clock that was set back grants the burst alone, and a burst of 0 holds nothing', () => {
		expect(cadenceAllowedHeight(100, 1000, 0, 90)).toBe(103);
		expect(cadenceAllowedHeight(100, 0, 1000, 90, 0)).toBe(Number.POSITIVE_INFINITY);
		expect(() => cadenceAllowedHeight(100, 0, 1, 0)).toThrow(RangeError);
		expect(() => cadenceAllowedHeight(100, 0, 1, Number.NaN)).toThrow(RangeError);
	});

	test('a tip is live for two spacings', () => expect(liveWindowSeconds(90)).toBe(180));
});

describe('parking', () => {
	test.each(park.reorganisations.map((depth, i) => [depth, park.parked[i]!] as const))(
		'%i deep: %s',
		(depth, parked) => {
			expect(isParked(depth, park.depth)).toBe(parked);
			expect(isParked(depth)).toBe(parked);
		},
	);
});

test.each([
	['btx', 'main', '0.34.0', true],
	['btx', 'main', '0.34.5', true],
	['btx', 'main', '1.0', true],
	['btx', 'main', '0.33.3', false],
	['btx', 'testnet', '0.34.0', false],
	['zcash', 'main', '6.34.0', false],
	['btx', 'main', 'nightly', false],
])('%s/%s %s has the policy: %s', (family, network, release, expected) => {
	expect(hasLivePolicy({ family, network, release })).toBe(expected);
});
