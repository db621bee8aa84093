/** A solo miner of any size in closed form: revenue, luck, waiting and ruin, base against fork. */
import { fleetCostUsd } from '../fleet/rate.ts';
import type { Fleet } from '../fleet/types.ts';
import { SECONDS_PER_DAY } from '../hashrate/growth.ts';
import { exp, log1p } from '../numeric/elementary.ts';
import { ASSUMED } from './defaults.ts';
import { minersWith, relayAlone } from './delays.ts';
import type { Figure, Table } from './document.ts';
import { assumed, conditional } from './figure.ts';
import { poissonQuantile } from './poisson.ts';
import { groupStales } from './rewards.ts';
import { ruinProbability } from './ruin.ts';
import { shareOf } from './share.ts';
import { orText, type Side, SidedRows, type Sides, type StakeholderInput } from './sides.ts';
import { ownStale } from './stale.ts';
import { countOf } from './timelocks.ts';

const WINDOW_DAYS = [1, 7, 30] as const;
const MONTH_DAYS = 30;
const RUIN_DAYS = 90;
/** A revenue this steady counts as an income: σ ÷ mean of a quarter. */
const STEADY_CV = 0.25;
const HOURS_PER_DAY = 24;

type SoloInput = Pick<StakeholderInput, 'scenario' | 'plan' | 'market'>;

/** Below one in 10^12 a probability is none. */
function noticeable(probability: number): number {
	return probability < 1e-12 ? 0 : probability;
}

/** Blocks kept by a miner of this size over those of the mean miner, at the assumed relay. */
function keptFactor(share: number, spacingSeconds: number): number {
	const { relaySeconds, validationSeconds } = relayAlone();
	const groups = minersWith(validationSeconds);
	const stales = groupStales(groups, relaySeconds, spacingSeconds);
	const kept = groups.reduce((sum, group, i) => sum + group.share * group.count * (1 - stales[i]!), 0);
	return (1 - ownStale(share, relaySeconds, spacingSeconds)) / kept;
}

/** Dollars a day: the fleet's own, or where it states none a fixed part of what the base pays. */
function costPerDay(fleet: Fleet, base: Side, share: number, priceUsd: number): { usd: number; known: boolean } {
	const { wholeUsd } = fleetCostUsd(fleet, SECONDS_PER_DAY);
	if (wholeUsd > 0) return { usd: wholeUsd, known: true };
	return { usd: ASSUMED.costRatio.primary * share * base.coinsPerDay * priceUsd, known: false };
}

function luckRows(rows: SidedRows, blocks: (side: Side) => number): void {
	for (const days of WINDOW_DAYS) {
		const name = days === 1 ? '1 day' : `${days} days`;
		rows.add(`none-${days}`, `no block in ${name}`, (side) =>
			conditional(noticeable(exp(-days * blocks(side))), 'percent'),
		);
	}
	for (const days of WINDOW_DAYS) {
		const name = days === 1 ? '1 day' : `${days} days`;
		rows.add(`cv-${days}`, `CV of ${name}`, (side) => conditional(1 / Math.sqrt(days * blocks(side)), 'ratio'));
	}
	for (const q of [0.05, 0.5, 0.95]) {
		rows.add(`p${q * 100}`, `coins in ${MONTH_DAYS} days, P${q * 100}`, (side) =>
			conditional(poissonQuantile(MONTH_DAYS * blocks(side), q) * side.coinsPerBlock, 'coins'),
		);
	}
	const wait = (factor: number) => (side: Side) => conditional((HOURS_PER_DAY * factor) / blocks(side), 'hours');
	rows.add('first-mean', 'first block, mean', wait(1));
	rows.under('first-median', 'median', wait(Math.LN2));
	rows.under('first-p95', 'P95', wait(-log1p(-0.95)));
	rows.add('steady', `days to a CV of ${STEADY_CV * 100} %`, (side) =>
		conditional(1 / (STEADY_CV ** 2 * blocks(side)), 'days'),
	);
}

function ruinRows(rows: SidedRows, base: Side, fleet: Fleet, shares: (side: Side) => number, priceUsd: number): void {
	const cost = costPerDay(fleet, base, shares(base), priceUsd);
	const ruin =
		(reserveDays: number) =>
		(side: Side): Figure => {
			const probability = ruinProbability({
				blocksPerDay: shares(side) * side.blocksPerDay,
				reserveDays,
				daysPerBlock: (side.coinsPerBlock * priceUsd) / cost.usd,
				horizonDays: RUIN_DAYS,
			});
			return assumed(noticeable(probability), 'percent');
		};
	const { low, primary, high } = ASSUMED.reserve;
	rows.add('ruin', `ruin in ${RUIN_DAYS} days`, ruin(primary));
	rows.under('ruin-poor', `${low} days in reserve`, ruin(low));
	rows.under('ruin-rich', `${high} days in reserve`, ruin(high));
}

/** One fleet's table. */
export function soloTable(sides: Sides, input: SoloInput, fleet: Fleet): Table {
	const rows = new SidedRows(sides, `solo-${fleet.id}`);
	const [base] = sides;
	const share = (side: Side): number => shareOf(fleet, input, side);
	const blocks = (side: Side): number => share(side) * side.blocksPerDay;
	const coins = (side: Side): number => blocks(side) * side.coinsPerBlock;
	rows.add('share', 'share of the network', (side) => conditional(share(side), 'percent'));
	rows.add('coins-day', 'coins a day', (side) => conditional(coins(side), 'coins/day'));
	rows.under('coins-stale', 'after stale blocks', (side) =>
		assumed(coins(side) * keptFactor(share(side), side.spacingSeconds), 'coins/day'),
	);
	luckRows(rows, blocks);
	rows.add('locked', 'coins not yet mature', (side) =>
		orText(countOf(side.rules, 'maturity'), 'no such rule', (maturity) =>
			// Blocks come as much faster as each takes less: the spacing cancels.
			conditional(share(side) * side.coinsPerBlock * maturity, 'coins'),
		),
	);
	ruinRows(rows, base, fleet, share, input.market.priceUsd);
	const { known } = costPerDay(fleet, base, share(base), input.market.priceUsd);
	const costs = known
		? "at the fleet's cost"
		: `at a cost of ${ASSUMED.costRatio.primary * 100} % of the base's revenue`;
	return {
		id: `solo.${fleet.id}`,
		title: `Solo miner: ${fleet.title}`,
		rows: rows.rows,
		notes: [
			'Closed forms at the target spacing, a constant hashrate and the subsidy of the first block: blocks are Poisson.',
			`Ruin: the first day on which reserve and revenue at ${input.market.priceUsd} USD no longer pay, ${costs}, from a reserve of ${ASSUMED.reserve.primary} days of cost.`,
			`After stale blocks: a relay of ${ASSUMED.relay.primary} s; difficulty gives back what all lose alike.`,
		],
	};
}
