/** What a lint is, what it looks at, and the heights at which forks act. */
import { spacingAt as btxSpacingAt } from '../asert/btx.ts';
import { eraAt, spacingAt } from '../difficulty/era.ts';
import type { DifficultyRules } from '../difficulty/rules.ts';
import type { DeviceClass } from '../fleet/device.ts';
import { SECONDS_PER_HOUR } from '../hashrate/growth.ts';
import { activationHeightOf } from '../params/composition.ts';
import type { Scenario } from '../params/scenario.ts';
import type { ChainState, Fork } from '../params/types.ts';
import type { Finding, Severity } from './document.ts';

/** What lints look at. */
export interface LintSubject
	extends Pick<Scenario, 'base' | 'fork' | 'forkFile' | 'forkFiles' | 'state' | 'activationHeight'> {
	/** Known device classes, whatever chain they were measured on. */
	readonly devices: readonly DeviceClass[];
}

/** What a lint found; its id is the lint's. */
export type Found = Omit<Finding, 'id'>;

export interface Lint {
	readonly id: string;
	/** Those that its findings can have. */
	readonly severities: readonly Severity[];
	/** Nothing where all is well, and where the lint has no meaning for the rules. */
	readonly check: (subject: LintSubject) => readonly Found[];
}

/** A height at which forks begin to act. */
export interface Step {
	/** First height under the forks; of an edit in place, the first after the tip. */
	readonly height: bigint;
	/** Forks that begin here. */
	readonly beginning: readonly Fork[];
	/** Every fork in force from here on. */
	readonly forkFiles: readonly Fork[];
	/** Target spacing in seconds under the base, at this height. */
	readonly baseSpacing: number;
	/** Target spacing in seconds just below this height: the base's at the first step. */
	readonly spacingBefore: number;
	/** Target spacing in seconds from this height on. */
	readonly spacing: number;
}

export function found(
	severity: Severity,
	message: string,
	numbers: Readonly<Record<string, string | number | bigint>>,
): Found {
	const texts = Object.entries(numbers).map(([key, value]) => [key, String(value)] as const);
	return { severity, message, numbers: Object.fromEntries(texts) };
}

export function fixed(value: number, decimals: number): string {
	return value.toFixed(decimals);
}

/** The heights at which the forks begin, in order; those that begin together are one step. */
export function stepsOf({ base, fork, forkFiles, state, activationHeight }: Omit<LintSubject, 'devices'>): Step[] {
	const first = activationHeight ?? state.tip.height + 1;
	const placed = forkFiles.map((file) => ({ file, height: first + delayOf(file, forkFiles[0], state) }));
	const heights = [...new Set(placed.map(({ height }) => height))].sort((a, b) => a - b);
	return heights.map((start, index) => {
		const height = BigInt(start);
		const baseSpacing = Number(spacingAt(base.difficulty, height));
		return {
			height,
			beginning: placed.filter((each) => each.height === start).map(({ file }) => file),
			forkFiles: placed.filter((each) => each.height <= start).map(({ file }) => file),
			baseSpacing,
			spacingBefore: index === 0 ? baseSpacing : spacingBelow(fork.difficulty, height),
			spacing: Number(spacingAt(fork.difficulty, height)),
		};
	});
}

/** Blocks from the first fork's activation to another's. */
function delayOf(file: Fork, first: Fork | undefined, state: ChainState): number {
	const heightOf = (each: Fork) => activationHeightOf(each, state.tip.height) ?? 0;
	return first === undefined ? 0 : heightOf(file) - heightOf(first);
}

/** Target spacing of the last block below a height. */
function spacingBelow(difficulty: DifficultyRules, height: bigint): number {
	const { rule } = eraAt(difficulty, height - 1n);
	return Number(rule.kind === 'btx' ? btxSpacingAt(rule.asert, height - 1n) : rule.spacingSeconds);
}

/** "18 min", "2.5 h", "3.0 d". */
export function wallTime(seconds: number): string {
	const hours = seconds / SECONDS_PER_HOUR;
	if (hours < 1) return `${fixed(seconds / 60, 0)} min`;
	return hours < 48 ? `${fixed(hours, 1)} h` : `${fixed(hours / 24, 1)} d`;
}
