/** A grid over one or two constants: each cell a fork of its own, rehearsed against the base on the same random numbers. */
import { type SimulationOptions, simulate } from '../engine/simulate.ts';
import { defaultMarket } from '../market/load.ts';
import { InputError } from '../params/json.ts';
import { loadFork } from '../params/registry.ts';
import { baseAndState, type Scenario, scenarioOf } from '../params/scenario.ts';
import type { InputFile } from '../params/types.ts';
import { baseValue, cellFork, plainChange, resolveVariation, type Variation } from '../params/variation.ts';
import type { Figure } from './document.ts';
import { type PreparedRehearsal, prepareScenario, type RehearsalRequest } from './rehearsal.ts';
import type { Sweep, SweepCell, SweepFigure, SweepMetric } from './sweepdocument.ts';
import { type Measured, measuredIn, metricOf } from './sweepmetrics.ts';
import { areFarApart, coversZero, simulatePair } from './sweeppairs.ts';

/** A sweep as the user asks for it. */
export interface SweepRequest extends Omit<RehearsalRequest, 'fork' | 'market' | 'minIntervalsSeconds' | 'writtenAt'> {
	/** Without it, the coin's own. */
	readonly market: string | undefined;
	/** Gives what else changes; without it, a re-anchor at the new spacing. */
	readonly fork: string | undefined;
	/** One or two. */
	readonly vary: readonly Variation[];
	/** A row of the report that is read off as well. */
	readonly metric: string | undefined;
}

/** A cell on its way. */
interface Cell {
	readonly values: readonly string[];
	readonly scenario: Scenario;
	readonly prepared: PreparedRehearsal;
	measured: ReadonlyMap<string, Measured>;
	/** Set where its chain leaves what the engine covers. */
	failure: RangeError | null;
	/** By metric, the constants along which the cell before cannot be told apart. */
	readonly alike: Map<string, string[]>;
}

/** A cell, or why a node would refuse it. */
type Attempt = Cell | { readonly values: readonly string[]; readonly failure: InputError };

/**
 * Rehearses every cell.
 * @throws InputError for files or names that do not fit, and where every cell is refused; InterruptedError when the
 * signal fires
 */
export async function sweep(request: SweepRequest): Promise<Sweep> {
	const { base, state } = baseAndState({ base: request.base, state: request.state });
	const market = request.market ?? defaultMarket(base.value.coin.symbol);
	const vary = request.vary.map((each) => resolveVariation(each, base.value));
	if (vary[0]?.name === vary[1]?.name) throw new InputError(`${vary[0]?.name} is varied twice; list its values in one`);
	const template = request.fork === undefined ? undefined : loadFork(request.fork);
	if (template?.value.activation === 'in-place') {
		throw new InputError(
			`fork '${template.value.id}' is an edit in place, which has no schedule to compare; give it an activation`,
		);
	}
	const change = template?.document ?? plainChange(base.value, vary);
	const rehearsal = rehearsalOf(request, market);
	const attempts = combinations(vary).map((values): Attempt => {
		try {
			const fork = cellFork(base.value, change, vary, values);
			const scenario = scenarioOf({ base: request.base, state: request.state }, [fork]);
			const prepared = prepareScenario(scenario, rehearsal);
			return { values, scenario, prepared, measured: new Map(), failure: null, alike: new Map() };
		} catch (error) {
			if (!(error instanceof InputError)) throw error;
			return { values, failure: error };
		}
	});
	const prepared = attempts.filter((attempt): attempt is Cell => 'prepared' in attempt);
	await rehearseCells(prepared, vary, request);
	const cells = prepared.filter(({ failure }) => failure === null);
	const [first] = cells;
	if (first === undefined) {
		const { refused } = cellOf(attempts[0]!, []);
		throw new InputError(refused ?? 'there is no cell');
	}
	const metrics = metricsOf(cells);
	return {
		schema: 'rehearse/sweep@1',
		version: request.version,
		command: request.command,
		run: {
			seed: request.seed,
			trials: request.trials,
			days: request.days,
			growthPerDay: request.growthPerDayPercent / 100,
		},
		base: { id: base.value.id, title: base.value.title },
		fork: template === undefined ? null : { id: template.value.id, title: template.value.title },
		state: { id: state.value.id, date: state.value.date },
		parameters: vary.map((each) => ({ name: each.name, base: baseValue(each, base.value), values: each.values })),
		metrics,
		doNothing: metrics.map(({ id }) => baseFigure(cells, id)),
		cells: attempts.map((attempt) => cellOf(attempt, metrics)),
		inputs: inputsOf(first.prepared.inputs, template?.input),
	};
}

/** Every pair of values, the second one's changing faster. */
function combinations([first, second]: readonly Variation[]): string[][] {
	const inner = second === undefined ? [[]] : second.values.map((value) => [value]);
	return (first?.values ?? []).flatMap((value) => inner.map((rest) => [value, ...rest]));
}

/** What every cell is rehearsed with; what is said of one cell's fleets is not said again. */
function rehearsalOf(request: SweepRequest, market: string): RehearsalRequest {
	const { fork, vary: _, metric: __, onProgress: ___, onNote, ...rest } = request;
	const said = new Set<string>();
	const note = (text: string) => {
		if (!said.has(text)) onNote?.(text);
		said.add(text);
	};
	return { ...rest, market, fork: fork ?? 'sweep', minIntervalsSeconds: [], onNote: note };
}

/** One simulation after the other, each on every worker; a cell is compared with those before it at once. */
async function rehearseCells(cells: readonly Cell[], vary: readonly Variation[], request: SweepRequest): Promise<void> {
	const { trials, workers, signal, onProgress, metric } = request;
	for (const [index, cell] of cells.entries()) {
		const { plan, reportOf } = cell.prepared;
		const progress = (done: number) => onProgress?.(index * trials + done, cells.length * trials);
		try {
			const result = await simulate(plan, { workers, signal, onProgress: progress });
			cell.measured = measuredIn(reportOf(result), plan, cell.scenario, metric);
		} catch (error) {
			if (!(error instanceof RangeError)) throw error;
			cell.failure = error;
			continue;
		}
		for (const [axis, { name, values }] of vary.entries()) {
			const before = values[values.indexOf(cell.values[axis] ?? '') - 1];
			const wanted = before === undefined ? undefined : cell.values.with(axis, before);
			const neighbour = cells.find(
				(each) => wanted !== undefined && each.values.every((value, i) => value === wanted[i]),
			);
			if (neighbour !== undefined) await compareCells(neighbour, cell, name, { workers, signal });
		}
	}
}

/** Notes what the run cannot tell apart. The chains run again, side by side, only where that can matter. */
async function compareCells(before: Cell, cell: Cell, constant: string, options: SimulationOptions): Promise<void> {
	const close = [...cell.measured].flatMap(([id, measured]) => {
		const [earlier, later] = [comparedOf(before.measured.get(id)), comparedOf(measured)];
		return earlier === null || later === null || areFarApart(earlier, later) ? [] : [{ id, earlier, later }];
	});
	if (close.length === 0) return;
	const pair = await simulatePair(before.prepared.plan, cell.prepared.plan, options);
	for (const { id, earlier, later } of close) {
		if (!coversZero(earlier.figure, later.figure, pair, id.startsWith('window-'))) continue;
		cell.alike.set(id, [...(cell.alike.get(id) ?? []), constant]);
	}
}

/** A simulated figure with its interval and that of its difference; null for any other. */
function comparedOf(measured: Measured | undefined) {
	if (measured === undefined || !measured.drawn) return null;
	const { fork: figure, difference } = measured.row;
	return figure?.kind === 'estimated' && figure.low !== undefined ? { figure, difference } : null;
}

function metricsOf(cells: readonly Cell[]): SweepMetric[] {
	const metrics = new Map<string, SweepMetric>();
	for (const { measured } of cells) {
		for (const [id, each] of measured) if (!metrics.has(id)) metrics.set(id, metricOf(each));
	}
	// A metric that only some cells have comes after those of its group.
	const groups = [...new Set([...metrics.values()].map(({ group }) => group))];
	return groups.flatMap((group) => [...metrics.values()].filter((metric) => metric.group === group));
}

/** The base's figure: it is the same beside every cell. */
function baseFigure(cells: readonly Cell[], id: string): Figure | null {
	return cells.map(({ measured }) => measured.get(id)?.row.base ?? null).find((figure) => figure !== null) ?? null;
}

function cellOf(attempt: Attempt, metrics: readonly SweepMetric[]): SweepCell {
	const { values } = attempt;
	if (!('prepared' in attempt)) return { values, refused: attempt.failure.message, figures: [] };
	if (attempt.failure !== null) {
		return { values, refused: `cell ${values.join(' ')} cannot be simulated: ${attempt.failure.message}`, figures: [] };
	}
	const figures = metrics.map(({ id }): SweepFigure | null => {
		const row = attempt.measured.get(id)?.row;
		if (row?.fork === null || row === undefined) return null;
		const { fork: figure, difference, indistinct } = row;
		const same = figure.kind === 'estimated' && difference?.value === 0;
		const alike = [...(indistinct === true || same ? ['base'] : []), ...(attempt.alike.get(id) ?? [])];
		return { figure, difference, alike };
	});
	return { values, refused: null, figures };
}

/** Files that were read; the cells' forks are none. */
function inputsOf(inputs: readonly InputFile[], fork: InputFile | undefined): InputFile[] {
	return inputs.flatMap((input) => (input.kind !== 'fork' ? [input] : fork === undefined ? [] : [fork]));
}
