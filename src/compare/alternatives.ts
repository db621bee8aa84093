/** Neighbours of what a fork chooses, and doing nothing, in closed form: why this value and not another. */
import type { Fleet } from '../fleet/types.ts';
import { SECONDS_PER_DAY, SECONDS_PER_HOUR } from '../hashrate/growth.ts';
import { exp, ln } from '../numeric/elementary.ts';
import { ASSUMED } from './defaults.ts';
import type { Figure, Listing } from './document.ts';
import { assumed, conditional, exact } from './figure.ts';
import { bytesPerYear } from './load.ts';
import { shareOf } from './share.ts';
import { halfLifeOf, type Sides, type StakeholderInput } from './sides.ts';
import { exponentialStale } from './stale.ts';
import { switchingGain } from './switching.ts';
import { ADJUSTED_WITHIN, MOVES } from './transition.ts';
import { confirmationWait } from './waiting.ts';

/** Spacings that proposals weigh, seconds. */
const SPACINGS = [30, 45, 60, 75, 90, 120] as const;
/** Half-lives over the base's. */
const MULTIPLES = [0.25, 0.5, 1, 2, 4, 8] as const;

export interface AlternativesInput extends Pick<StakeholderInput, 'scenario' | 'plan'> {
	/** The fleet that decides for solo miners; null: none. */
	readonly solo: Fleet | null;
	/** Coins a day under the fork ÷ under the base; 1 where they differ by rounding only. */
	readonly coinsRatio: number;
}

/** "14,400 s". */
function secondsText(value: number): string {
	return `${String(value).replace(/\B(?=(?:\d{3})+$)/g, ',')} s`;
}

/** The base's value, the fork's and those between and around them, ascending, each with what it is. */
function choices(base: number, fork: number, others: readonly number[], name: (value: number) => string) {
	const values = [...new Set([base, fork, ...others])].sort((a, b) => a - b);
	return values.map((value) => {
		const what = value === base ? ', nothing done' : value === fork ? ', the fork' : '';
		return { value, isBase: value === base, label: name(value) + what };
	});
}

/** A grid over the spacing, at the fork's half-life and its decision on issuance. */
function spacingGrid([base, fork]: Sides, input: AlternativesInput): Listing {
	const { plan, solo } = input;
	const days = plan.windowSeconds / SECONDS_PER_DAY;
	const preserves = input.coinsRatio === 1;
	const share = solo === null ? null : shareOf(solo, input, fork);
	const confirmations = ASSUMED.confirmations.primary;
	const rows = choices(base.spacingSeconds, fork.spacingSeconds, SPACINGS, secondsText).map(
		({ value: spacing, isBase, label }) => {
			const side = isBase ? base : fork;
			const blocks = (SECONDS_PER_DAY / spacing) * days;
			const coinsPerDay = isBase
				? base.coinsPerDay
				: preserves
					? fork.coinsPerDay
					: (fork.coinsPerBlock * SECONDS_PER_DAY) / spacing;
			const halfLife = halfLifeOf(side);
			const figures: (Figure | null)[] = [
				{ ...exact(coinsPerDay, 'coins/day'), digits: 2 },
				share === null ? null : conditional(exp(-share * blocks), 'percent'),
				exact(confirmationWait(confirmations, spacing).p95, 'seconds'),
				halfLife === null
					? share === null
						? null
						: conditional(1 / Math.sqrt(share * blocks), 'ratio')
					: exact(Math.sqrt(spacing / halfLife), 'percent'),
				assumed(exponentialStale(ASSUMED.relay.primary, spacing), 'percent'),
				exact(bytesPerYear(side.rules.headerBytes, spacing), 'bytes'),
			];
			return { id: `spacing-${spacing}`, label, figures };
		},
	);
	const noise = halfLifeOf(fork) !== null;
	const issuance = preserves ? 'as many coins a day at each' : 'as many coins a block at each as the fork has';
	return {
		id: 'alternatives',
		title: 'Other spacings',
		heading: 'Spacing',
		columns: [
			{ id: 'coins', title: 'Coins a day' },
			{ id: 'none', title: `No block in ${days} d` },
			{ id: 'wait', title: `${confirmations} conf., P95` },
			noise ? { id: 'noise', title: 'Noise floor' } : { id: 'cv', title: 'CV' },
			{ id: 'stale', title: `Stale, ${ASSUMED.relay.primary} s` },
			{ id: 'headers', title: 'Headers a year' },
		],
		rows,
		notes: [
			`Closed forms at each spacing and the fork’s half-life; ${issuance}.${solo === null ? '' : ` No block: ${solo.title}.`}`,
		],
	};
}

/** A grid over the half-life, at the fork's spacing. */
function halfLifeGrid([base, fork]: Sides, halfLives: readonly [number, number]): Listing {
	const { spacingSeconds } = fork;
	const [before, after] = halfLives;
	const multiples = MULTIPLES.map((multiple) => multiple * before).filter(Number.isInteger);
	const half = SECONDS_PER_DAY / 2;
	const rows = choices(before, after, multiples, secondsText).map(({ value: halfLife, isBase, label }) => {
		const spacing = isBase ? base.spacingSeconds : spacingSeconds;
		const e = halfLife / Math.LN2;
		const recovery = MOVES.filter(({ stallSeconds }) => stallSeconds === 0).map(({ hashrateFactor }) =>
			conditional((e * ln(Math.abs(1 / hashrateFactor - 1) / ADJUSTED_WITHIN)) / SECONDS_PER_HOUR, 'hours'),
		);
		return {
			id: `half-life-${halfLife}`,
			label,
			figures: [
				exact(Math.sqrt(spacing / halfLife), 'percent'),
				exact(Math.sqrt((spacing * Math.LN2) / (2 * halfLife)), 'percent'),
				...recovery,
				exact(halfLife / SECONDS_PER_HOUR, 'hours'),
				assumed(
					switchingGain({
						share: ASSUMED.switcher.primary,
						onSeconds: half,
						offSeconds: half,
						halfLifeSeconds: halfLife,
					}),
					'percent',
				),
			],
		};
	});
	return {
		id: 'alternatives',
		title: 'Other half-lives',
		heading: 'Half-life',
		columns: [
			{ id: 'noise', title: 'Noise floor' },
			{ id: 'spread', title: 'Spread' },
			{ id: 'up', title: '× 20, to 5 %' },
			{ id: 'down', title: '÷ 3.3, to 5 %' },
			{ id: 'doubling', title: 'A doubling, early by' },
			{ id: 'switching', title: '12 h a day' },
		],
		rows,
		notes: [
			'Closed forms of ASERT’s mean path. To 5 %: until the expected interval stays within 5 % of the spacing after twenty times the hashrate, or less than a third of it.',
			`A doubling of the hashrate puts the schedule early by one half-life for good. 12 h a day: what hashrate of ${ASSUMED.switcher.primary * 100} % gains that stops every other half day.`,
		],
	};
}

const NO_GRID = { id: 'alternatives', title: 'Alternatives', heading: '', columns: [], rows: [] } as const;

/** An edit in place has no schedule that another value of the constant could be compared on. */
export const IN_PLACE_ALTERNATIVES: Listing = {
	...NO_GRID,
	notes: [
		'An edit in place has no neighbours to compare: whatever value is written, the schedule since the anchor is priced anew. The same change from a height on, with a new anchor, is the alternative.',
	],
};

/** Where the simulated grid comes from, as the user would type it. */
function sweepText({ scenario }: AlternativesInput, vary: string): string {
	const { base, forkFiles } = scenario;
	return `The simulated grid: rehearse sweep --base ${base.chain}/${base.network}@${base.release} --fork ${forkFiles.map(({ id }) => id).join('+')} --vary ${vary}`;
}

/** The grid of what the fork changes, with the row of doing nothing; a note where it changes neither. */
export function alternatives(sides: Sides, input: AlternativesInput): Listing {
	const [base, fork] = sides;
	const halfLives = [halfLifeOf(base), halfLifeOf(fork)] as const;
	const [before, after] = halfLives;
	if (base.spacingSeconds !== fork.spacingSeconds) {
		const grid = spacingGrid(sides, input);
		const values = [...new Set([...SPACINGS, fork.spacingSeconds])].sort((a, b) => a - b).join(',');
		return { ...grid, notes: [...grid.notes, sweepText(input, `spacing=${values}`)] };
	}
	if (before !== null && after !== null && before !== after) {
		const grid = halfLifeGrid(sides, [before, after]);
		return { ...grid, notes: [...grid.notes, sweepText(input, `half-life=${before / 2},${before},${after}`)] };
	}
	return {
		...NO_GRID,
		notes: [
			'This fork changes neither the spacing nor a half-life. rehearse sweep --vary NAME=VALUES simulates a grid over any constant; doing nothing is the base of every table.',
		],
	};
}
