/** The first days after the activation, and what they would be if the hashrate moved then, on the mean path. */
import type { Response } from '../engine/response.ts';
import { SECONDS_PER_HOUR } from '../hashrate/growth.ts';
import type { Kind } from '../params/types.ts';
import type { Figure, Table } from './document.ts';
import type { ExpectedBlocks } from './expectation.ts';
import { exact } from './figure.ts';
import { rounded, type Side, SidedRows, type Sides } from './sides.ts';
import {
	ADJUSTED_WITHIN,
	adjustments,
	afterStall,
	blocksWithin,
	type MovedPaths,
	overshoot,
	TRANSITION_DAYS,
	TRANSITION_SECONDS,
} from './transition.ts';

/** Distances that proposals of rules without a schedule state beside the one of the definition. */
const OTHER_STEPS = [0.2, 0.01] as const;
const NEVER = `not in ${TRANSITION_DAYS} d`;

/** Rows of one course of the hashrate. */
class PathRows {
	readonly #rows: SidedRows;
	readonly #responses: readonly Response[];
	readonly #kind: Kind;

	constructor(rows: SidedRows, responses: readonly Response[], kind: Kind) {
		this.#rows = rows;
		this.#responses = responses;
		this.#kind = kind;
	}

	responseOf({ index }: Side): Response {
		return this.#responses[index]!;
	}

	figure(value: number | string, unit: Figure['unit'], digits: number): Figure {
		return rounded({ value, unit: typeof value === 'string' ? 'text' : unit, kind: this.#kind }, digits);
	}

	/** Blocks until the expected interval stays within a distance of the spacing, and under them the hours. */
	adjustment(id: string, label: string, within: number, level: 0 | 1): void {
		const of = (side: Side) => adjustments(this.responseOf(side), side.spacingSeconds, [within])[0]!;
		this.#rows.add(`${id}blocks`, label, (side) => this.figure(of(side).blocks ?? NEVER, 'blocks', 0), { level });
		this.#rows.under(`${id}hours`, 'hours', (side) => {
			const { blocks, seconds } = of(side);
			return this.figure(blocks === null ? NEVER : seconds / SECONDS_PER_HOUR, 'hours', 1);
		});
	}

	/** Overshoot, slowest and fastest block. */
	course(id: string, level: 0 | 1): void {
		this.#rows.add(
			`${id}overshoot`,
			'overshoot',
			(side) => this.figure(overshoot(this.responseOf(side), side.spacingSeconds), 'percent', 1),
			{ level },
		);
		const ends = [
			['longest', (intervals: readonly number[]) => intervals.reduce((most, each) => Math.max(most, each), 0)],
			['shortest', (intervals: readonly number[]) => intervals.reduce((least, each) => Math.min(least, each))],
		] as const;
		for (const [name, of] of ends) {
			this.#rows.add(
				`${id}${name}`,
				`${name} mean interval`,
				(side) => this.figure(of(this.responseOf(side).intervals), 'seconds', 1),
				{ level },
			);
		}
	}

	/** Coins of the first days beyond those of a chain that always keeps its spacing. */
	windfall(id: string, label: string, responses: readonly Response[], level: 0 | 1): void {
		this.#rows.add(
			`${id}windfall`,
			label,
			({ index, spacingSeconds, coinsPerBlock }) => {
				const beyond = blocksWithin(responses[index]!, TRANSITION_SECONDS) - TRANSITION_SECONDS / spacingSeconds;
				// Less than a second of schedule is the rounding of header times.
				return this.figure((Math.round(beyond * spacingSeconds) / spacingSeconds) * coinsPerBlock, 'coins', 0);
			},
			{ level, relative: false },
		);
	}
}

/** The hashrate stays. */
export function transitionTable(
	sides: Sides,
	steady: readonly Response[],
	expected: readonly (ExpectedBlocks | null)[],
): Table {
	const rows = new SidedRows(sides, 'transition');
	const path = new PathRows(rows, steady, 'conditional');
	const percent = ADJUSTED_WITHIN * 100;
	rows.add('first', 'first interval', (side) => path.figure(path.responseOf(side).intervals[0]!, 'seconds', 1));
	path.adjustment('', `blocks to within ${percent} %`, ADJUSTED_WITHIN, 0);
	for (const within of OTHER_STEPS) {
		path.adjustment(`${within * 100}-`, `blocks to within ${within * 100} %`, within, 0);
	}
	path.course('', 0);
	const part = (of: (forms: ExpectedBlocks, side: Side) => number, unit: Figure['unit'], digits: number) => {
		return (side: Side): Figure => {
			const forms = expected[side.index] ?? null;
			return forms === null ? exact('no closed form', 'text') : path.figure(of(forms, side), unit, digits);
		};
	};
	// Only an absolute schedule can be in debt.
	if (expected.some((forms) => forms !== null)) {
		rows.add(
			'debt',
			'schedule debt',
			part(({ scheduleDebt }) => scheduleDebt, 'blocks', 1),
		);
		rows.under(
			'debt-seconds',
			'in time',
			part(({ scheduleDebt }, { spacingSeconds }) => scheduleDebt * spacingSeconds, 'seconds', 0),
		);
		rows.add(
			'reanchor',
			're-anchor',
			part(({ reanchorOffset }) => reanchorOffset, 'blocks', 2),
		);
	}
	path.windfall('', `coins beyond ${TRANSITION_DAYS} steady days`, steady, 0);
	return {
		id: 'transition',
		title: `The first ${TRANSITION_DAYS} days`,
		rows: rows.rows,
		notes: [
			`The mean path at a constant hashrate: every block takes exactly its expected time. Within ${percent} %: from that block on the expected interval keeps within ${percent} % of the target spacing; the hours are those until then.`,
			'Overshoot: the largest deviation of the expected interval to the other side of the spacing than the one it starts on. Schedule debt: blocks that an absolute schedule is off by for good, because the target was not rescaled with the spacing.',
			`Coins beyond ${TRANSITION_DAYS} steady days: of all miners, against a chain that keeps its target spacing from the first block on.`,
		],
	};
}

/** The hashrate moves at the activation, the same for both. */
export function movesTable(sides: Sides, moves: readonly MovedPaths[]): Table {
	const rows = new SidedRows(sides, 'moves');
	for (const { move, responses } of moves) {
		const path = new PathRows(
			rows,
			responses.map((response) => afterStall(response, move)),
			'assumed',
		);
		path.adjustment(`${move.id}-`, `${move.name}: blocks to ${ADJUSTED_WITHIN * 100} %`, ADJUSTED_WITHIN, 0);
		path.course(`${move.id}-`, 1);
		path.windfall(`${move.id}-`, `coins beyond ${TRANSITION_DAYS} days`, responses, 1);
	}
	return {
		id: 'moves',
		title: 'If the hashrate moves at the activation',
		rows: rows.rows,
		notes: [
			'Twenty times the hashrate or less than a third of it, for good (the tests of Decred’s DCP-0011), or nobody mining for 11 hours and then everyone as before (what BTX sized its floor for); on the mean path, the same for base and fork.',
			'A stall’s blocks and hours count from the block that ends it. Coins: beyond steady days of the target spacing; what a schedule lost in a stall it mints again, unless headers may not follow the clock.',
		],
	};
}
