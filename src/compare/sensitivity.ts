/** The assumptions that could turn a verdict, one at a time: the figure that decides, at each of their values. */
import type { DeviceClass } from '../fleet/device.ts';
import { fleetCostUsd } from '../fleet/rate.ts';
import type { Fleet } from '../fleet/types.ts';
import { SECONDS_PER_DAY } from '../hashrate/growth.ts';
import { exp, pow } from '../numeric/elementary.ts';
import { poissonLossProbability } from './closedform.ts';
import { ASSUMED } from './defaults.ts';
import { delaysOf, minersWith, plainStale, relayAlone } from './delays.ts';
import type { Figure, Listing, Unit } from './document.ts';
import { assumed, row } from './figure.ts';
import { groupStales, rewardFactors } from './rewards.ts';
import { shareOf } from './share.ts';
import type { Side, Sides, StakeholderInput } from './sides.ts';
import { directionOf, MATERIALITY } from './stakeholders.ts';

export interface SensitivityInput extends Pick<StakeholderInput, 'scenario' | 'plan' | 'market'> {
	/** Fleets that decide for the solo miner and the renter; null: none. */
	readonly solo: Fleet | null;
	readonly rented: Fleet | null;
	/** Coins a day under the fork ÷ under the base. */
	readonly coinsRatio: number;
	/** Base supply ÷ fork supply at the window's end; null where no supply is known. */
	readonly supplyRatio: number | null;
	readonly devices: readonly DeviceClass[];
}

/** One value of an assumption and what it is called. */
interface Level {
	readonly name: string;
	readonly value: number;
}

/** An assumption with the figure of a group that turns on it. */
interface Turn {
	readonly id: string;
	readonly assumption: string;
	/** Low, as reported, high; null: there is none to that side. */
	readonly levels: readonly [Level | null, Level, Level | null];
	readonly figure: string;
	readonly unit: Unit;
	readonly better: 'higher' | 'lower';
	readonly of: (side: Side, value: number) => number;
}

const times = (what: string): Turn['levels'] => [
	{ name: `half ${what}`, value: 0.5 },
	{ name: 'as it is', value: 1 },
	{ name: 'twice', value: 2 },
];

/** How far others' hashrate follows the coins that a fork pays, from not at all to free entry. */
const RESPONSE: Turn['levels'] = [null, { name: 'stays', value: 0 }, { name: 'follows revenue', value: 1 }];

function soloTurns(solo: Fleet, input: SensitivityInput): Turn[] {
	const { plan, coinsRatio, supplyRatio, market } = input;
	const days = plan.windowSeconds / SECONDS_PER_DAY;
	const blocks = (side: Side, hashrateFactor: number) =>
		shareOf(solo, input, side, hashrateFactor) * side.blocksPerDay * days;
	const none = { figure: `Solo miner: no block in ${days} days`, unit: 'percent', better: 'lower' } as const;
	const turns: Turn[] = [
		{
			...{ id: 'hashrate-solo', assumption: 'network hashrate', levels: times('of it'), ...none },
			of: (side, factor) => exp(-blocks(side, factor)),
		},
	];
	if (coinsRatio !== 1) {
		turns.push({
			...{ id: 'response-solo', assumption: "miners' response", levels: RESPONSE, ...none },
			of: (side, part) => exp(-blocks(side, side.index === 0 ? 1 : pow(coinsRatio, part))),
		});
	}
	if (supplyRatio !== null && supplyRatio !== 1) {
		turns.push({
			id: 'dilution-solo',
			assumption: "price's response",
			levels: [null, { name: 'one price', value: 0 }, { name: 'value stays', value: 1 }],
			figure: 'Solo miner: revenue',
			unit: 'usd',
			better: 'higher',
			of: (side, part) =>
				blocks(side, 1) * side.coinsPerBlock * market.priceUsd * (side.index === 0 ? 1 : pow(supplyRatio, part)),
		});
	}
	return turns;
}

function rentTurns(rented: Fleet, input: SensitivityInput): Turn[] {
	const { plan, coinsRatio, market } = input;
	const days = plan.windowSeconds / SECONDS_PER_DAY;
	const costUsd = fleetCostUsd(rented, plan.windowSeconds).wholeUsd;
	const blocks = (side: Side, hashrateFactor: number) =>
		shareOf(rented, input, side, hashrateFactor) * side.blocksPerDay * days;
	const breakEven = { figure: 'Renter: break-even price', unit: 'usd/coin', better: 'lower' } as const;
	const price = (side: Side, hashrateFactor: number, cost: number) =>
		cost / (blocks(side, hashrateFactor) * side.coinsPerBlock);
	const priced = (factor: number): Level => {
		const value = market.priceUsd * factor;
		return { name: `USD ${Number(value.toPrecision(4))}`, value };
	};
	const turns: Turn[] = [
		{
			...{ id: 'hashrate-rent', assumption: 'network hashrate', levels: times('of it'), ...breakEven },
			of: (side, factor) => price(side, factor, costUsd),
		},
		{
			...{ id: 'cost-rent', assumption: 'rent', levels: times('of it'), ...breakEven },
			of: (side, factor) => price(side, 1, costUsd * factor),
		},
		{
			id: 'price-rent',
			assumption: 'coin price',
			levels: [priced(0.5), priced(1), priced(2)],
			figure: `Renter: P(loss) in ${days} days`,
			unit: 'percent',
			better: 'lower',
			of: (side, priceUsd) => poissonLossProbability(blocks(side, 1), side.coinsPerBlock, costUsd, priceUsd),
		},
	];
	if (coinsRatio !== 1) {
		turns.push({
			...{ id: 'response-rent', assumption: "miners' response", levels: RESPONSE, ...breakEven },
			of: (side, part) => price(side, side.index === 0 ? 1 : pow(coinsRatio, part), costUsd),
		});
	}
	return turns;
}

/** Delays: what the smallest miner loses of its part, and what is lost in all. */
function delayTurns(devices: readonly DeviceClass[], sides: Sides): Turn[] {
	const { low, primary, high } = ASSUMED.relay;
	const level = (value: number): Level => ({ name: `${value} s`, value });
	const levels: Turn['levels'] = [level(low), level(primary), level(high)];
	const groups = minersWith(0);
	const smallest = groups.length - 1;
	const turns: Turn[] = [
		{
			...{ id: 'relay-stale', assumption: 'relay', levels, unit: 'percent', better: 'lower' },
			figure: 'Network: stale blocks',
			of: ({ spacingSeconds }, relay) => plainStale(relayAlone(relay), spacingSeconds),
		},
		{
			...{ id: 'relay-small', assumption: 'relay', levels, unit: 'ratio', better: 'higher' },
			figure: `Miner of ${groups[smallest]!.share * 100} %: reward ÷ hash share`,
			of: ({ spacingSeconds }, relay) => rewardFactors(groupStales(groups, relay, spacingSeconds), groups)[smallest]!,
		},
	];
	for (const device of devices) {
		if (sides.some((side) => delaysOf(device, side) === null)) continue;
		turns.push({
			id: `device-${device.id}`,
			assumption: 'device time',
			levels: [null, { name: 'none', value: 0 }, { name: device.id, value: 1 }],
			figure: 'Network: stale blocks',
			unit: 'percent',
			better: 'lower',
			of: (side, part) => plainStale(part === 0 ? relayAlone() : delaysOf(device, side)!, side.spacingSeconds),
		});
	}
	return turns;
}

/** What the fork changes at one value, and which way that points. */
function outcome([base, fork]: Sides, turn: Turn, level: Level) {
	const figure = (side: Side): Figure => assumed(turn.of(side, level.value), turn.unit);
	const each = row(turn.id, turn.assumption, figure(base), figure(fork));
	return { change: each.relative ?? each.difference, points: directionOf(each, turn.better, MATERIALITY) };
}

export function sensitivity(sides: Sides, input: SensitivityInput): Listing {
	const turns = [
		...(input.solo === null ? [] : soloTurns(input.solo, input)),
		...(input.rented === null ? [] : rentTurns(input.rented, input)),
		...delayTurns(input.devices, sides),
	];
	const all = turns.map((turn) => {
		const [low, reported, high] = turn.levels.map((level) => (level === null ? null : outcome(sides, turn, level)));
		const turned = [low, high].some((each) => each !== null && each?.points !== reported?.points);
		const values = [low, reported, high].map((each) => each?.change ?? null);
		const numbers = values.flatMap((each) => (typeof each?.value === 'number' ? [each.value] : []));
		const names = turn.levels.flatMap((level) => level?.name ?? []);
		return {
			turned,
			moves: numbers.some((value) => value !== 0),
			swing: Math.max(...numbers) - Math.min(...numbers),
			row: {
				id: turn.id,
				label: turn.assumption,
				figures: [
					assumed(names.join(' · '), 'text'),
					assumed(turn.figure, 'text'),
					...values,
					assumed(turned ? 'turns' : 'holds', 'text'),
				],
			},
		};
	});
	const rows = all.filter(({ moves }) => moves);
	return {
		id: 'sensitivity',
		title: 'What the verdicts turn on',
		heading: 'Assumption',
		columns: [
			{ id: 'levels', title: 'Low · as reported · high', form: 'words' },
			{ id: 'figure', title: 'What decides', form: 'words' },
			{ id: 'low', title: 'At low', form: 'difference' },
			{ id: 'reported', title: 'As reported', form: 'difference' },
			{ id: 'high', title: 'At high', form: 'difference' },
			{ id: 'verdict', title: 'Direction', form: 'words' },
		],
		rows: rows
			.toSorted((a, b) => Number(b.turned) - Number(a.turned) || b.swing - a.swing)
			.map(({ row: each }) => each),
		notes: [
			rows.length === 0
				? 'No assumption listed in docs/assumptions.md moves what this fork changes for solo miners, renters or the network.'
				: `What the fork changes in the figure, in closed form at the target spacing, with one assumption moved at a time. Turns: it points another way, or nowhere (less than ${MATERIALITY * 100} %), at one of the values.`,
		],
	};
}
