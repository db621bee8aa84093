/** Heights: operations that meet at one, and the time until the first. */
import { spacingAt } from '../difficulty/era.ts';
import { SECONDS_PER_HOUR } from '../hashrate/growth.ts';
import { type Found, fixed, found, type Lint, type LintSubject, stepsOf } from './lint.ts';

/** BTX's rule for the time between a release and its activation (doc/transition-roadmap.md:209). */
const RUNWAY_HOURS = 96;

/** Two operations at one height: only one of them can act. */
function shadowedOperation(subject: LintSubject): Found[] {
	const { base, forkFile, activationHeight } = subject;
	if (activationHeight === null) return [];
	const heights = forkFile.arms.map((arm) => activationHeight + arm.offset);
	const twice = heights.filter((height, index) => heights.indexOf(height) !== index);
	const replacing = stepsOf(subject)
		.filter(({ beginning }) => beginning.some(({ difficulty }) => difficulty !== undefined))
		.map(({ height }) => Number(height));
	const taken = base.difficulty
		.flatMap((era) => [
			{ name: era.name, height: Number(era.fromHeight) },
			...(era.rule.kind === 'btx'
				? era.rule.asert.arms.map(({ name, height }) => ({ name, height: Number(height) }))
				: []),
		])
		.filter(({ height }) => heights.includes(height) || replacing.includes(height));
	return [
		...twice.map((height) => found('hard', `the fork sets difficulty twice at height ${height}`, { height })),
		...taken.map(({ name, height }) =>
			found('hard', `the fork's operation at height ${height} shadows the base's ${name}`, { height, arm: name }),
		),
	];
}

/** Time until the first activation, at the fastest of the target spacing and what was observed. */
function runway({ base, state, activationHeight }: LintSubject): Found[] {
	if (activationHeight === null) return [];
	const blocks = activationHeight - state.tip.height;
	if (blocks <= 0) {
		const message = `height ${activationHeight} is already mined: the tip is ${state.tip.height}`;
		return [found('hard', message, { tip: state.tip.height, activation: activationHeight, blocks })];
	}
	const target = Number(spacingAt(base.difficulty, BigInt(state.tip.height)));
	const [fastest] = state.observedSpacings
		.filter(({ seconds }) => seconds < target)
		.sort((a, b) => a.seconds - b.seconds);
	const spacing = fastest?.seconds ?? target;
	const hours = (blocks * spacing) / SECONDS_PER_HOUR;
	if (hours >= RUNWAY_HOURS) return [];
	const measure = fastest === undefined ? '' : `, as observed over ${fastest.windowBlocks} blocks`;
	const message = `the runway is ${blocks} ${blocks === 1 ? 'block' : 'blocks'}, ${fixed(hours, 1)} h at ${spacing} s${measure}, below ${RUNWAY_HOURS} h`;
	return [
		found('soft', message, {
			tip: state.tip.height,
			activation: activationHeight,
			blocks,
			spacingSeconds: spacing,
			measure: fastest === undefined ? 'target' : `observed over ${fastest.windowBlocks} blocks`,
			hours: fixed(hours, 2),
		}),
	];
}

export const HEIGHT_LINTS: readonly Lint[] = [
	{ id: 'HGT-01', severities: ['hard'], check: shadowedOperation },
	{ id: 'HGT-02', severities: ['hard', 'soft'], check: runway },
];
