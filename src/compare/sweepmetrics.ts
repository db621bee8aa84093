/** The metrics that decide for each group, read off a cell's report. */
import { spacingAt } from '../difficulty/era.ts';
import { meanIntervals } from '../engine/path.ts';
import type { SimulationPlan } from '../engine/types.ts';
import type { Scenario } from '../params/scenario.ts';
import type { Figure, Finding, Report, Row } from './document.ts';
import { conditional, exact, row } from './figure.ts';
import type { SweepMetric } from './sweepdocument.ts';
import { ADJUSTED_WITHIN } from './transition.ts';

const FOLLOWED_BLOCKS = 5000;

/** Rows that decide beside those that the verdicts name, by group. */
const BESIDE: readonly (readonly [group: string, id: RegExp])[] = [
	['Holders', /^(?:final-supply|next-halving|subsidy-change)$/],
	['Full node', /^node-.+-load$/],
];

/** A row of a report under a group's name; `drawn` where its interval is that of the window's block counts. */
export interface Measured {
	readonly group: string;
	readonly row: Row;
	readonly drawn: boolean;
}

/** Everything that a cell's report says of the metrics, by id, in the order in which they are printed. */
export function measuredIn(
	report: Report,
	plan: SimulationPlan,
	{ fork }: Scenario,
	asked: string | undefined,
): Map<string, Measured> {
	const measured = new Map<string, Measured>();
	const add = (group: string, each: Row, drawn = false) => {
		if (!measured.has(each.id)) measured.set(each.id, { group, row: each, drawn });
	};
	const rows = report.tables.flatMap((table) =>
		table.rows.map((each) => ({ each, drawn: /^(?:fleet\.|window$)/.test(table.id) })),
	);
	for (const { group, rowId } of report.verdicts) {
		const spread = rowId.endsWith('.none') ? rowId.replace(/none$/, 'cv') : undefined;
		const beside = BESIDE.filter(([name]) => name === group).map(([, id]) => id);
		for (const { each, drawn } of rows.filter(({ each: { id } }) => id === rowId)) add(group, each, drawn);
		for (const { each, drawn } of rows) {
			if (each.id !== spread && !beside.some((id) => id.test(each.id))) continue;
			// A load that nobody measured is a text and says nothing.
			if (typeof each.fork?.value === 'number' || !each.id.startsWith('node-')) add(group, each, drawn);
		}
	}
	const spacing = Number(spacingAt(fork.difficulty, BigInt(plan.activationHeight)));
	add('Developers', transitionRow(plan, spacing));
	add('Developers', findingsRow(report.findings));
	if (asked === undefined) return measured;
	// The end of a fleet's row means the solo miner's.
	const solo = report.verdicts.find(({ rowId }) => rowId.endsWith('.none'))?.rowId.replace(/none$/, asked);
	const wanted = rows.find(({ each }) => each.id === asked) ?? rows.find(({ each }) => each.id === solo);
	if (wanted !== undefined) add('Asked for', wanted.each, wanted.drawn);
	return measured;
}

/** A metric as the sweep names it. */
export function metricOf({ group, row: { id, label, base, fork } }: Measured): SweepMetric {
	return { id, group, label, unit: (fork ?? base)?.unit ?? 'text' };
}

/** Blocks on the mean path until the expected interval stays within 5 % of the spacing. */
function transitionRow(plan: SimulationPlan, spacing: number): Row {
	const intervals = meanIntervals(plan, FOLLOWED_BLOCKS)[1] ?? [];
	const last = intervals.findLastIndex((seconds) => Math.abs(seconds / spacing - 1) > ADJUSTED_WITHIN);
	const blocks: Figure =
		last === FOLLOWED_BLOCKS - 1
			? { value: `over ${FOLLOWED_BLOCKS}`, unit: 'text', kind: 'conditional' }
			: conditional(last + 1, 'blocks');
	return row('transition-blocks', 'blocks to within 5 %', null, blocks);
}

/** Ids of what fired, hard ones first and marked as such. */
function findingsRow(findings: readonly Finding[]): Row {
	const names = findings.map(({ id, severity }) => (severity === 'hard' ? `${id} (hard)` : id));
	const distinct = [...new Set(names)];
	return row('findings', 'findings', null, exact(distinct.length === 0 ? 'none' : distinct.join(', '), 'text'));
}
