/** What a run's checks mean, and the metrics that a sweep adds. */
import type { Explanation } from './glossary.ts';

export const SWEEP: readonly Explanation[] = [
	{
		id: 'findings',
		table: 'sweep',
		unit: 'text',
		kind: 'exact',
		says: 'Ids of the findings that fired, hard ones first.',
		source: 'docs/lints.md',
	},
];

export const CHECKS: readonly Explanation[] = [
	{
		id: 'activation',
		table: 'checks',
		unit: 'seconds',
		kind: 'estimated',
		says: "Time from the tip to the activation's parent, simulated against the closed form, or against the schedule where there is none.",
		source: 'docs/model.md, section 18',
	},
	{
		id: 'blocks-<side>',
		table: 'checks',
		unit: 'blocks',
		kind: 'estimated',
		says: 'Blocks of the window, simulated against the closed form, or against the mean path where there is none.',
		source: 'docs/model.md, sections 10 and 18',
	},
	{
		id: 'first-<side>',
		table: 'checks',
		unit: 'seconds',
		kind: 'estimated',
		says: 'The first interval, simulated against expected; within 4 standard errors.',
		source: 'docs/model.md, section 18',
	},
	{
		id: 'interval-<side>',
		table: 'checks',
		unit: 'seconds',
		kind: 'estimated',
		says: 'Where there is no closed form: the mean interval of the window against the target spacing.',
		source: 'docs/model.md, section 18',
	},
	{
		id: 'none-<side>',
		table: 'checks',
		unit: 'percent',
		kind: 'estimated',
		says: "Probability of no block of the smallest fleet against a Poisson count with the simulated mean; within 0.1 % and the fleet's share.",
		formula: 'e^(−mean finds)',
		source: 'Le Cam 1960; docs/model.md, section 18',
	},
	{
		id: 'sum-<side>',
		table: 'checks',
		unit: 'coins',
		kind: 'estimated',
		says: 'Coins of the smallest fleet and of everyone else against what the chain issued; within 0.1 %.',
		formula: 'Σ over miners = issuance',
		source: 'docs/model.md, section 18',
	},
];
