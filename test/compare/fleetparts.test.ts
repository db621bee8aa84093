import { describe, expect, it } from 'vitest';
import { fleetParts } from '../../src/compare/fleetparts.ts';
import { loadFleet } from '../../src/fleet/load.ts';
import type { Device, DeviceFleet } from '../../src/fleet/types.ts';

const operator = loadFleet('operator').value as DeviceFleet;
const [m5, a6000] = operator.devices as [Device, Device];
const fleetOf = (...devices: Device[]): DeviceFleet => ({ ...operator, devices });

describe('fleet parts', () => {
	it('are what mines already, what is rented, and the whole', () => {
		const { all, own, rented } = fleetParts(operator);
		expect(all.map(({ id, title }) => [id, title])).toEqual([
			['operator.own', 'Apple M5, Metal backend'],
			['operator.added', '4 × Rented RTX A6000, 4 vCPUs'],
			['operator', operator.title],
		]);
		expect(own?.id).toBe('operator.own');
		expect(rented?.id).toBe('operator.added');
	});

	it('are the fleet itself where all of it is inside or all of it is added', () => {
		expect(fleetParts(fleetOf(m5))).toMatchObject({ all: [{ id: 'operator' }], own: { id: 'operator' }, rented: null });
		expect(fleetParts(fleetOf(a6000))).toMatchObject({ own: null, rented: { id: 'operator' } });
		const share = loadFleet('share-1e-2').value;
		expect(fleetParts(share)).toEqual({ all: [share], own: share, rented: null });
	});

	it('name no renter where what is added costs nothing, and skip disabled machines', () => {
		expect(fleetParts(fleetOf(m5, { ...a6000, usdPerHour: 0 })).rented).toBeNull();
		expect(fleetParts(fleetOf({ ...a6000, usdPerHour: 0 })).rented).toBeNull();
		expect(fleetParts(fleetOf(m5, { ...a6000, enabled: false }))).toMatchObject({
			rented: null,
			own: { id: 'operator' },
		});
	});
});
