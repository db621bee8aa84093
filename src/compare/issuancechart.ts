/** Supply and coins a day by date, on either rule set's schedule. */
import { issuedBetween, issuedThrough, startsAtGenesis } from '../consensus/subsidy.ts';
import { SECONDS_PER_DAY } from '../hashrate/growth.ts';
import type { ChainState, Rules } from '../params/types.ts';
import { curve, sideOf } from './curve.ts';
import type { Chart, Panel } from './document.ts';
import { coinsPerDay } from './issuance.ts';
import { Pace } from './pace.ts';

const STEP_DAYS = 30;
/** Ten years of steps. */
const STEPS = 122;

/** Rules at a date of the schedule. */
interface Reached {
	readonly time: number;
	readonly height: number;
}

/** @param fork null for an edit in place, whose heights follow no schedule */
export function issuanceChart(base: Rules, fork: Rules | null, state: ChainState): Chart {
	const sides = (fork === null ? [base] : [base, fork]).map((rules) => ({ rules, reached: reachedBy(rules, state) }));
	const x = { title: 'date', unit: 'utc' } as const;
	const panels: Panel[] = [
		{
			x,
			y: { title: 'coins a day', unit: 'coins/day' },
			shape: 'after',
			series: sides.map(({ rules, reached }, i) =>
				curve(
					sideOf(i),
					reached.map(({ time, height }) => [time, Number(coinsPerDay(rules, height + 1).value)]),
				),
			),
		},
	];
	if (sides.every(({ rules }) => startsAtGenesis(rules.subsidy))) {
		panels.push({
			x,
			y: { title: 'supply, coins', unit: 'coins' },
			shape: 'line',
			series: sides.map(({ rules, reached }, i) => curve(sideOf(i), supplyOf(rules, reached))),
		});
	}
	return {
		id: 'issuance',
		title: 'Issuance and supply by date',
		description: `Coins a day and supply over ten years from the state's tip, every ${STEP_DAYS} days on the schedule.`,
		panels,
	};
}

function reachedBy(rules: Rules, state: ChainState): Reached[] {
	const pace = new Pace(rules, state);
	return Array.from({ length: STEPS + 1 }, (_, i) => {
		const time = state.tip.timeSeconds + i * STEP_DAYS * SECONDS_PER_DAY;
		return { time, height: pace.heightAt(time) };
	});
}

/** Adds up what lies between two dates, so that each block is counted once. */
function supplyOf({ subsidy, coin }: Rules, reached: readonly Reached[]): [number, number][] {
	let height = reached[0]!.height;
	let supply = issuedThrough(subsidy, BigInt(height));
	return reached.map((each) => {
		supply += issuedBetween(subsidy, BigInt(height + 1), BigInt(each.height + 1));
		height = each.height;
		return [each.time, Number(supply) / 10 ** coin.decimals];
	});
}
