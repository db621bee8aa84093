/** What a stakeholder's table is made of: base and fork side by side, and rows of figures of either. */

import { minerSubsidyAt } from '../consensus/subsidy.ts';
import { halfLifeAt, spacingAt } from '../difficulty/era.ts';
import type { SimulationPlan, SimulationResult } from '../engine/types.ts';
import type { DeviceClass } from '../fleet/device.ts';
import type { Fleet } from '../fleet/types.ts';
import { SECONDS_PER_DAY } from '../hashrate/growth.ts';
import type { Market } from '../market/types.ts';
import type { Scenario } from '../params/scenario.ts';
import type { Rules } from '../params/types.ts';
import type { Figure, Row } from './document.ts';
import type { ExpectedBlocks } from './expectation.ts';
import { type RowOptions, row } from './figure.ts';
import type { TransitionPaths } from './transition.ts';

/** One rule set at the height at which the fork begins. */
export interface Side {
	/** 0: base, 1: fork. */
	readonly index: number;
	readonly rules: Rules;
	readonly height: number;
	readonly spacingSeconds: number;
	readonly blocksPerDay: number;
	/** What a miner keeps of a block, fees apart. */
	readonly coinsPerBlock: number;
	readonly coinsPerDay: number;
}

export interface StakeholderInput {
	readonly scenario: Scenario;
	readonly plan: SimulationPlan;
	readonly result: SimulationResult;
	readonly market: Market;
	readonly fleets: readonly Fleet[];
	/** Every known device class of the chain, measured at these heights or not. */
	readonly devices: readonly DeviceClass[];
	/** Closed forms of the window's blocks, base and fork; null where there is none. */
	readonly expected: readonly (ExpectedBlocks | null)[];
	readonly paths: TransitionPaths;
}

export type Sides = readonly [Side, Side];

/** Base and fork at the activation. */
export function sidesOf({ scenario, plan }: Pick<StakeholderInput, 'scenario' | 'plan'>): Sides {
	const side = (rules: Rules, index: number): Side => {
		const height = plan.activationHeight;
		const spacingSeconds = Number(spacingAt(rules.difficulty, BigInt(height)));
		const blocksPerDay = SECONDS_PER_DAY / spacingSeconds;
		const coinsPerBlock = Number(minerSubsidyAt(rules.subsidy, BigInt(height))) / 10 ** rules.coin.decimals;
		const coinsPerDay = blocksPerDay * coinsPerBlock;
		return { index, rules, height, spacingSeconds, blocksPerDay, coinsPerBlock, coinsPerDay };
	};
	return [side(scenario.base, 0), side(scenario.fork, 1)];
}

/** Seconds of the rule's half-life at the height; null where it has none. */
export function halfLifeOf({ rules, height }: Pick<Side, 'rules' | 'height'>): number | null {
	const seconds = halfLifeAt(rules.difficulty, BigInt(height));
	return seconds === undefined ? null : Number(seconds);
}

/** A figure that is not known, and why in a word or two. */
export function unknown(why = 'unknown'): Figure {
	return { value: why, unit: 'text', kind: 'assumed' };
}

/** A figure of a number that may not exist: a text in its place. */
export function orText(
	value: number | null,
	text: string,
	of: (value: number) => Figure,
	kind: Figure['kind'] = 'exact',
): Figure {
	return value === null ? { value: text, unit: 'text', kind } : of(value);
}

/** A figure with so many digits after its point. */
export function rounded(figure: Figure, digits: number): Figure {
	return { ...figure, digits };
}

/** Rows of one table; ids begin with the table's own prefix, so that no two tables share one. */
export class SidedRows {
	readonly sides: Sides;
	readonly #prefix: string;
	readonly rows: Row[] = [];

	constructor(sides: Sides, prefix: string) {
		this.sides = sides;
		this.#prefix = prefix;
	}

	add(id: string, label: string, of: (side: Side) => Figure | null, options: RowOptions = {}): void {
		const [base, fork] = this.sides;
		this.rows.push(row(`${this.#prefix}-${id}`, label, of(base), of(fork), options));
	}

	/** A row under the one before it. */
	under(id: string, label: string, of: (side: Side) => Figure | null, options: RowOptions = {}): void {
		this.add(id, label, of, { ...options, level: 1 });
	}
}
