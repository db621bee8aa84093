import { describe, expect, test } from 'vitest';
import { loadFleet } from '../../src/fleet/load.ts';
import { loadMarket } from '../../src/market/load.ts';
import { InputError } from '../../src/params/json.ts';
import { loadFork } from '../../src/params/registry.ts';
import { messageOf, userFolder } from './folder.ts';

const folder = userFolder();

const DEVICE = {
	id: 'card',
	title: 'Card',
	count: 1,
	rates: [{ unit: 'digest', perSecond: 100 }],
	inNetwork: false,
	cost: { usdPerHour: '0.49' },
	source: { note: 'test' },
};
const FLEET = { schema: 'rehearse/fleet@1', id: 'mine', title: 'Mine', devices: [DEVICE] };
const FORK = {
	schema: 'rehearse/fork@1',
	id: 'mine',
	title: 'Mine',
	base: 'btx/main',
	activation: { afterTip: 100 },
	declares: { issuancePerTime: 'change', finalSupply: 'change' },
};
const MARKET = {
	schema: 'rehearse/market@1',
	id: 'mine',
	title: 'Mine',
	coin: 'BTX',
	price: { usdPerCoin: '1.5' },
	date: '2026-07-02',
	source: { note: 'test' },
};

const device = (changes: object) => ({ ...FLEET, devices: [{ ...DEVICE, ...changes }] });

describe.each([
	{ kind: 'fleet', load: loadFleet as (path: string) => unknown, good: FLEET },
	{ kind: 'fork', load: loadFork as (path: string) => unknown, good: FORK },
	{ kind: 'market', load: loadMarket as (path: string) => unknown, good: MARKET },
])('any $kind file', ({ load, good }) => {
	test('a good one loads', () => expect(() => load(folder.write('any', 'good', good))).not.toThrow());

	test('an unknown key gets its place and the nearest name', () => {
		const { title, ...rest } = good;
		const message = messageOf(() => load(folder.write('any', 'typo', { ...rest, titel: title })));
		expect(message).toMatch(/typo\.json:\d+:2: \/titel: unknown key; did you mean 'title'\?$/);
	});

	test('a file of another kind is told by its schema line', () => {
		const message = messageOf(() => load(folder.write('any', 'other', { schema: 'rehearse/report@1', foo: 1 })));
		expect(message).toMatch(/other\.json:2:12: \/schema: expected "rehearse\/\w+@1", found "rehearse\/report@1"$/);
	});

	test('a list, a number and null are no documents', () => {
		for (const content of ['[]', '7', 'null', '"x"']) {
			expect(messageOf(() => load(folder.write('any', 'scalar', content)))).toMatch(
				/scalar\.json:1:1: \/: expected (a|either)/,
			);
		}
	});
});

describe('one line for each fault', () => {
	test.each<[string, (path: string) => unknown, unknown, RegExp]>([
		[
			'a cost without a unit',
			loadFleet,
			device({ cost: 0.49 }),
			/:17:12: \/devices\/0\/cost: expected a cost that states its unit: \{"usdPerHour": "0\.49"\} or .*; a bare number has no unit, found 0\.49$/,
		],
		[
			'a cost as a bare string',
			loadFleet,
			device({ cost: '0.49' }),
			/\/devices\/0\/cost: expected a cost that states its unit: .*found "0\.49"$/,
		],
		[
			'half a power cost',
			loadFleet,
			device({ cost: { watts: '100' } }),
			/\/devices\/0\/cost: expected a cost that states its unit/,
		],
		[
			'both costs',
			loadFleet,
			device({ cost: { usdPerHour: '1', watts: '100', usdPerKwh: '0.08' } }),
			/\/devices\/0\/cost: expected a cost/,
		],
		[
			'a rate without a unit',
			loadFleet,
			device({ rates: [{ perSecond: 5 }] }),
			/\/devices\/0\/rates\/0: the key 'unit' is missing$/,
		],
		[
			'a rate as text',
			loadFleet,
			device({ rates: [{ unit: 'digest', perSecond: '5' }] }),
			/\/rates\/0\/perSecond: expected a positive number of attempts per second, found "5"$/,
		],
		['no devices', loadFleet, { ...FLEET, devices: [] }, /\/devices: expected a list of devices, found a list$/],
		[
			'devices and a share',
			loadFleet,
			{ ...FLEET, share: '0.1' },
			/:1:1: \/: expected either "devices" or a plain "share" of the network, found an object$/,
		],
		[
			'neither',
			loadFleet,
			{ schema: FLEET.schema, id: 'mine', title: 'x' },
			/: \/: expected either "devices" or a plain "share"/,
		],
		[
			'a whole share',
			loadFleet,
			{ schema: FLEET.schema, id: 'mine', title: 'x', share: '1' },
			/\/share: expected a fraction of the network between 0 and 1/,
		],
		[
			'a share of nothing',
			loadFleet,
			{ schema: FLEET.schema, id: 'mine', title: 'x', share: '0.0' },
			/\/share: must be greater than 0$/,
		],
		['a device twice', loadFleet, { ...FLEET, devices: [DEVICE, DEVICE] }, /\/devices\/1\/id: occurs twice$/],
		[
			'a unit twice',
			loadFleet,
			device({ rates: [...DEVICE.rates, ...DEVICE.rates] }),
			/\/devices\/0\/rates\/1\/unit: occurs twice$/,
		],
		['a hostile title', loadFleet, { ...FLEET, title: 7 }, /\/title: expected a title of one line, found 7$/],
		[
			'a hostile key',
			loadFleet,
			{ ...FLEET, '\u001b[31m\u202e\n': 1 },
			/: \/\\u\{1b\}\[31m\\u\{202e\}\\u\{a\}: unknown key$/,
		],
		[
			'a hostile value',
			loadFleet,
			{ ...FLEET, id: 'a\u202e\u001b[2Jb' },
			/\/id: expected an id made of letters.* found "a\\u\{202e\}.*b"$/,
		],
		[
			'a price without a unit',
			loadMarket,
			{ ...MARKET, price: 399.25 },
			/\/price: expected a price that states its unit: .* found 399\.25$/,
		],
		[
			'a price of nothing',
			loadMarket,
			{ ...MARKET, price: { usdPerCoin: '0.00' } },
			/\/price\/usdPerCoin: must be greater than 0$/,
		],
		[
			'a price as a number',
			loadMarket,
			{ ...MARKET, price: { usdPerCoin: 5 } },
			/\/price\/usdPerCoin: expected US dollars a coin as a decimal string, found 5$/,
		],
		[
			'no day',
			loadMarket,
			{ ...MARKET, date: '2026-13-02' },
			/\/date: expected a day as YYYY-MM-DD, found "2026-13-02"$/,
		],
		[
			'an unknown operation',
			loadFork,
			{ ...FORK, arms: [{ offset: 0, operation: { kind: 'ratoi' } }] },
			/\/arms\/0\/operation: expected a difficulty operation.*found "ratoi"; did you mean 'ratio'\?$/,
		],
		[
			'an operation without a kind',
			loadFork,
			{ ...FORK, arms: [{ offset: 0, operation: {} }] },
			/\/arms\/0\/operation: the key 'kind' is missing$/,
		],
		[
			'half a ratio',
			loadFork,
			{ ...FORK, arms: [{ offset: 0, operation: { kind: 'ratio', num: '1' } }] },
			/\/arms\/0\/operation: the key 'den' is missing$/,
		],
		[
			'a ratio of numbers',
			loadFork,
			{ ...FORK, arms: [{ offset: 0, operation: { kind: 'ratio', num: 3, den: '2' } }] },
			/\/operation\/num: expected a positive integer as a string, found 3$/,
		],
		[
			'an activation in words',
			loadFork,
			{ ...FORK, activation: 'soon' },
			/\/activation: expected \{"height": 200000\}, \{"afterTip": 3840\} or "in-place", found "soon"$/,
		],
		[
			'two activations',
			loadFork,
			{ ...FORK, activation: { height: 1, afterTip: 1 } },
			/\/activation: expected \{"height"/,
		],
		[
			'a wrong declaration',
			loadFork,
			{ ...FORK, declares: { issuancePerTime: 'preserved', finalSupply: 'change' } },
			/\/declares\/issuancePerTime: expected one of preserve, change, found "preserved"; did you mean 'preserve'\?$/,
		],
		[
			'a wrong decision',
			loadFork,
			{ ...FORK, blockCounts: { X: { decision: 'kep' } } },
			/\/blockCounts\/X: expected a decision: keep, scale or set, found "kep"; did you mean 'keep'\?$/,
		],
		[
			'a fractional constant',
			loadFork,
			{ ...FORK, set: { nInitialSubsidy: 1.5 } },
			/\/set\/nInitialSubsidy: expected a constant/,
		],
		[
			'a constant beyond 2^53',
			loadFork,
			{ ...FORK, set: { nPowTargetSpacing: 1e300 } },
			/\/set\/nPowTargetSpacing: expected a constant/,
		],
		['a name that is none', loadFork, { ...FORK, set: { 'a b': 1 } }, /\/set\/a b: not a valid name here$/],
		[
			'the same key twice',
			loadFork,
			`${JSON.stringify(FORK).slice(0, -1)}, "title": "again"}`,
			/the key 'title' occurs twice$/,
		],
	])('%s', (_, load, content, expected) => {
		const action = () => load(folder.write('any', 'bad', content));
		expect(action).toThrow(InputError);
		const message = messageOf(action);
		expect(message).toMatch(expected);
		expect(message).toMatch(/bad\.json:\d+:\d+: /);
		expect(message).not.toMatch(/[\p{Cc}\p{Cf}]/u);
	});
});
