/** Issuance: the cap, coins a day, rounding, and halvings that fall between two blocks. */
import { halvingProgress, reduceRatio, subsidyAt, totalSupply } from '../consensus/index.ts';
import type { HalvingSubsidy, SubsidySegment } from '../consensus/issuance.ts';
import { type Found, fixed, found, type Lint, type LintSubject, stepsOf } from './lint.ts';

/** Final supplies that differ by less than this are a matter of rounding. */
const SUPPLY_TOLERANCE = 0.01;
/** Per cent below which a change is not written out. */
const LEAST_PERCENT = 0.1;

function capExceeded({ base, fork }: LintSubject): Found[] {
	const before = totalSupply(base.subsidy);
	const total = totalSupply(fork.subsidy);
	const cap = fork.maxMoney;
	if (total === null) {
		// A base without a final supply has a bound on amounts, not a cap.
		if (before === null) return [];
		return [found('hard', 'issuance never ends, so the supply exceeds the cap', { total: 'none', cap })];
	}
	if (total <= cap) return [];
	const over = `${total - cap} base units over`;
	if (before === null) return [found('hard', `final supply exceeds the cap: ${over}`, { total, cap })];
	const percent = fixed((Number(total) / Number(before)) * 100, 1);
	const message = `final supply exceeds the cap: ${percent} % of the base's, ${over}`;
	return [found('hard', message, { total, cap, percentOfBase: percent })];
}

/** Coins per unit of time; a difference below one base unit a block is rounding. */
function issuanceRate(subject: LintSubject): Found[] {
	const { base, fork } = subject;
	return stepsOf(subject).flatMap(({ height, forkFiles, baseSpacing, spacing }, index) => {
		const subsidyBefore = subsidyAt(base.subsidy, height);
		const subsidyAfter = subsidyAt(fork.subsidy, height);
		const preserved = (Number(subsidyBefore) * spacing) / baseSpacing;
		if (Math.abs(Number(subsidyAfter) - preserved) < 1) return [];
		const declared = forkFiles.some(({ declares }) => declares.issuancePerTime === 'change');
		const verdict = declared ? ' (the fork declares it)' : ', but the fork says that they stay';
		const from = index === 0 ? '' : ` from height ${height} on`;
		const numbers = { subsidyBefore, subsidyAfter, spacingBefore: baseSpacing, spacingAfter: spacing };
		const severity = declared ? 'note' : 'hard';
		if (subsidyBefore === 0n) {
			return [found(severity, `blocks create coins${from} where the base creates none${verdict}`, numbers)];
		}
		const percent = ((Number(subsidyAfter) * baseSpacing) / (Number(subsidyBefore) * spacing) - 1) * 100;
		const size = Math.abs(percent) < LEAST_PERCENT ? `less than ${LEAST_PERCENT}` : fixed(Math.abs(percent), 1);
		const change = `coins a day ${percent > 0 ? 'rise' : 'fall'} by ${size} %${from}`;
		return [found(severity, `${change}${verdict}`, { ...numbers, percent: fixed(percent, 6) })];
	});
}

/**
 * Halvings counted in two intervals, blocks ÷ interval summed up (ZIP 208): the sum must be whole at some height, or
 * every later halving falls inside a block and takes effect at the next. With p ÷ q halvings by the fork's height h, the
 * k-th is at h + (k − p ÷ q)·interval, and since k·interval is whole, by what that is short of a height does not
 * depend on k.
 */
function unalignedHalvings({ base, fork, activationHeight }: LintSubject): Found[] {
	if (activationHeight === null) return [];
	const first = BigInt(activationHeight);
	const known = base.subsidy.flatMap(({ rule }) => (rule.kind === 'halving' ? rule.segments : []));
	const isKnown = ({ fromHeight, halvingIntervalBlocks }: SubsidySegment) =>
		known.some((each) => each.fromHeight === fromHeight && each.halvingIntervalBlocks === halvingIntervalBlocks);
	return fork.subsidy.flatMap(({ rule }) => {
		if (rule.kind !== 'halving') return [];
		return rule.segments.flatMap((segment, index) => {
			const isNew = segment.fromHeight >= first && !isKnown(segment);
			const interval = rule.segments[index - 1]?.halvingIntervalBlocks;
			if (!isNew || interval === undefined || interval === segment.halvingIntervalBlocks) return [];
			return lateHalving(rule, segment);
		});
	});
}

function lateHalving(rule: HalvingSubsidy, { fromHeight, halvingIntervalBlocks }: SubsidySegment): Found[] {
	const { num, den } = halvingProgress(rule, fromHeight);
	const left = ((num / den + 1n) * den - num) * halvingIntervalBlocks;
	const over = left % den;
	if (over === 0n) return [];
	const shift = reduceRatio(den - over, den);
	const firstHalving = fromHeight + left / den + 1n;
	const message = `halvings fall ${shift.num}/${shift.den} of a block before a height, so the first one is that late, at ${firstHalving}; another activation height avoids it`;
	return [
		found('soft', message, {
			activation: fromHeight,
			halvingIntervalBlocks,
			firstHalving,
			shiftBlocks: `${shift.num}/${shift.den}`,
		}),
	];
}

function roundingTotal({ base, fork, forkFile }: LintSubject): Found[] {
	if (forkFile.rounding === undefined || forkFile.declares.finalSupply === 'change') return [];
	const before = totalSupply(base.subsidy);
	const after = totalSupply(fork.subsidy);
	if (before === null || after === null) return [];
	const difference = after - before;
	const coin = 10n ** BigInt(base.coin.decimals);
	const magnitude = difference < 0n ? -difference : difference;
	if (magnitude <= coin || Number(magnitude) > SUPPLY_TOLERANCE * Number(before)) return [];
	const message = `rounding changes the final supply by ${difference} base units, more than one coin`;
	return [found('soft', message, { difference, rounding: forkFile.rounding })];
}

function finalSupply({ base, fork, forkFile }: LintSubject): Found[] {
	if (forkFile.declares.finalSupply === 'change') return [];
	const before = totalSupply(base.subsidy);
	const after = totalSupply(fork.subsidy);
	if (before === null || after === null) {
		if (before === after) return [];
		const end =
			before === null ? "issuance ends, and the base's never does" : "issuance never ends, and the base's does";
		const message = `${end}; the fork does not declare it`;
		return [found('hard', message, { before: before ?? 'none', after: after ?? 'none' })];
	}
	const ratio = Number(after) / Number(before);
	if (Math.abs(ratio - 1) <= SUPPLY_TOLERANCE) return [];
	const percent = fixed(ratio * 100, 1);
	const message = `final supply ends at ${percent} % of the base's, and the fork does not declare it`;
	return [found('hard', message, { before, after, percentOfBase: percent })];
}

export const SUPPLY_LINTS: readonly Lint[] = [
	{ id: 'SUP-01', severities: ['hard'], check: capExceeded },
	{ id: 'SUP-02', severities: ['hard', 'note'], check: issuanceRate },
	{ id: 'SUP-03', severities: ['soft'], check: unalignedHalvings },
	{ id: 'SUP-04', severities: ['soft'], check: roundingTotal },
	{ id: 'SUP-05', severities: ['hard'], check: finalSupply },
];
