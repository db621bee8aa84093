/** What developers and reviewers decide: constants that count blocks, the response of difficulty, dates to check. */
import { isDeepStrictEqual } from 'node:util';
import { subsidyAt, subsidyEras } from '../consensus/subsidy.ts';
import type { Scenario } from '../params/scenario.ts';
import type { Rules } from '../params/types.ts';
import type { Figure, Table } from './document.ts';
import { conditional, exact } from './figure.ts';
import { NORMAL_975 } from './interval.ts';
import { hoursOf } from './load.ts';
import { Pace } from './pace.ts';
import { halfLifeOf, orText, rounded, type Side, SidedRows, type Sides } from './sides.ts';
import { constantsInBlocks, countOf } from './timelocks.ts';

const NO_HALF_LIFE = 'no half-life';
/** Stretches of one subsidy that two schedules are compared over. */
const COMPARED_ERAS = 40;

function constantRows(rows: SidedRows, { base, fork, forkFile }: Scenario): void {
	for (const count of constantsInBlocks(base, fork, forkFile)) {
		const blocks = (side: Side): number => (side.index === 0 ? count.baseBlocks : count.forkBlocks);
		rows.add(`count-${count.name}`, count.name, (side) => exact(hoursOf(blocks(side), side.spacingSeconds), 'hours'));
		rows.under(`count-${count.name}-blocks`, count.title, (side) => exact(blocks(side), 'blocks'));
		rows.under(`count-${count.name}-means`, 'meaning; decision', ({ index }) =>
			exact(index === 0 ? count.means : count.decision, 'text'),
		);
	}
}

/** Noise of difficulty. */
function difficultyRows(rows: SidedRows): void {
	rows.add('half-life', 'half-life', (side) =>
		orText(halfLifeOf(side), NO_HALF_LIFE, (seconds) => exact(seconds, 'seconds')),
	);
	rows.add('noise-floor', 'noise floor √(T/τ)', (side) =>
		orText(halfLifeOf(side), NO_HALF_LIFE, (seconds) => exact(Math.sqrt(side.spacingSeconds / seconds), 'percent')),
	);
	rows.add('noise', 'spread of the target', (side) =>
		orText(halfLifeOf(side), NO_HALF_LIFE, (seconds) =>
			exact(Math.sqrt((side.spacingSeconds * Math.LN2) / (2 * seconds)), 'percent'),
		),
	);
}

/** Dates at which the plan can be held against what came. */
function dateRows(rows: SidedRows, { base, fork, forkFile, state, activationHeight }: Scenario): void {
	if (activationHeight === null) return;
	const paces = [new Pace(base, state), new Pace(fork, state)] as const;
	const at = (height: number) => (side: Side) => ({
		...conditional(paces[side.index]!.timeOf(height), 'utc'),
		digits: 1,
	});
	rows.add('activation', 'activation, on schedule', at(activationHeight));
	const [observed] = state.observedSpacings;
	if (observed !== undefined) {
		const blocks = activationHeight - state.tip.height;
		// The spacing that comes has the spread of a mean over those blocks beside the measured one's.
		const spread = observed.seconds * Math.sqrt(blocks + blocks ** 2 / observed.windowBlocks);
		const error = Math.sqrt(spread ** 2 + state.tipTimeStandardErrorSeconds ** 2);
		rows.add('activation-observed', 'activation, as observed', () =>
			conditional(state.tip.timeSeconds + blocks * observed.seconds, 'utc', NORMAL_975 * error),
		);
	}
	const { reviewAfterBlocks, predictions } = forkFile;
	if (reviewAfterBlocks !== undefined) rows.add('review', 'review', at(activationHeight + reviewAfterBlocks));
	rows.add('predictions', 'predictions to hold', ({ index }) =>
		index === 0 ? null : exact(predictions.length, 'count'),
	);
	rows.add('deployment', 'deployment', ({ index }) => (index === 0 ? null : exact('flag height', 'text')));
	rows.under('upgrade', 'must upgrade', ({ index }) =>
		index === 0 ? null : exact(isStricter(base, fork, activationHeight) ? 'miners' : 'every node', 'text'),
	);
}

/** Whether nodes of the base accept what miners of the fork find: the same difficulty, and nowhere a larger subsidy. */
function isStricter(base: Rules, fork: Rules, activationHeight: number): boolean {
	if (!isDeepStrictEqual(base.difficulty, fork.difficulty)) return false;
	const starts = [base, fork].flatMap(({ subsidy }) => {
		const heights: bigint[] = [];
		for (const { fromHeight } of subsidyEras(subsidy, BigInt(activationHeight))) {
			heights.push(fromHeight);
			if (heights.length === COMPARED_ERAS) break;
		}
		return heights;
	});
	return starts.every((height) => subsidyAt(fork.subsidy, height) <= subsidyAt(base.subsidy, height));
}

/** What taking the fork back costs, a day after it began. */
function rollbackRows(rows: SidedRows): void {
	const forkOnly = (of: (side: Side) => Figure) => (side: Side) => (side.index === 0 ? null : of(side));
	rows.add(
		'rollback',
		'blocks undone after a day',
		forkOnly((side) => exact(side.blocksPerDay, 'blocks')),
	);
	rows.under(
		'rollback-coins',
		'coins of miners undone',
		forkOnly((side) => rounded(exact(side.coinsPerDay, 'coins'), 2)),
	);
	rows.under(
		'rollback-depth',
		'nodes follow by themselves',
		forkOnly((side) => orText(countOf(side.rules, 'reorganisation'), 'any depth', (depth) => exact(depth, 'blocks'))),
	);
}

export function developerTable(sides: Sides, scenario: Scenario): Table {
	const rows = new SidedRows(sides, 'developer');
	constantRows(rows, scenario);
	difficultyRows(rows);
	dateRows(rows, scenario);
	rollbackRows(rows);
	return {
		id: 'developer',
		title: 'Developers and reviewers',
		rows: rows.rows,
		notes: [
			'Constants counted in blocks: wall time at either target spacing, blocks, and what the base says they protect beside what the fork decides.',
			'Activation as observed: the latest mean spacing that the state records, carried on, with the spread of as many independent intervals. Under an absolute schedule it is the wider band.',
			'Must upgrade: who has to run the fork’s rules from the activation on; nodes of the base accept a fork that only lowers the subsidy. Blocks undone: what going back to the base’s rules takes away a day after the activation, and how deep a reorganisation nodes follow without being told.',
			'When the new spacing is reached, and what becomes of the schedule, stands under the transition.',
		],
	};
}
