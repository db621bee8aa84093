/** What holders see: coins that are added, when, how many in the end, and how far two schedules part on the way. */
import { halvingHeights, issuedThrough, startsAtGenesis, subsidyAt, totalSupply } from '../consensus/subsidy.ts';
import { SECONDS_PER_DAY } from '../hashrate/growth.ts';
import { log2 } from '../numeric/elementary.ts';
import { normalQuantile } from '../numeric/special.ts';
import type { Fork } from '../params/types.ts';
import { ASSUMED } from './defaults.ts';
import type { Figure, Table } from './document.ts';
import { baseUnits, coins, conditional, exact } from './figure.ts';
import { NORMAL_975 } from './interval.ts';
import { isKnown } from './issuance.ts';
import { DAYS_PER_YEAR } from './load.ts';
import { Pace, scheduleDeviationSeconds } from './pace.ts';
import { roundingTotal } from './rounding.ts';
import { halfLifeOf, rounded, type Side, SidedRows, type Sides, type StakeholderInput, unknown } from './sides.ts';
import { supplyGap } from './supplygap.ts';

const YEARS = [1, 2, 4, 10] as const;
/** Halvings whose dates are given. */
const HALVINGS = 2;
const NORMAL_95 = normalQuantile(0.95);

/** What blocks below the schedule's first height created is no function of height. */
const NOT_KNOWN = unknown('not known');

/** A side with its schedule and the spread of its block times around it; null: the rule keeps no schedule. */
interface Dated extends Side {
	readonly pace: Pace;
	readonly halfLifeSeconds: number | null;
}

/**
 * Standard error in seconds of a height's time n blocks on: the schedule's own where the rule keeps one, that of n
 * independent intervals, T·√n, where it does not.
 */
function spreadSeconds({ spacingSeconds, halfLifeSeconds }: Dated, blocks: number): number {
	if (halfLifeSeconds === null) return spacingSeconds * Math.sqrt(Math.max(0, blocks));
	return scheduleDeviationSeconds(spacingSeconds, halfLifeSeconds);
}

function issuanceRows(rows: SidedRows): void {
	rows.add('day', 'new coins a day', (side) => {
		const units = coinsOf(side);
		return rounded(exact(units * side.blocksPerDay, 'coins/day'), side.rules.coin.decimals);
	});
	rows.add('year', 'new coins a year', (side) =>
		rounded(exact(coinsOf(side) * side.blocksPerDay * DAYS_PER_YEAR, 'coins'), side.rules.coin.decimals),
	);
	rows.add('inflation', 'inflation', (side) => {
		if (!startsAtGenesis(side.rules.subsidy)) return NOT_KNOWN;
		const supply = Number(issuedThrough(side.rules.subsidy, BigInt(side.height - 1))) / 10 ** side.rules.coin.decimals;
		return exact((coinsOf(side) * side.blocksPerDay * DAYS_PER_YEAR) / supply, 'percent');
	});
}

/** Coins that the block at the activation creates, whoever is paid. */
function coinsOf({ rules, height }: Side): number {
	return Number(subsidyAt(rules.subsidy, BigInt(height))) / 10 ** rules.coin.decimals;
}

function supplyRows(rows: SidedRows, dated: readonly Dated[], { scenario }: StakeholderInput): void {
	const { tip, tipTimeStandardErrorSeconds } = scenario.state;
	for (const years of YEARS) {
		const time = tip.timeSeconds + years * DAYS_PER_YEAR * SECONDS_PER_DAY;
		rows.add(`supply-${years}y`, `supply after ${years} ${years === 1 ? 'year' : 'years'}`, ({ index }) => {
			const side = dated[index]!;
			const { rules, spacingSeconds } = side;
			if (!startsAtGenesis(rules.subsidy)) return NOT_KNOWN;
			const height = BigInt(side.pace.heightAt(time));
			const issued = issuedThrough(rules.subsidy, height);
			const next = Number(subsidyAt(rules.subsidy, height + 1n)) / 10 ** rules.coin.decimals;
			const error = Math.sqrt(spreadSeconds(side, Number(height) - tip.height) ** 2 + tipTimeStandardErrorSeconds ** 2);
			const supply = Number(issued) / 10 ** rules.coin.decimals;
			return conditional(supply, 'coins', NORMAL_975 * (error / spacingSeconds) * next);
		});
	}
}

/** Halvings with 90 % bands: the schedule's noise, then a hashrate that drifts all the way. */
function halvingRows(rows: SidedRows, dated: readonly Dated[], { scenario }: StakeholderInput): void {
	const { tip, tipTimeStandardErrorSeconds } = scenario.state;
	const schedules = dated.map(({ rules }) => halvingHeights(rules.subsidy));
	const next = schedules[0]!.findIndex((height) => height > BigInt(tip.height));
	if (next === -1) {
		rows.add('halving', 'next halving', () => exact('none', 'text'));
		return;
	}
	const drift = log2(1 + ASSUMED.drift.primary);
	for (let k = next; k < next + HALVINGS; k++) {
		/** Date plus so many standard errors and so many days of drift; null: no such halving. */
		const date =
			(errors: number, drifting: number) =>
			({ index }: Side): Figure => {
				const side = dated[index]!;
				const height = schedules[index]![k];
				if (height === undefined) return exact('none', 'text');
				const time = side.pace.timeOf(Number(height));
				const spread = spreadSeconds(side, Number(height) - tip.height);
				const noise = errors * Math.sqrt(spread ** 2 + tipTimeStandardErrorSeconds ** 2);
				const days = (time - tip.timeSeconds) / SECONDS_PER_DAY;
				// A grown hashrate puts an absolute schedule early by τ a doubling.
				const early = (side.halfLifeSeconds ?? 0) * drift * days * drifting;
				const figure = { ...conditional(time + noise - early, 'utc'), digits: 1 };
				return drifting === 0 ? figure : { ...figure, kind: 'assumed' };
			};
		const name = k === next ? 'next halving' : `halving ${k + 1}`;
		rows.add(`halving-${k + 1}`, name, date(0, 0));
		rows.under(`halving-${k + 1}-early`, '5 %: luck, growth', date(-NORMAL_95, 1));
		rows.under(`halving-${k + 1}-late`, '95 %: luck, decline', date(NORMAL_95, -1));
	}
}

function finalRows(rows: SidedRows, [base]: Sides, forkFile: Fork): void {
	const total = (side: Side) => totalSupply(side.rules.subsidy);
	rows.add('final', 'final supply', (side) => {
		if (!isKnown(side.rules)) return NOT_KNOWN;
		const supply = total(side);
		return supply === null ? exact('unbounded', 'text') : coins(supply, side.rules.coin.decimals);
	});
	rows.add('margin', 'cap minus final supply', (side) => {
		if (!isKnown(side.rules)) return NOT_KNOWN;
		const supply = total(side);
		return supply === null ? exact('unbounded', 'text') : baseUnits(side.rules.maxMoney - supply);
	});
	rows.add('rounding', 'rounding in all', (side) => {
		const owed = forkFile.declares.issuancePerTime === 'preserve' ? base.rules : side.rules;
		const units = roundingTotal(side.rules, owed);
		return units === null ? exact('not defined', 'text') : baseUnits(units);
	});
}

function gapRows(rows: SidedRows, [base, fork]: readonly [Dated, Dated]): void {
	const decimals = base.rules.coin.decimals;
	const gap = supplyGap(base, fork, base.height, 10n ** BigInt(decimals));
	const forkOnly = (figure: Figure) => (side: Side) => (side.index === 0 ? null : figure);
	const none = gap.units === 0n;
	rows.add('gap', 'largest fork − base', forkOnly({ ...coins(gap.units, decimals, 'conditional'), digits: 2 }));
	rows.under('gap-date', 'on', forkOnly(none ? exact('never', 'text') : conditional(gap.timeSeconds, 'utc')));
	rows.under(
		'gap-end',
		'within a coin from',
		forkOnly(gap.meetSeconds === null ? exact(none ? 'always' : 'never', 'text') : conditional(gap.meetSeconds, 'utc')),
	);
}

export function holderTable(sides: Sides, input: StakeholderInput): Table {
	const { state, forkFile } = input.scenario;
	const rows = new SidedRows(sides, 'holder');
	const dated = (side: Side): Dated => {
		return { ...side, pace: new Pace(side.rules, state), halfLifeSeconds: halfLifeOf(side) };
	};
	const both = [dated(sides[0]), dated(sides[1])] as const;
	issuanceRows(rows);
	supplyRows(rows, both, input);
	halvingRows(rows, both, input);
	finalRows(rows, sides, forkFile);
	gapRows(rows, both);
	rows.add('displaced', 'displaced by transition', (side) => {
		const forms = input.expected[side.index];
		if (forms === null || forms === undefined) return unknown('no closed form');
		return conditional((forms.scheduleDebt + forms.reanchorOffset) * coinsOf(side), 'coins');
	});
	return {
		id: 'holder',
		title: 'Holders',
		rows: rows.rows,
		notes: [
			'Dates and supplies are those of the schedule. Intervals: its noise and the error of the tip’s time; 5 and 95 % also let the hashrate drift by ' +
				`${ASSUMED.drift.primary * 100} % a day, up or down, all the way.`,
			'Largest fork − base: supplies at the same time, not at the same height. Rounding: what is paid beyond the unrounded sum that the rules, or a fork that keeps coins a day, owe.',
		],
	};
}
