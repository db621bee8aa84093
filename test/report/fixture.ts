/** A complete report as a run of the 60 s fork would build it; numbers from the sketch of the one screen. */
import type { Figure, Listing, Report, Row } from '../../src/compare/document.ts';

function figure(
	value: Figure['value'],
	unit: Figure['unit'],
	kind: Figure['kind'],
	more: Partial<Figure> = {},
): Figure {
	return { value, unit, kind, ...more };
}

const coinsADay: Row = {
	id: 'issuance.coins-per-day',
	label: 'coins a day',
	base: figure(19_200, 'coins/day', 'exact', { digits: 0 }),
	fork: figure(28_800, 'coins/day', 'exact', { digits: 0 }),
	difference: figure(9_600, 'coins/day', 'exact', { digits: 0 }),
	relative: figure(0.5, 'ratio', 'exact'),
};

const nextHalving: Row = {
	id: 'issuance.next-halving',
	label: 'next halving',
	base: figure(1_816_992_000, 'utc', 'conditional'),
	fork: figure(1_805_803_200, 'utc', 'conditional'),
	difference: figure(-129.5, 'days', 'conditional', { low: -130.4, high: -128.6 }),
	relative: null,
};

const noBlock: Row = {
	id: 'solo.no-block',
	label: 'no block in 30 days',
	base: figure(0.465, 'percent', 'conditional', { low: 0.433, high: 0.496 }),
	fork: figure(0.317, 'percent', 'conditional', { low: 0.286, high: 0.348 }),
	difference: figure(-0.148, 'percent', 'conditional', { low: -0.151, high: -0.145 }),
	relative: null,
};

const coinsInWindow: Row = {
	id: 'solo.coins',
	label: 'coins in 30 days',
	base: figure(15.3312, 'coins', 'estimated', { low: 15.3188, high: 15.3436 }),
	fork: figure(22.9903, 'coins', 'estimated', { low: 22.9771, high: 23.0035 }),
	difference: figure(7.6591, 'coins', 'estimated', { low: 7.6488, high: 7.6694 }),
	relative: figure(0.49957, 'ratio', 'estimated', { low: 0.49884, high: 0.5003 }),
};

const othersJoin: Row = {
	id: 'solo.coins-others-join',
	label: 'if others join in',
	base: figure(15.33, 'coins', 'assumed', { digits: 2 }),
	fork: figure(15.33, 'coins', 'assumed', { digits: 2 }),
	difference: figure(0, 'coins', 'assumed'),
	relative: figure(0, 'ratio', 'assumed'),
	level: 1,
};

const breakEven: Row = {
	id: 'rented.break-even',
	label: 'break-even price',
	base: figure(41.32, 'usd/coin', 'conditional', { low: 37.6, high: 45.0 }),
	fork: figure(27.55, 'usd/coin', 'conditional', { low: 25.07, high: 30.03 }),
	difference: figure(-13.77, 'usd/coin', 'conditional', { low: -15.0, high: -12.5 }),
	relative: figure(-0.33333, 'ratio', 'conditional', { low: -0.335, high: -0.3317 }),
};

const firstInterval: Row = {
	id: 'network.first-interval',
	label: 'first interval',
	base: figure(89.93, 'seconds', 'estimated', { low: 88.7, high: 91.16 }),
	fork: figure(60.05, 'seconds', 'estimated', { low: 59.2, high: 60.9 }),
	difference: figure(0.12, 'seconds', 'estimated', { low: -0.4, high: 0.64 }),
	relative: figure(0.002, 'ratio', 'estimated', { low: -0.006, high: 0.01 }),
	indistinct: true,
	detail: true,
};

const headersAYear: Row = {
	id: 'node.headers',
	label: 'headers a year',
	base: figure(63_772_800, 'bytes', 'exact'),
	fork: figure(95_659_200, 'bytes', 'exact'),
	difference: figure(31_886_400, 'bytes', 'exact'),
	relative: figure(0.5, 'ratio', 'exact'),
};

const finalSupply: Row = {
	id: 'issuance.final-supply',
	label: 'final supply, base units',
	base: figure('2099999997690000', 'base units', 'exact'),
	fork: figure('2099999997690000', 'base units', 'exact'),
	difference: figure('0', 'base units', 'exact'),
	relative: null,
};

const alternatives: Listing = {
	id: 'alternatives',
	title: 'Other spacings',
	heading: 'Spacing',
	columns: [
		{ id: 'coins', title: 'Coins a day' },
		{ id: 'none', title: 'No block in 30 d' },
	],
	rows: [
		{
			id: 'spacing-60',
			label: '60 s, the fork',
			figures: [figure(28_800, 'coins/day', 'exact'), figure(0.317, 'percent', 'conditional')],
		},
		{ id: 'spacing-90', label: '90 s, nothing done', figures: [figure(19_200, 'coins/day', 'exact'), null] },
	],
	notes: ['Closed forms at each spacing.'],
};

const sensitivity: Listing = {
	id: 'sensitivity',
	title: 'What the verdicts turn on',
	heading: 'Assumption',
	columns: [
		{ id: 'figure', title: 'What decides', form: 'words' },
		{ id: 'low', title: 'At low', form: 'difference' },
		{ id: 'high', title: 'At high', form: 'difference' },
		{ id: 'verdict', title: 'Direction', form: 'words' },
	],
	rows: [
		{
			id: 'relay-stale',
			label: 'relay',
			figures: [
				figure('Network: stale blocks', 'text', 'assumed'),
				figure(0.002, 'percent', 'assumed'),
				figure(-0.333, 'ratio', 'assumed'),
				figure('turns', 'text', 'assumed'),
			],
		},
	],
	notes: [],
};

const backtest: Listing = {
	...{ id: 'backtest', title: 'The base against the recorded chain', heading: 'What', columns: [], rows: [] },
	notes: ['The state records no headers and no observed spacing.'],
};

export const report: Report = {
	schema: 'rehearse/report@1',
	version: '0.1.0',
	title: 'BTX main 0.32.12 -> spacing60',
	command: 'rehearse --fork spacing60',
	request: {
		...{ base: 'mainnet', fork: 'spacing60', fleets: null, market: 'btx-2026-07-02', trials: 8000, days: 30, seed: 1 },
		...{ growthPerDayPercent: 0, minIntervalsSeconds: [0, 1], command: 'rehearse --fork spacing60', version: '0.1.0' },
	},
	run: { seed: 1, trials: 8000, days: 30, growthPerDay: 0, engine: 'lanes', chainBlocks: 606_720_000 },
	base: { id: 'btx/main@0.32.12', title: 'BTX main 0.32.12', coin: 'BTX', decimals: 8, newerReleases: ['0.33.2'] },
	fork: {
		id: 'spacing60',
		title: 'Sixty-second blocks',
		activation: '3,840 blocks after the tip',
		activationHeight: 151_989,
		activationTime: figure(1_783_324_800, 'utc', 'conditional', { low: 1_783_300_000, high: 1_783_350_000 }),
	},
	state: {
		id: 'btx-main-2026-07-02',
		date: '2026-07-02',
		lines: ['tip 148,149', '171.9 Mdig/s ±9 %'],
	},
	market: { id: 'btx-2026-07-02', date: '2026-07-02', priceUsd: 399.25, source: 'exchange ticker, 2026-07-02' },
	inputs: [
		{ kind: 'base', id: 'btx/main@0.32.12', path: 'chainparams/btx/main@0.32.12.json', sha256: 'a'.repeat(64) },
		{ kind: 'fork', id: 'spacing60', path: 'profiles/forks/spacing60.json', sha256: 'b'.repeat(64) },
	],
	verdicts: [
		{
			group: 'Holders',
			verdict: 'worse',
			rowId: coinsADay.id,
			row: coinsADay,
			because: 'coins enter half as fast again and the halving comes earlier',
			also: [nextHalving],
		},
		{
			group: 'Solo miner (M5)',
			verdict: 'better',
			rowId: noBlock.id,
			row: noBlock,
			because: 'a dry month is less likely',
			also: [coinsInWindow, othersJoin],
		},
		{
			group: 'Rented 4 x A6000',
			verdict: 'unclear',
			rowId: firstInterval.id,
			row: firstInterval,
			because: 'the difference lies inside the error of the measured hashrate',
			also: [],
		},
		{
			group: 'Full node',
			verdict: 'same',
			rowId: headersAYear.id,
			row: headersAYear,
			because: 'headers grow by half, which no disk notices',
			also: [],
		},
	],
	changes: [
		{
			parameter: 'nPowTargetSpacing',
			from: '90',
			to: '60',
			unit: 's',
			source: 'src/kernel/chainparams.cpp:155 @ f3c9eb77',
		},
	],
	findings: [
		{
			id: 'CNT-01',
			severity: 'soft',
			message: 'coinbase maturity falls from 2.5 h to 1.7 h (the fork keeps 100 blocks)',
			numbers: { blocks: '100', from: '2.5 h', to: '1.7 h' },
		},
		{
			id: 'SUP-02',
			severity: 'hard',
			message: 'coins a day rise by half (the fork declares it)',
			numbers: { base: '19,200', fork: '28,800' },
		},
	],
	listings: [alternatives, sensitivity, backtest],
	fleetTableId: 'fleet.operator',
	tables: [
		{
			id: 'holders',
			title: 'Holders',
			rows: [coinsADay, nextHalving, finalSupply],
			notes: ['Coins a day are those of the schedule at the target spacing.'],
		},
		{ id: 'solo', title: 'Solo miner (M5)', rows: [noBlock, coinsInWindow, othersJoin], notes: [] },
		{ id: 'rented', title: 'Rented 4 x A6000', rows: [breakEven, firstInterval], notes: [] },
		{ id: 'node', title: 'Full node', rows: [headersAYear], notes: [] },
	],
	calendar: [
		{
			height: 185_000,
			what: 'ASERT half-life 14,400 s',
			base: figure(1_786_233_600, 'utc', 'conditional'),
			fork: figure(1_785_110_400, 'utc', 'conditional'),
		},
	],
	burst: null,
	transition: ['first interval 60.1 s; within 5 % of the new spacing after 12 blocks'],
	checks: [
		{
			id: 'blocks.base',
			label: 'expected blocks in the window, base',
			expected: figure(28_800, 'blocks', 'conditional', { digits: 0 }),
			found: figure(28_800.9, 'blocks', 'estimated', { low: 28_797.2, high: 28_804.6 }),
			deviation: 0.48,
			pass: true,
		},
		{
			id: 'transfers',
			label: 'transfers between miners sum to zero',
			expected: figure(0, 'coins', 'exact'),
			found: figure(0, 'coins', 'exact'),
			deviation: 0,
			pass: true,
		},
	],
	predictions: [
		{
			...{ metric: 'spacing', label: 'mean spacing from the activation', unit: 'seconds', low: 58.5, high: 61.5 },
			expected: figure(60.0013, 'seconds', 'estimated', { low: 59.998, high: 60.0046 }),
			reviewHeight: 195_189,
			reviewDate: figure(1_786_000_000, 'utc', 'conditional', { low: 1_785_995_000, high: 1_786_005_000 }),
		},
	],
	charts: [
		{
			id: 'transition',
			title: 'Spacing after the activation',
			description: 'How long each of the first blocks is expected to take.',
			panels: [
				{
					x: { title: 'blocks from the activation', unit: 'blocks' },
					y: { title: 'expected spacing, s', unit: 'seconds' },
					shape: 'line',
					series: [
						{
							side: 'base',
							points: [
								[1, 90],
								[6, 90.5],
								[11, 90],
							],
						},
						{
							side: 'fork',
							points: [
								[1, 60],
								[6, 60.123456],
								[11, 60],
							],
						},
					],
				},
				{
					x: { title: 'date', unit: 'utc' },
					y: { title: 'chance of at least so many', unit: 'percent' },
					shape: 'before',
					series: [
						{
							side: 'fork',
							points: [
								[1_783_000_000, 1],
								[1_793_000_000, 0.25],
							],
						},
					],
				},
			],
		},
	],
	assumptions: [
		{ id: 'hashrate', text: 'the hashrate stays as measured', effect: 'growth shortens the first intervals' },
		{ id: 'price', text: 'the price stays at its dated value', effect: '' },
		{
			id: 'propagation',
			text: 'blocks reach everyone at once',
			effect: 'stale blocks would rise with shorter spacing',
		},
		{ id: 'fleet', text: 'fleets run without pause', effect: '' },
	],
	simulation: { engine: 'lanes', trials: 8000, chains: [{ blocksPerDay: [960, 960] }] },
};

/** The same report for an edit of the constant in place: no simulation, a burst instead. */
export const inPlace: Report = {
	...report,
	fork: {
		...report.fork,
		activation: 'in place: the edited constant is in force at once',
		activationHeight: null,
		activationTime: null,
	},
	burst: {
		firstDivergentHeight: 148_150,
		baseBits: '0x1e0150a3',
		forkBits: '0x2066c155',
		rows: [
			{
				minIntervalSeconds: 1,
				afterSeconds: 3600,
				blocks: 3600,
				coins: '72000.00000000',
				headerAheadSeconds: 0,
				bits: '0x2066c155',
				halted: false,
			},
			{
				minIntervalSeconds: 0,
				afterSeconds: 3600,
				blocks: 1_234_567,
				coins: '24691340.00000000',
				headerAheadSeconds: 7200,
				bits: '0x207fffff',
				halted: true,
			},
		],
	},
};
