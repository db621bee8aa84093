/** What the tests of the comparison start from: requests, bundled profiles with single keys changed, figures of a report. */
import { readFileSync } from 'node:fs';
import type { Figure, Report, Row } from '../../src/compare/document.ts';
import { type RehearsalRequest, rehearse } from '../../src/compare/rehearsal.ts';
import { applyFork } from '../../src/params/fork.ts';
import { loadBase, loadFork, loadState } from '../../src/params/registry.ts';
import type { Scenario } from '../../src/params/scenario.ts';
import type { Fork } from '../../src/params/types.ts';

/** Numbers of a vector file; a file without any fails. */
export function vectors<T extends object>(name: string): T {
	const { origin, ...numbers } = JSON.parse(readFileSync(new URL(`../vectors/${name}.json`, import.meta.url), 'utf8'));
	if (typeof origin !== 'string' || Object.keys(numbers).length === 0) throw new Error(`no vectors in ${name}`);
	return numbers;
}

/** A small request that runs in this process. */
export function request(changes: Partial<RehearsalRequest> = {}): RehearsalRequest {
	return {
		base: 'mainnet',
		fork: 'spacing60',
		fleets: null,
		market: 'btx-2026-07-02',
		trials: 64,
		days: 1,
		seed: 1,
		workers: 1,
		growthPerDayPercent: 0,
		minIntervalsSeconds: [0, 1],
		command: 'rehearse --fork spacing60',
		version: '0.0.0',
		...changes,
	};
}

export function rehearsal(changes: Partial<RehearsalRequest> = {}): Promise<Report> {
	return rehearse(request(changes));
}

export interface ScenarioChanges {
	readonly base?: string;
	readonly state?: string;
	readonly fork?: string;
	/** Keys of the fork's file that replace the bundled ones. */
	readonly file?: Partial<Fork>;
	/** Null: edited in place. */
	readonly activationHeight?: number | null;
}

/** A bundled fork on a bundled base, with keys of its file replaced and, where given, at another height. */
export function scenarioOf(changes: ScenarioChanges = {}): Scenario {
	const state = loadState(changes.state ?? 'btx-main-2026-07-02').value;
	const base = loadBase(changes.base ?? `${state.network}@${state.release}`).value;
	const forkFile: Fork = { ...loadFork(changes.fork ?? 'spacing60').value, ...changes.file };
	const { activation } = forkFile;
	const own =
		activation === 'in-place'
			? null
			: 'height' in activation
				? activation.height
				: state.tip.height + activation.afterTip;
	const activationHeight = changes.activationHeight === undefined ? own : changes.activationHeight;
	return {
		base,
		fork: applyFork(base, forkFile, activationHeight),
		forkFile,
		forkFiles: [forkFile],
		state,
		activationHeight,
		inputs: [],
		newerReleases: [],
	};
}

export function rowOf(report: Pick<Report, 'tables'>, id: string): Row {
	const row = report.tables.flatMap(({ rows }) => rows).find((candidate) => candidate.id === id);
	if (row === undefined) throw new Error(`no row ${id}`);
	return row;
}

/** The number of a figure that must have one. */
export function numberOf(figure: Figure | null): number {
	if (typeof figure?.value !== 'number') throw new Error(`not a number: ${JSON.stringify(figure)}`);
	return figure.value;
}

/** The 95 % interval of a figure that must have one. */
export function intervalOf(figure: Figure | null): readonly [number, number] {
	if (figure?.low === undefined || figure.high === undefined) throw new Error(`no interval: ${JSON.stringify(figure)}`);
	return [figure.low, figure.high];
}
