import { describe, expect, it } from 'vitest';
import { loadDevice, loadDevices, wasMeasured } from '../../src/fleet/device.ts';
import { loadBase } from '../../src/params/registry.ts';
import { messageOf, userFolder } from '../params/folder.ts';

const folder = userFolder();
const DEVICE = {
	schema: 'rehearse/device@1',
	id: 'mine',
	title: 'My card',
	chain: 'btx',
	unit: 'episode',
	heights: { from: 185_000 },
	medianSeconds: { validation: 12.5 },
	sampleSize: 'unknown',
	date: '2026-09-01',
	source: { note: 'measured at home' },
};

describe('a device class', () => {
	it('is read with its sample size and source', () => {
		const { value, input } = loadDevice('btx-blackwell-16gib');
		expect(value.medianSeconds).toEqual({ candidate: 32.337, reseal: 32.203, validation: 32.168 });
		expect(value.sampleSize).toBe(20);
		expect(value.source.path).toMatch(/README\.md$/);
		expect(input).toMatchObject({ kind: 'device', path: 'profiles/devices/btx-blackwell-16gib.json' });
	});

	it('may have a sample of unknown size', () => {
		folder.write('devices', 'mine', DEVICE);
		expect(loadDevice('mine').value.sampleSize).toBeNull();
		expect(loadDevices().map(({ value }) => value.id)).toEqual(['btx-blackwell-16gib', 'mine']);
	});

	it.each<[string, object, RegExp]>([
		['heights that end before they begin', { heights: { from: 10, to: 9 } }, /\/heights\/to: lies below from, 10$/],
		['no time of validation', { medianSeconds: { candidate: 1 } }, /the key 'validation' is missing$/],
		['a time of zero', { medianSeconds: { validation: 0 } }, /expected a positive number of seconds, found 0$/],
		['a sample of none', { sampleSize: 0 }, /\/sampleSize: expected a number of blocks, or "unknown", found 0$/],
		['an unknown key', { watts: 300 }, /\/watts: unknown key$/],
	])('with %s is refused in one line', (_, keys, message) => {
		const path = folder.write('any', 'mine', { ...DEVICE, ...keys });
		expect(messageOf(() => loadDevice(path))).toMatch(message);
	});
});

describe('a measurement holds', () => {
	const { value } = loadDevice('btx-blackwell-16gib');
	const rules = loadBase('btx/main@0.33.3').value;

	it('from its first height on, in its unit, for the chain and its clones', () => {
		expect(wasMeasured(value, rules, 185_000)).toBe(true);
		expect(wasMeasured(value, { ...rules, chain: 'clone' }, 185_000)).toBe(true);
		expect(wasMeasured(value, rules, 184_999)).toBe(false);
		expect(wasMeasured({ ...value, heights: { from: 0 } }, rules, 184_999)).toBe(false);
		expect(wasMeasured({ ...value, heights: { from: 185_000, to: 185_000 } }, rules, 185_001)).toBe(false);
		expect(wasMeasured(value, { ...rules, family: 'bitcoin' }, 185_000)).toBe(false);
	});
});
