import { describe, expect, test } from 'vitest';
import { loadFleet } from '../../src/fleet/load.ts';
import { bundledNames } from '../../src/params/files.ts';
import { userFolder } from './folder.ts';

const folder = userFolder();

test('the operator has what the report of 2026-07-02 lists', () => {
	const { value: fleet, input } = loadFleet('operator');
	expect(input).toMatchObject({ kind: 'fleet', id: 'operator', path: 'profiles/fleets/operator.json' });
	expect(fleet).toMatchObject({
		kind: 'devices',
		devices: [
			{
				id: 'm5',
				count: 1,
				rates: [{ unit: 'digest', perSecond: 4574 }],
				inNetwork: true,
				enabled: true,
				usdPerHour: 0,
			},
			{ id: 'a6000', count: 4, rates: [{ unit: 'digest', perSecond: 2548 }], inNetwork: false, usdPerHour: 0.49 },
		],
	});
});

test.each([
	['share-1e-5', 0.00001],
	['share-1e-4', 0.0001],
	['share-1e-3', 0.001],
	['share-1e-2', 0.01],
])('%s', (name, share) => {
	expect(loadFleet(name).value).toMatchObject({ kind: 'share', id: name, share });
});

describe.each(bundledNames('fleets'))('%s', (name) => {
	const fleet = loadFleet(name).value;
	test('has its own name, and devices with sources and dates', () => {
		expect(fleet.id).toBe(name);
		for (const device of fleet.kind === 'devices' ? fleet.devices : []) {
			expect(device.source.note).toBeTruthy();
			expect(device.date).toMatch(/^2026-/);
			expect(Number.isFinite(device.usdPerHour) && device.usdPerHour >= 0).toBe(true);
			expect(device).not.toHaveProperty('cost');
		}
	});
});

test('devices mined in both eras carry both units; nonces are no digests', () => {
	const units = (name: string) => {
		const fleet = loadFleet(name).value;
		return fleet.kind === 'devices' ? fleet.devices.flatMap(({ rates }) => rates.map(({ unit }) => unit)) : [];
	};
	expect(units('rtx5060ti')).toEqual(['digest', 'episode']);
	expect(units('m4-metal')).toEqual(['digest', 'episode']);
	expect(units('rtx3090')).toEqual(['episode']);
	expect(units('rtx5060')).toEqual(['nonce']);
});

test('watts and a price per kWh become dollars an hour', () => {
	const device = {
		id: 'card',
		title: 'Card',
		count: 2,
		rates: [{ unit: 'digest', perSecond: 1 }],
		inNetwork: true,
		enabled: false,
		cost: { watts: '350', usdPerKwh: '0.08' },
		source: { note: 'test' },
	};
	const file = { schema: 'rehearse/fleet@1', id: 'mine', title: 'Mine', devices: [device] };
	const fleet = loadFleet(folder.write('any', 'watts', file)).value;
	expect(fleet.kind === 'devices' && fleet.devices[0]).toMatchObject({ usdPerHour: 0.028, enabled: false, count: 2 });
});
