/** Large miners beside small ones: what size earns in races, concentration, the transition, coming and going. */
import type { SimulationPlan, SimulationResult } from '../engine/types.ts';
import { SECONDS_PER_DAY } from '../hashrate/growth.ts';
import { ASSUMED, MINERS } from './defaults.ts';
import { minersWith, type Races, relayAlone } from './delays.ts';
import type { Table } from './document.ts';
import { assumed, estimated } from './figure.ts';
import { differenceInterval, meanInterval } from './interval.ts';
import { type Replica, rewardShares } from './race.ts';
import { addRace } from './racerow.ts';
import { concentration, groupStales, rewardFactors, transfers } from './rewards.ts';
import { countSums, pairedSums, samplesIn } from './samples.ts';
import { halfLifeOf, orText, rounded, type Side, SidedRows, type Sides } from './sides.ts';
import { ownStale } from './stale.ts';
import { switchingGain } from './switching.ts';

const TRANSITION_DAYS = 14;

export interface LargeTableInput {
	readonly sides: Sides;
	readonly races: Races;
	readonly plan: SimulationPlan;
	readonly result: SimulationResult;
}

const GROUPS = minersWith(0);

/** Reward ÷ hash share by size, in closed form and in the races; concentration of both. */
function sizeRows(rows: SidedRows, races: Races): void {
	const { relaySeconds } = relayAlone();
	const factors = ({ spacingSeconds }: Side): number[] =>
		rewardFactors(groupStales(GROUPS, relaySeconds, spacingSeconds), GROUPS);
	for (const [i, { share, count }] of MINERS.entries()) {
		const percent = share * 100;
		rows.add(`factor-${percent}`, `reward ÷ hash share, ${percent} %`, (side) =>
			rounded(assumed(factors(side)[i]!, 'ratio'), 5),
		);
		const simulated = (replica: Replica): number => rewardShares(GROUPS, [replica])[i]! / (share * count);
		addRace(rows, races, `factor-${percent}-simulated`, 'simulated', 'ratio', simulated, { level: 1 });
	}
	const largest = MINERS[0]!.share;
	rows.add('head-start', `head start of ${largest * 100} %, a day`, (side) => {
		const late = ownStale(largest, relaySeconds, side.spacingSeconds);
		return assumed((largest * side.coinsPerDay * factors(side)[0]! * late) / (1 - late), 'coins/day');
	});
	const hashrate = MINERS.map(({ share, count }) => share * count);
	rows.add('hhi', 'concentration, hashrate', () => rounded(assumed(concentration(GROUPS, hashrate), 'ratio'), 5));
	const ofRewards = (replica: Replica): number => concentration(GROUPS, rewardShares(GROUPS, [replica]));
	addRace(rows, races, 'hhi-reward', 'rewards, simulated', 'ratio', ofRewards, { level: 1 });
}

/** What races move, group by group; the sum is printed because it must be nothing. */
function transferRows(rows: SidedRows, races: Races): void {
	const moved = (replica: Replica, { coinsPerDay }: Side): number[] =>
		transfers(GROUPS, rewardShares(GROUPS, [replica]), coinsPerDay);
	for (const [i, { share, count }] of MINERS.entries()) {
		const name = count === 1 ? `${share * 100} % miner` : `${count} × ${share * 100} %`;
		addRace(
			rows,
			races,
			`moved-${share * 100}`,
			`moved to ${name}`,
			'coins/day',
			(replica, side) => moved(replica, side)[i]!,
		);
	}
	addRace(rows, races, 'moved-sum', 'sum of what is moved', 'coins/day', (replica, side) => {
		const base = 10 ** side.rules.coin.decimals;
		const sum = moved(replica, side).reduce((total, each) => total + each, 0);
		// Shares are rounded doubles; what is left below a base unit is theirs.
		return Math.round(sum * base) / base;
	});
}

/**
 * Coins of the first days beyond the schedule's, over all miners. The count of blocks by a time has the same spread at any
 * time under an absolute schedule, so the whole window's gives the error of a part of it.
 */
function windfallRow(rows: SidedRows, { sides, plan, result }: LargeTableInput): void {
	const days = Math.min(TRANSITION_DAYS, Math.floor(plan.windowSeconds / SECONDS_PER_DAY));
	const chains = result.chains;
	if (days === 0 || chains.length < 2) return;
	const hasIntervals = samplesIn(result) >= 2;
	const counts = chains.map((_, i) => countSums(result, i));
	const beyond = ({ index, blocksPerDay, coinsPerBlock }: Side): number => {
		const found = chains[index]!.blocksPerDay.slice(0, days).reduce((sum, blocks) => sum + blocks, 0);
		return (found / result.trials - days * blocksPerDay) * coinsPerBlock;
	};
	const [base, fork] = sides;
	const half = ({ index, coinsPerBlock }: Side): number | undefined =>
		hasIntervals ? meanInterval(counts[index]!, coinsPerBlock).halfWidth : undefined;
	const paired = pairedSums(counts[1]!, counts[0]!, result.countCrossSum);
	const error = hasIntervals ? differenceInterval(paired, fork.coinsPerBlock, base.coinsPerBlock).halfWidth : undefined;
	rows.add('windfall', `transition, ${days} days`, (side) => estimated(beyond(side), 'coins', half(side)), {
		difference: estimated(beyond(fork) - beyond(base), 'coins', error),
	});
}

function switchingRows(rows: SidedRows): void {
	const { low, primary, high } = ASSUMED.switcher;
	const gain = (share: number) => (side: Side) => {
		return orText(halfLifeOf(side), 'no half-life', (halfLifeSeconds) => {
			const half = SECONDS_PER_DAY / 2;
			return assumed(switchingGain({ share, onSeconds: half, offSeconds: half, halfLifeSeconds }), 'percent');
		});
	};
	rows.add('switching', `12 h a day, +${primary * 100} % hash`, gain(primary));
	rows.under('switching-small', `+${low * 100} %`, gain(low));
	rows.under('switching-large', `+${high * 100} %`, gain(high));
}

export function largeTable(input: LargeTableInput): Table {
	const { sides, races } = input;
	const rows = new SidedRows(sides, 'large');
	sizeRows(rows, races);
	transferRows(rows, races);
	windfallRow(rows, input);
	switchingRows(rows);
	return {
		id: 'large',
		title: 'Large and small miners',
		rows: rows.rows,
		notes: [
			`Miners of assumed sizes at a relay of ${ASSUMED.relay.primary} s; a miner does not race its own blocks, so its part of the rewards rises with its size. What one gains by it others lose.`,
			'Transition: coins of all miners in the first days beyond days × blocks × subsidy, mean over the simulated paths.',
			'12 h a day: coins per unit of work of hashrate that stops every other half day, beside one that never stops; the mean path of ASERT, which depends on its half-life and not on the spacing.',
		],
	};
}
