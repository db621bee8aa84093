import { describe, expect, it } from 'vitest';
import { fleetCostUsd, fleetRate } from '../../src/fleet/rate.ts';
import type { Device, DeviceFleet, ShareFleet } from '../../src/fleet/types.ts';
import { InputError } from '../../src/params/json.ts';

const M5: Device = {
	id: 'm5',
	title: 'Apple M5',
	count: 1,
	rates: [
		{ unit: 'digest', perSecond: 4574 },
		{ unit: 'episode', perSecond: 0.03 },
	],
	inNetwork: true,
	enabled: true,
	usdPerHour: 0.0016,
	source: {},
};
const A6000: Device = {
	id: 'a6000',
	title: 'RTX A6000',
	count: 4,
	rates: [{ unit: 'digest', perSecond: 2548 }],
	inNetwork: false,
	enabled: true,
	usdPerHour: 0.49,
	source: {},
};
const NETWORK = { unit: 'digest', perSecond: 171.9e6 };

function fleetOf(...devices: Device[]): DeviceFleet {
	return { kind: 'devices', id: 'operator', title: 'Operator', devices };
}

describe('fleetRate', () => {
	it('splits what the network already holds from what is added', () => {
		expect(fleetRate(fleetOf(M5, A6000), NETWORK)).toEqual({ insidePerSecond: 4574, addedPerSecond: 10192 });
	});

	it('leaves disabled devices out, even those without a rate in the unit', () => {
		const fleet = fleetOf(M5, { ...A6000, enabled: false });
		expect(fleetRate(fleet, { unit: 'episode', perSecond: 1000 })).toEqual({
			insidePerSecond: 0.03,
			addedPerSecond: 0,
		});
	});

	it('takes a share as that fraction of the network, inside it', () => {
		const fleet: ShareFleet = { kind: 'share', id: 'one-percent', title: '1 %', share: 0.01 };
		expect(fleetRate(fleet, NETWORK)).toEqual({ insidePerSecond: 1.719e6, addedPerSecond: 0 });
	});

	it('names device, its units and the network’s unit when the rate is missing', () => {
		const attempt = (): unknown => fleetRate(fleetOf(M5, A6000), { unit: 'episode', perSecond: 1000 });
		expect(attempt).toThrow(InputError);
		expect(attempt).toThrow(/fleet "operator", device "a6000": no rate in .*"episode" \(it has "digest"\)/);
	});

	it('escapes names from files and says when a device has no rate at all', () => {
		const odd = { ...A6000, id: 'a\u001b[31m', rates: [] };
		expect(() => fleetRate(fleetOf(odd), NETWORK)).toThrow(/device "a\\u\{1b\}\[31m".*\(it has none\)/);
	});

	it('refuses an inside part larger than the network', () => {
		expect(() => fleetRate(fleetOf({ ...M5, count: 40000 }), NETWORK)).toThrow(
			/more than the whole network's 171900000/,
		);
	});
});

describe('fleetCostUsd', () => {
	it('splits marginal from whole cost', () => {
		const cost = fleetCostUsd(fleetOf(M5, A6000), 30 * 86400);
		expect(cost.marginalUsd).toBeCloseTo(1411.2, 9);
		expect(cost.wholeUsd).toBeCloseTo(1411.2 + 0.0016 * 720, 9);
	});

	it('is nothing for disabled devices and plain shares', () => {
		const nothing = { marginalUsd: 0, wholeUsd: 0 };
		expect(fleetCostUsd(fleetOf({ ...A6000, enabled: false }), 86400)).toEqual(nothing);
		expect(fleetCostUsd({ kind: 'share', id: 's', title: 'S', share: 0.1 }, 86400)).toEqual(nothing);
	});
});
