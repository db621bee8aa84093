/** Constants counted in blocks, whose wall time moves with the spacing, and what must hold between them. */

import { SECONDS_PER_HOUR } from '../hashrate/growth.ts';
import {
	cadenceAllowedHeight,
	hasLivePolicy,
	isParked,
	liveWindowSeconds,
	PARK_DEPTH_BLOCKS,
} from '../params/policy.ts';
import { type Found, found, type Lint, type LintSubject, stepsOf, wallTime } from './lint.ts';
import { countOf } from './timelocks.ts';

/** Undecided constants that a message names; its numbers name them all. */
const MOST_NAMED = 3;

/** Spacing of the base and of all forks together; null where it stays. */
function spacingChange(subject: LintSubject): { readonly before: number; readonly after: number } | null {
	const last = stepsOf(subject).at(-1);
	if (last === undefined || last.baseSpacing === last.spacing) return null;
	return { before: last.baseSpacing, after: last.spacing };
}

/** The fork must say what it wants of every one of them. */
function blockCounts(subject: LintSubject): Found[] {
	const change = spacingChange(subject);
	if (change === null) return [];
	const { before, after } = change;
	const { base, forkFile } = subject;
	const undecided = base.blockCounts.filter(({ name }) => forkFile.blockCounts[name] === undefined);
	const kept = base.blockCounts.filter(
		({ name, means }) => forkFile.blockCounts[name]?.decision === 'keep' && means !== 'blocks',
	);
	const findings: Found[] = [];
	if (undecided.length > 0) {
		const names = undecided.map(({ name }) => name);
		const shown = `${names.slice(0, MOST_NAMED).join(', ')}${names.length > MOST_NAMED ? ', …' : ''}`;
		const message = `no decision on ${names.length} constants counted in blocks: ${shown}`;
		findings.push(found('hard', message, { undecided: names.join(' ') }));
	}
	const first = kept[0];
	if (first !== undefined) {
		const others = kept.length > 1 ? `, and ${kept.length - 1} more` : '';
		const message = `${first.title} moves from ${wallTime(first.blocks * before)} to ${wallTime(first.blocks * after)} (the fork keeps ${first.blocks} blocks)${others}`;
		const numbers = kept.map(({ name, blocks }) => [
			name,
			`${blocks} blocks: ${wallTime(blocks * before)} to ${wallTime(blocks * after)}`,
		]);
		findings.push(found('note', message, Object.fromEntries(numbers)));
	}
	return findings;
}

/** A coinbase that is spent inside a reorganisation takes the payments made of it along. */
function maturityBelowReorganisation({ base, fork }: LintSubject): Found[] {
	const was = { maturity: countOf(base, 'maturity'), depth: countOf(base, 'reorganisation') };
	const is = { maturity: countOf(fork, 'maturity'), depth: countOf(fork, 'reorganisation') };
	if (was.maturity === null || was.depth === null || is.maturity === null || is.depth === null) return [];
	if (was.maturity <= was.depth || is.maturity > is.depth) return [];
	const message = `a coinbase can be spent after ${is.maturity} blocks, and a reorganisation can be ${is.depth} deep (${was.maturity} and ${was.depth} before)`;
	return [
		found('soft', message, {
			maturityBefore: was.maturity,
			maturity: is.maturity,
			reorganisationBefore: was.depth,
			reorganisation: is.depth,
		}),
	];
}

/** Rules that each node sets for itself and that count in spacings all the same. */
function nodePolicy(subject: LintSubject): Found[] {
	const change = spacingChange(subject);
	if (change === null || !hasLivePolicy(subject.base)) return [];
	const { before, after } = change;
	const allowed = (spacing: number) => cadenceAllowedHeight(0, 0, SECONDS_PER_HOUR, spacing);
	const [hourBefore, hourAfter] = [allowed(before), allowed(after)];
	const depth = countOf(subject.fork, 'reorganisation');
	// A park depth that consensus does not reach never acts.
	const parks = depth === null || isParked(depth);
	const parked = parks
		? `; a parked reorganisation begins after ${wallTime(PARK_DEPTH_BLOCKS * after)} instead of ${wallTime(PARK_DEPTH_BLOCKS * before)}`
		: '';
	const message = `node policy moves too: the live window from ${liveWindowSeconds(before)} to ${liveWindowSeconds(after)} s, the tip's growth within an hour from ${hourBefore} to ${hourAfter} blocks${parked}`;
	return [
		found('note', message, {
			liveWindowBefore: liveWindowSeconds(before),
			liveWindow: liveWindowSeconds(after),
			blocksInAnHourBefore: hourBefore,
			blocksInAnHour: hourAfter,
			...(parks && { parkDepthBlocks: PARK_DEPTH_BLOCKS }),
		}),
	];
}

export const COUNT_LINTS: readonly Lint[] = [
	{ id: 'CNT-01', severities: ['hard', 'note'], check: blockCounts },
	{ id: 'CNT-02', severities: ['soft'], check: maturityBelowReorganisation },
	{ id: 'CNT-03', severities: ['note'], check: nodePolicy },
];
