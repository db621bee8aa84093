/** The window's issuance: nominal, expected with every correction named, and simulated. */

import { issuedBetween } from '../consensus/subsidy.ts';
import { spacingAt } from '../difficulty/era.ts';
import type { ChainReducer, SimulationPlan, SimulationResult } from '../engine/types.ts';
import type { Rules } from '../params/types.ts';
import type { Figure, Row, Table } from './document.ts';
import type { ExpectedBlocks } from './expectation.ts';
import { baseUnits, coins, conditional, estimated, exact, row } from './figure.ts';
import { daysText } from './fleettable.ts';
import type { PathForecast } from './forecast.ts';
import { differenceInterval, meanInterval } from './interval.ts';
import { countSums, pairedSums, samplesIn } from './samples.ts';

export interface WindowInput {
	readonly plan: SimulationPlan;
	readonly result: SimulationResult;
	readonly rules: readonly Rules[];
	readonly expected: readonly (ExpectedBlocks | null)[];
	/** What stands in for the closed forms where a rule has none. */
	readonly onPath?: PathForecast | undefined;
	readonly decimals: number;
}

/** All that blocks create, or the part that their miners keep. */
type IssuedBetween = typeof issuedBetween;

/** Base units that blocks firstHeight … firstHeight + blocks − 1 pay. */
export function issuedIn(
	rules: Rules,
	firstHeight: number,
	blocks: number,
	between: IssuedBetween = issuedBetween,
): bigint {
	return between(rules.subsidy, BigInt(firstHeight), BigInt(firstHeight + blocks));
}

/** Mean base units over the simulated paths, exact as a fraction. */
export function meanIssuedUnits(
	rules: Rules,
	firstHeight: number,
	chain: ChainReducer,
	between: IssuedBetween = issuedBetween,
): number {
	let total = 0n;
	let trials = 0;
	for (const [blocks, times] of chain.windowBlocks) {
		total += issuedIn(rules, firstHeight, blocks, between) * BigInt(times);
		trials += times;
	}
	return Number(total) / trials;
}

/** Mean blocks of the window over the simulated paths. */
export function meanBlocks(chain: ChainReducer): number {
	const trials = chain.windowBlocks.reduce((sum, [, times]) => sum + times, 0);
	return chain.windowBlocks.reduce((sum, [blocks, times]) => sum + blocks * times, 0) / trials;
}

/** Nominal coins of the window: whole blocks of window ÷ spacing at the subsidies of their heights. */
export function nominalUnits(rules: Rules, plan: SimulationPlan): bigint {
	const spacing = Number(spacingAt(rules.difficulty, BigInt(plan.activationHeight)));
	return issuedIn(rules, plan.activationHeight, Math.floor(plan.windowSeconds / spacing));
}

/** Rows of one quantity that a chain's block count decides, with paired errors. */
function simulatedRow(id: string, label: string, unit: 'blocks' | 'coins', input: WindowInput): Row {
	const { result, rules, plan } = input;
	const hasIntervals = samplesIn(result) >= 2;
	const coin = 10 ** input.decimals;
	const sides = result.chains.map((chain, i) => {
		const sums = countSums(result, i);
		const blocks = Number(sums.sum) / result.trials;
		const value = unit === 'blocks' ? blocks : meanIssuedUnits(rules[i]!, plan.activationHeight, chain) / coin;
		const slope = unit === 'blocks' ? 1 : blocks > 0 ? value / blocks : 0;
		const half = hasIntervals ? meanInterval(sums).halfWidth * slope : undefined;
		return { figure: estimated(value, unit, half), slope, sums };
	});
	const [base, fork] = sides;
	let difference: Figure | undefined;
	if (base !== undefined && fork !== undefined) {
		const sums = pairedSums(fork.sums, base.sums, result.countCrossSum);
		const half = hasIntervals ? differenceInterval(sums, fork.slope, base.slope).halfWidth : undefined;
		difference = estimated(Number(fork.figure.value) - Number(base.figure.value), unit, half);
	}
	return row(id, label, base?.figure ?? null, fork?.figure ?? null, difference === undefined ? {} : { difference });
}

const FORMS_NOTE =
	'A simulated window holds half a block less than nominal (it ends inside an interval); a new anchor takes one block more and freezes the noise its parent had; both are in the expectation that the checks use.';
/** Of rules without a closed form. */
const PATH_NOTE =
	'On the mean path every block takes its expected time. What a fork gains or loses there against nominal is what its rule needs to adjust; the simulation adds the noise of single blocks.';

/** The table of the window's blocks and coins. */
export function windowTable(input: WindowInput): Table {
	const { plan, rules, expected, onPath, decimals } = input;
	const days = daysText(plan.windowSeconds);
	const nominal = rules.map((each) => nominalUnits(each, plan));
	const [base, fork] = nominal;
	const blocksOf = (i: number): Figure | null => {
		const forms = expected[i];
		return forms === null || forms === undefined ? null : { ...conditional(forms.expected, 'blocks'), digits: 2 };
	};
	const nominalBlocks = (each: Rules): Figure =>
		exact(plan.windowSeconds / Number(spacingAt(each.difficulty, BigInt(plan.activationHeight))), 'blocks');
	const pathOf = (i: number): Figure | null => {
		const blocks = onPath?.blocks[i] ?? null;
		return blocks === null ? null : { ...conditional(blocks, 'blocks'), digits: 2 };
	};
	const hasForms = expected.some((forms) => forms !== null);
	const hasPath = onPath !== undefined;
	const nominalFigure = (units: bigint | undefined): Figure | null =>
		units === undefined ? null : coins(units, decimals);
	const nominalDifference =
		base === undefined || fork === undefined ? {} : { difference: coins(fork - base, decimals) };
	const rows = [
		row('window-nominal', `nominal, ${days}`, nominalFigure(base), nominalFigure(fork), nominalDifference),
		simulatedRow('window-coins', `simulated, ${days}`, 'coins', input),
		row(
			'window-blocks-nominal',
			'blocks, nominal',
			nominalBlocks(rules[0]!),
			rules[1] === undefined ? null : nominalBlocks(rules[1]),
			{ detail: true },
		),
		...(hasForms || !hasPath
			? [
					row(
						'window-blocks-expected',
						'blocks, expected with corrections',
						blocksOf(0),
						rules.length < 2 ? null : blocksOf(1),
						{ detail: true },
					),
				]
			: []),
		...(hasPath ? [row('window-blocks-path', 'blocks, on the mean path', pathOf(0), pathOf(1), { detail: true })] : []),
		simulatedRow('window-blocks', 'blocks, simulated', 'blocks', input),
	];
	if (base !== undefined && fork !== undefined) {
		rows.splice(
			1,
			0,
			row('window-nominal-units', 'nominal, base units', baseUnits(base), baseUnits(fork), {
				difference: baseUnits(fork - base),
				detail: true,
			}),
		);
	}
	const notes = [hasPath ? PATH_NOTE : FORMS_NOTE];
	return { id: 'window', title: `Issuance in ${days} from activation`, rows, notes };
}
