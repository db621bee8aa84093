/** What a reviewer asks of a fork before any simulation: each lint has an id, a severity and its numbers. */
import { halfLifeAt, spacingAt } from '../asert/btx.ts';
import type { ArmOperation } from '../asert/rules.ts';
import { subsidyAt, totalSupply } from '../consensus/subsidy.ts';
import { log2 } from '../numeric/elementary.ts';
import type { ChainState, Fork, Rules } from '../params/types.ts';
import type { Finding, Severity } from './document.ts';

/** What lints look at. */
export interface LintSubject {
	readonly base: Rules;
	readonly fork: Rules;
	readonly forkFile: Fork;
	readonly state: ChainState;
	/** Null for an edit of constants in place. */
	readonly activationHeight: number | null;
}

type Lint = (subject: LintSubject) => Finding[];

const SECONDS_PER_HOUR = 3600;
/** BTX's rule for the time between a release and its activation (doc/transition-roadmap.md:209). */
const RUNWAY_HOURS = 96;
/** Final supplies that differ by less than this are a matter of rounding. */
const SUPPLY_TOLERANCE = 0.01;

function finding(
	id: string,
	severity: Severity,
	message: string,
	numbers: Record<string, string | number | bigint>,
): Finding {
	const texts = Object.entries(numbers).map(([key, value]) => [key, String(value)] as const);
	return { id, severity, message, numbers: Object.fromEntries(texts) };
}

function fixed(value: number, decimals: number): string {
	return value.toFixed(decimals);
}

/** Target spacing in seconds before and under the fork. */
function spacings({ base, fork, activationHeight, state }: LintSubject): { before: number; after: number } {
	const height = BigInt(activationHeight ?? state.tip.height + 1);
	return { before: Number(spacingAt(base.asert, height)), after: Number(spacingAt(fork.asert, height)) };
}

/** An absolute schedule prices every block since its anchor: a new spacing without a new anchor re-prices them all. */
const spacingWithoutAnchor: Lint = (subject) => {
	const { before, after } = spacings(subject);
	if (before === after || subject.activationHeight !== null) return [];
	const { state } = subject;
	const blocks = state.tip.height - state.anchor.height + 1;
	const lateSeconds = blocks * (before - after);
	const halfLife = Number(halfLifeAt(subject.fork.asert, BigInt(state.tip.height)));
	const message = `spacing changes from ${before} s to ${after} s without a new anchor: the schedule re-prices ${blocks} blocks, ${fixed(Math.abs(lateSeconds) / halfLife, 1)} half-lives ${lateSeconds > 0 ? 'easier' : 'harder'}`;
	return [finding('DAA-01', 'hard', message, { before, after, blocks, lateSeconds, halfLifeSeconds: halfLife })];
};

/** Factor on the target, or null where it depends on the target itself. */
function rescaleOf(operation: ArmOperation | undefined): number | null {
	if (operation?.kind === 'derive') return null;
	if (operation?.kind === 'ratio') return Number(operation.num) / Number(operation.den);
	return operation?.kind === 'divide' ? 1 / Number(operation.factor) : 1;
}

/** With a new anchor the target must be rescaled by old ÷ new spacing, or the schedule carries a debt for good. */
const spacingWithoutRescale: Lint = (subject) => {
	const { before, after } = spacings(subject);
	if (before === after || subject.activationHeight === null) return [];
	const height = BigInt(subject.activationHeight);
	const rescale = rescaleOf(subject.fork.asert.arms.find((arm) => arm.height === height)?.operation);
	if (rescale === null) return [];
	const missing = before / after / rescale;
	if (Math.abs(missing - 1) < 1e-6) return [];
	const halfLife = Number(halfLifeAt(subject.fork.asert, height));
	const debtSeconds = halfLife * log2(missing);
	const debtBlocks = debtSeconds / after;
	const size = `${fixed(Math.abs(debtSeconds), 0)} s (${fixed(Math.abs(debtBlocks), 1)} blocks)`;
	const message = `the target is not rescaled by ${before}/${after}: a schedule ${missing > 1 ? 'debt' : 'lead'} of ${size} remains for good`;
	return [
		finding('DAA-02', 'soft', message, {
			before,
			after,
			rescale: fixed(rescale, 6),
			debtSeconds: fixed(debtSeconds, 3),
			debtBlocks: fixed(debtBlocks, 3),
		}),
	];
};

const capExceeded: Lint = ({ base, fork }) => {
	const total = totalSupply(fork.subsidy);
	if (total <= fork.maxMoney) return [];
	const percent = fixed((Number(total) / Number(totalSupply(base.subsidy))) * 100, 1);
	const message = `final supply exceeds the cap: ${percent} % of the base's, ${total - fork.maxMoney} base units over`;
	return [finding('SUP-01', 'hard', message, { total, cap: fork.maxMoney, percentOfBase: percent })];
};

/** Coins per unit of time, compared as exact fractions; a difference below one base unit a block is rounding. */
const issuanceRate: Lint = (subject) => {
	const { base, fork, forkFile, state } = subject;
	const { before, after } = spacings(subject);
	const height = BigInt(subject.activationHeight ?? state.tip.height + 1);
	const subsidyBefore = subsidyAt(base.subsidy, height);
	const subsidyAfter = subsidyAt(fork.subsidy, height);
	const preserved = (Number(subsidyBefore) * after) / before;
	if (Math.abs(Number(subsidyAfter) - preserved) < 1) return [];
	const percent = ((Number(subsidyAfter) * before) / (Number(subsidyBefore) * after) - 1) * 100;
	const declared = forkFile.declares.issuancePerTime === 'change';
	const change = `coins a day ${percent > 0 ? 'rise' : 'fall'} by ${fixed(Math.abs(percent), 1)} %`;
	const message = declared ? `${change} (the fork declares it)` : `${change}, but the fork says that they stay`;
	return [
		finding('SUP-02', declared ? 'note' : 'hard', message, {
			subsidyBefore,
			subsidyAfter,
			spacingBefore: before,
			spacingAfter: after,
			percent: fixed(percent, 6),
		}),
	];
};

const roundingTotal: Lint = ({ base, fork, forkFile }) => {
	if (forkFile.rounding === undefined || forkFile.declares.finalSupply === 'change') return [];
	const before = totalSupply(base.subsidy);
	const after = totalSupply(fork.subsidy);
	const difference = after - before;
	const coin = 10n ** BigInt(base.coin.decimals);
	const magnitude = difference < 0n ? -difference : difference;
	if (magnitude <= coin || Number(magnitude) > SUPPLY_TOLERANCE * Number(before)) return [];
	const message = `rounding changes the final supply by ${difference} base units, more than one coin`;
	return [finding('SUP-04', 'soft', message, { difference, rounding: forkFile.rounding })];
};

const finalSupply: Lint = ({ base, fork, forkFile }) => {
	if (forkFile.declares.finalSupply === 'change') return [];
	const before = totalSupply(base.subsidy);
	const after = totalSupply(fork.subsidy);
	const ratio = Number(after) / Number(before);
	if (Math.abs(ratio - 1) <= SUPPLY_TOLERANCE) return [];
	const percent = fixed(ratio * 100, 1);
	const message = `final supply ends at ${percent} % of the base's, and the fork does not declare it`;
	return [finding('SUP-05', 'hard', message, { before, after, percentOfBase: percent })];
};

/** Two operations at one height: only one of them can act. */
const shadowedArm: Lint = ({ base, forkFile, activationHeight }) => {
	if (activationHeight === null) return [];
	const heights = forkFile.arms.map((arm) => activationHeight + arm.offset);
	const twice = heights.filter((height, i) => heights.indexOf(height) !== i);
	const taken = base.asert.arms.filter((arm) => heights.includes(Number(arm.height)));
	return [
		...twice.map((height) =>
			finding('HGT-01', 'hard', `the fork sets difficulty twice at height ${height}`, { height }),
		),
		...taken.map((arm) =>
			finding('HGT-01', 'hard', `the fork's operation at height ${arm.height} shadows the base's ${arm.name}`, {
				height: arm.height,
				arm: arm.name,
			}),
		),
	];
};

const runway: Lint = ({ base, state, activationHeight }) => {
	if (activationHeight === null) return [];
	const blocks = activationHeight - state.tip.height;
	const spacing = Number(spacingAt(base.asert, BigInt(state.tip.height)));
	const hours = (blocks * spacing) / SECONDS_PER_HOUR;
	const numbers = { tip: state.tip.height, activation: activationHeight, blocks, hours: fixed(hours, 2) };
	if (blocks <= 0) {
		return [
			finding('HGT-02', 'hard', `height ${activationHeight} is already mined: the tip is ${state.tip.height}`, numbers),
		];
	}
	if (hours >= RUNWAY_HOURS) return [];
	const message = `the runway is ${blocks} ${blocks === 1 ? 'block' : 'blocks'}, ${fixed(hours, 1)} h at ${spacing} s, below ${RUNWAY_HOURS} h`;
	return [finding('HGT-02', 'soft', message, numbers)];
};

function wallTime(seconds: number): string {
	const hours = seconds / SECONDS_PER_HOUR;
	if (hours < 1) return `${fixed(seconds / 60, 0)} min`;
	return hours < 48 ? `${fixed(hours, 1)} h` : `${fixed(hours / 24, 1)} d`;
}

/** Every constant counted in blocks changes its wall time with the spacing: the fork must say what it wants. */
const blockCounts: Lint = (subject) => {
	const { before, after } = spacings(subject);
	if (before === after) return [];
	const { base, forkFile } = subject;
	const undecided = base.blockCounts.filter(({ name }) => forkFile.blockCounts[name] === undefined);
	const kept = base.blockCounts.filter(
		({ name, means }) => forkFile.blockCounts[name]?.decision === 'keep' && means !== 'blocks',
	);
	const findings: Finding[] = [];
	if (undecided.length > 0) {
		const names = undecided.map(({ name }) => name);
		const message = `no decision on ${names.length} constants counted in blocks: ${names.slice(0, 3).join(', ')}${names.length > 3 ? ', …' : ''}`;
		findings.push(finding('CNT-01', 'hard', message, { undecided: names.join(' ') }));
	}
	const first = kept[0];
	if (first !== undefined) {
		const others = kept.length > 1 ? `, and ${kept.length - 1} more` : '';
		const message = `${first.title} moves from ${wallTime(first.blocks * before)} to ${wallTime(first.blocks * after)} (the fork keeps ${first.blocks} blocks)${others}`;
		const numbers = kept.map(({ name, blocks }) => [
			name,
			`${blocks} blocks: ${wallTime(blocks * before)} to ${wallTime(blocks * after)}`,
		]);
		findings.push(finding('CNT-01', 'note', message, Object.fromEntries(numbers)));
	}
	return findings;
};

/** In the order in which reviewers ask. */
const LINTS: readonly Lint[] = [
	spacingWithoutAnchor,
	spacingWithoutRescale,
	capExceeded,
	issuanceRate,
	roundingTotal,
	finalSupply,
	shadowedArm,
	runway,
	blockCounts,
];

/** Every finding about a fork, hard ones first. */
export function lint(subject: LintSubject): Finding[] {
	const order: readonly Severity[] = ['hard', 'soft', 'note'];
	const findings = LINTS.flatMap((check) => check(subject));
	return findings.sort((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity));
}
