/** The base against what the state recorded: the spacing of its latest blocks, and the nBits of its headers. */
import { formatBits } from '../consensus/compact.ts';
import type { BlockHeader } from '../consensus/header.ts';
import { halfLifeAt, spacingAt } from '../difficulty/era.ts';
import { replay, summarise } from '../difficulty/replay.ts';
import { pow } from '../numeric/elementary.ts';
import type { Scenario } from '../params/scenario.ts';
import type { ChainState, ObservedSpacing, Rules } from '../params/types.ts';
import type { Listing } from './document.ts';
import { conditional, exact } from './figure.ts';
import { NORMAL_975 } from './interval.ts';

/**
 * Standard deviation in seconds of the mean of n intervals under a rule. On an absolute schedule n blocks take n
 * spacings and the change of the lag, whose spread is e·√(k/(2 − k)) and whose memory of a block is 1 − k, with e = τ/ln 2
 * and k = T/e; under any other rule they are taken to be independent, which overstates it.
 */
export function meanSpacingDeviation(spacingSeconds: number, halfLifeSeconds: number | null, blocks: number): number {
	if (halfLifeSeconds === null) return spacingSeconds / Math.sqrt(blocks);
	const e = halfLifeSeconds / Math.LN2;
	const k = spacingSeconds / e;
	const lag = e * Math.sqrt(k / (2 - k));
	return (lag * Math.sqrt(2 * (1 - pow(1 - k, blocks)))) / blocks;
}

type Row = Listing['rows'][number];

function spacingRow({ difficulty }: Rules, { tip }: ChainState, { seconds, windowBlocks }: ObservedSpacing): Row {
	const at = BigInt(tip.height);
	const spacing = Number(spacingAt(difficulty, at));
	const halfLife = halfLifeAt(difficulty, at);
	const deviation = meanSpacingDeviation(spacing, halfLife === undefined ? null : Number(halfLife), windowBlocks);
	const z = (seconds - spacing) / deviation;
	const reading =
		Math.abs(z) <= NORMAL_975
			? 'as the rule has it, within its own noise'
			: `${z < 0 ? 'faster' : 'slower'} than the rule's own noise explains: the hashrate moved, or the window does`;
	return {
		id: `spacing-${windowBlocks}`,
		label: `mean spacing, ${windowBlocks} blocks`,
		figures: [
			{ ...conditional(seconds, 'seconds'), digits: 1 },
			exact(spacing, 'seconds'),
			{ ...conditional(deviation, 'seconds'), digits: 2 },
			{ ...conditional(z, 'ratio'), digits: 1 },
			conditional(reading, 'text'),
		],
	};
}

/** How many of the recorded headers carry the nBits that the rules require on the branch before them. */
function replayRow({ difficulty }: Rules, { anchor }: ChainState, headers: readonly BlockHeader[]): Row {
	const known =
		anchor === undefined
			? []
			: [{ height: BigInt(anchor.height), time: BigInt(anchor.timeSeconds), bits: anchor.bits }];
	const { checked, skipped, divergence, divergences } = summarise(replay(difficulty, headers, known));
	const without = skipped === 0 ? '' : `; ${skipped} more have too few blocks recorded before them`;
	const reading =
		divergence === null
			? checked === 0
				? `nothing could be checked${without}`
				: `the rule gives every one of them${without}`
			: `block ${divergence.header.height} has ${formatBits(divergence.header.bits)}, the rule requires ${formatBits(divergence.required)}${without}`;
	return {
		id: 'bits',
		label: 'nBits of recorded headers',
		figures: [exact(checked, 'count'), exact(checked - divergences, 'count'), null, null, exact(reading, 'text')],
	};
}

export function backtest({ base, state }: Pick<Scenario, 'base' | 'state'>): Listing {
	const rows = state.observedSpacings.map((observed) => spacingRow(base, state, observed));
	if (state.headers.kind === 'recorded') rows.push(replayRow(base, state, state.headers.list));
	const missing = state.headers.kind === 'recorded' ? [] : ['no headers'];
	if (state.observedSpacings.length === 0) missing.push('no observed spacing');
	const absent = `The state records ${missing.join(' and ')}`;
	return {
		id: 'backtest',
		title: 'The base against the recorded chain',
		heading: 'What',
		columns: [
			{ id: 'recorded', title: 'Recorded' },
			{ id: 'rule', title: 'The rule' },
			{ id: 'spread', title: 'Its spread' },
			{ id: 'z', title: 'z' },
			{ id: 'reading', title: 'Reading', form: 'words' },
		],
		rows,
		notes: [
			...(rows.some(({ id }) => id.startsWith('spacing-'))
				? [
						'z: how many of its own standard deviations the window lies off the spacing of the base at the tip, at a constant hashrate.',
					]
				: []),
			...(missing.length === 0
				? []
				: [
						rows.length === 0
							? `${absent}: there is nothing to hold the base against. rehearse replay --headers FILE replays recorded headers.`
							: `${absent} to replay; rehearse replay --headers FILE does.`,
					]),
		],
	};
}
