/** The whole rehearsal: files in, one report out. */

import { formatBits } from '../consensus/compact.ts';
import { btxAsert, spacingAt } from '../difficulty/era.ts';
import type { Response } from '../engine/response.ts';
import { simulate } from '../engine/simulate.ts';
import type { SimulationPlan, SimulationResult } from '../engine/types.ts';
import { type DeviceClass, loadDevices } from '../fleet/device.ts';
import { measurementError } from '../fleet/measurement.ts';
import type { Fleet } from '../fleet/types.ts';
import { loadMarket } from '../market/load.ts';
import type { Market } from '../market/types.ts';
import { escapeText, InputError } from '../params/json.ts';
import { once } from '../params/once.ts';
import { resolveScenario, type Scenario } from '../params/scenario.ts';
import type { InputFile } from '../params/types.ts';
import { alternatives, IN_PLACE_ALTERNATIVES } from './alternatives.ts';
import { assumptionsOf } from './assumptions.ts';
import { backtest } from './backtest.ts';
import { calendarOf, changesOf } from './changes.ts';
import { chartsOf } from './charts.ts';
import { checksOf } from './checks.ts';
import { compositions } from './compositions.ts';
import { isMeasured } from './devicelints.ts';
import type { Listing, Report, Table } from './document.ts';
import type { ExpectedBlocks } from './expectation.ts';
import { fleetParts } from './fleetparts.ts';
import { type FleetSection, fleetSection, loadFleets } from './fleets.ts';
import { forecast } from './forecast.ts';
import { burstOf, inPlaceTable } from './inplace.ts';
import { coinsPerDay, issuanceTables } from './issuance.ts';
import { lint } from './lints.ts';
import { networkTable } from './network.ts';
import { Pace, scheduledDate, simulatedSpread } from './pace.ts';
import { pathPlanOf } from './pathplan.ts';
import { networkAt, planOf, rateText } from './plan.ts';
import { predictionsOf } from './predictions.ts';
import { serialise } from './reducers.ts';
import { sensitivity } from './sensitivity.ts';
import { shardRequest } from './shard.ts';
import { type StakeholderInput, sidesOf } from './sides.ts';
import { inPlaceStakeholders, stakeholders, verdicts } from './stakeholders.ts';
import { stakeholderTables, tablesAfterBurst } from './stakeholdertables.ts';
import { transitionPaths } from './transition.ts';
import { transitionLines } from './transitionlines.ts';
import { windowTable } from './windowtable.ts';

/** A run as the user asks for it. Names are bundled names or paths. */
export interface RehearsalRequest {
	readonly base: string;
	readonly fork: string;
	readonly state?: string;
	/** Null: the default fleets. */
	readonly fleets: readonly string[] | null;
	readonly market: string;
	readonly trials: number;
	readonly days: number;
	readonly seed: number;
	readonly workers: number;
	/** Growth of the network's hashrate from activation on. */
	readonly growthPerDayPercent: number;
	/** Assumed least intervals between blocks after an edit in place. */
	readonly minIntervalsSeconds: readonly number[];
	/** The command line that reproduces the run. */
	readonly command: string;
	readonly version: string;
	/** When the report is written, where it shall say so; ISO 8601. */
	readonly writtenAt?: string;
	readonly onProgress?: (done: number, total: number) => void;
	readonly onNote?: (text: string) => void;
	readonly signal?: AbortSignal;
}

/** Ratios of coins a day closer to one than this are rounding of the subsidy. */
const ROUNDING = 1e-6;

/** A rehearsal that only waits for its simulation. */
export interface PreparedRehearsal {
	readonly plan: SimulationPlan;
	/** Every file that was read. */
	readonly inputs: readonly InputFile[];
	/** The report, once the plan's trials are simulated. */
	readonly reportOf: (result: SimulationResult) => Report;
}

/**
 * Loads, simulates and compares.
 * @throws InputError for files or numbers that do not fit; InterruptedError when the signal fires
 */
export async function rehearse(request: RehearsalRequest): Promise<Report> {
	const { plan, reportOf } = prepare(request);
	return reportOf(await simulate(plan, request));
}

/**
 * Loads what a rehearsal needs and plans its simulation.
 * @throws InputError for files or numbers that do not fit
 */
export function prepare(request: RehearsalRequest): PreparedRehearsal {
	return prepareScenario(resolveScenario({ base: request.base, fork: request.fork, state: request.state }), request);
}

/**
 * As `prepare`, of a scenario that is put together already.
 * @throws InputError for files or numbers that do not fit
 */
export function prepareScenario(scenario: Scenario, request: RehearsalRequest): PreparedRehearsal {
	const market = loadMarket(request.market);
	const { symbol } = scenario.base.coin;
	if (market.value.coin !== symbol) {
		const names = `'${escapeText(market.value.id)}' prices ${escapeText(market.value.coin)}`;
		throw new InputError(`market ${names}, but ${escapeText(scenario.base.id)} pays ${escapeText(symbol)}`);
	}
	const plan = planOf(scenario, request);
	const known = loadDevices();
	const devices = known.filter(({ value }) => isMeasured(value, scenario));
	const { fleets, inputs } = loadFleets(scenario, plan, request.fleets, request.onNote);
	const files = [...scenario.inputs, ...inputs, market.input, ...devices.map(({ input }) => input)];
	const values = <T>(loaded: readonly { readonly value: T }[]): T[] => loaded.map(({ value }) => value);
	const read = { fleets, market: market.value, known: values(known), devices: values(devices), files };
	return { plan, inputs: files, reportOf: (result) => assemble(scenario, request, plan, result, read) };
}

/** What was read beside the scenario. */
interface ReadFiles {
	readonly fleets: readonly Fleet[];
	readonly market: Market;
	/** Device classes of every chain. */
	readonly known: readonly DeviceClass[];
	/** Those whose measurement says something of the forks. */
	readonly devices: readonly DeviceClass[];
	readonly files: readonly InputFile[];
}

function assemble(
	scenario: Scenario,
	request: RehearsalRequest,
	plan: SimulationPlan,
	result: SimulationResult,
	{ fleets, market, known, devices, files }: ReadFiles,
): Report {
	const { base, fork, forkFile, state, activationHeight } = scenario;
	const inPlace = activationHeight === null;
	const rules = inPlace ? [base] : [base, fork];
	const { decimals } = base.coin;
	const height = plan.activationHeight;
	const pace = new Pace(base, state);
	const closed = forecast(scenario, plan);
	const coinsPerDayBase = Number(coinsPerDay(base, height).value);
	const ratio = Number(coinsPerDay(fork, height).value) / coinsPerDayBase;
	const fleetInput = {
		...{ scenario, rules, plan, result, market },
		coinsRatio: Math.abs(ratio - 1) < ROUNDING ? 1 : ratio,
		growthPerDay: request.growthPerDayPercent / 100,
	};
	const section = fleetSection(fleetInput, fleets);
	const paths = inPlace ? null : transitionPaths(pathPlanOf(scenario, plan));
	const burst = inPlace && !('history' in plan) ? burstOf(scenario, plan, request.minIntervalsSeconds) : null;
	const deciding: Table[] = [
		...issuanceTables(base, fork, state, activationHeight),
		windowTable({ plan, result, rules, expected: closed.expected, onPath: closed.onPath, decimals }),
		...section.tables,
		networkTable(base, inPlace ? null : fork, height),
		...(burst === null ? [] : [inPlaceTable(burst, scenario, coinsPerDayBase)]),
	];
	const shared = { scenario, plan, result, market, fleets, devices: known, expected: closed.expected };
	const goesOn = burst?.rows.every(({ halted }) => !halted) ?? false;
	const afterwards = goesOn ? tablesAfterBurst(shared) : [];
	const own = paths === null ? afterwards : stakeholderTables({ ...shared, paths });
	const tables = [...deciding, ...own];
	const listings = once(() => listingsOf(scenario, shared, section));
	const predictions = once(() => predictionsOf({ scenario, plan, result, tables }));
	const charts = once(() => chartsOf({ scenario, plan, result, leading: section.leading }));
	const simulation = once(() => serialise(section.basis, fleets));
	const groups = burst !== null ? inPlaceStakeholders(burst) : stakeholders(section.soloId, section.rentedId);
	return {
		schema: 'rehearse/report@1',
		version: request.version,
		title: `${base.id} → ${forkFile.id}`,
		command: request.command,
		request: shardRequest(request),
		...(request.writtenAt === undefined ? {} : { writtenAt: request.writtenAt }),
		run: {
			seed: request.seed,
			trials: request.trials,
			days: request.days,
			growthPerDay: fleetInput.growthPerDay,
			engine: result.engine,
			chainBlocks: result.chainBlocks,
		},
		base: {
			id: base.id,
			title: base.title,
			coin: base.coin.symbol,
			decimals,
			newerReleases: scenario.newerReleases,
		},
		fork: {
			id: forkFile.id,
			title: forkFile.title,
			activation: inPlace ? 'edited in place' : `height ${activationHeight}`,
			activationHeight,
			activationTime: inPlace
				? null
				: scheduledDate(base, state, pace, activationHeight, simulatedSpread(pace, plan, result)),
		},
		state: { id: state.id, date: state.date, lines: stateLines(scenario, height) },
		market: {
			id: market.id,
			date: market.date,
			priceUsd: market.priceUsd,
			source: market.source.note ?? market.source.url ?? market.source.path ?? '',
		},
		inputs: files.map(({ kind, id, path, sha256 }) => ({ kind, id, path, sha256 })),
		verdicts: verdicts(groups, deciding),
		changes: changesOf(base, fork, forkFile),
		findings: lint({ ...scenario, devices }),
		tables,
		get listings() {
			return listings();
		},
		fleetTableId: section.tableId,
		calendar: calendarOf(base, fork, state, activationHeight, forkFile.id),
		burst,
		transition: paths === null ? [] : transitionLinesOf(scenario, height, paths.steady, closed.expected[1] ?? null),
		checks: checksOf({ plan, result, ...closed, partition: section.partition, decimals }),
		assumptions: assumptionsOf(scenario, request, height),
		// What only documents show is worked out when it is first read, as most tables are.
		get predictions() {
			return predictions();
		},
		get charts() {
			return charts();
		},
		get simulation() {
			return simulation();
		},
	};
}

/** Alternatives, sensitivity, composition and backtest; the first two need a height from which base and fork part. */
function listingsOf(
	scenario: Scenario,
	read: Pick<StakeholderInput, 'plan' | 'market' | 'fleets' | 'devices'>,
	section: FleetSection,
): Listing[] {
	const parts = read.fleets.map(fleetParts);
	const fleetOf = (id: string | null) => parts.flatMap(({ all }) => all).find((fleet) => fleet.id === id) ?? null;
	const { coinsRatio, supplyRatio } = section.basis;
	const devices = read.devices.filter(({ chain }) => chain === scenario.base.family);
	const input = { ...read, scenario, devices, coinsRatio, supplyRatio };
	const fleets = { solo: fleetOf(section.soloId), rented: fleetOf(section.rentedId) };
	const sides = sidesOf(input);
	return [
		...(scenario.activationHeight === null
			? [IN_PLACE_ALTERNATIVES]
			: [alternatives(sides, { ...input, ...fleets }), sensitivity(sides, { ...input, ...fleets })]),
		compositions(scenario, read.devices),
		backtest(scenario),
	];
}

/** The fork's transition in sentences. */
function transitionLinesOf(
	{ base, fork }: Scenario,
	height: number,
	steady: readonly Response[],
	expected: ExpectedBlocks | null,
): string[] {
	const hasSchedule = [base, fork].every(({ difficulty }) => btxAsert(difficulty) !== undefined);
	const spacing = Number(spacingAt(fork.difficulty, BigInt(height)));
	return transitionLines(steady[1]!, spacing, expected, hasSchedule);
}

/** What the reader needs to know of the state, in a few lines. */
function stateLines({ base, state }: Scenario, height: number): string[] {
	const network = networkAt(base, state, height);
	const rate = rateText(network);
	const error = network.windowBlocks === undefined ? network.kind : errorText(network.windowBlocks);
	return [
		`tip ${state.tip.height}, time ${state.tip.timeKind}, next nBits ${formatBits(state.nextBits)}`,
		`network ${rate} (${error})`,
		...state.notes,
	];
}

/** "−9/+9 %, 500 blocks": the 95 % interval of a hashrate measured over a window. */
function errorText(windowBlocks: number): string {
	const { low, high } = measurementError(windowBlocks);
	return `−${((1 - low) * 100).toFixed(0)}/+${((high - 1) * 100).toFixed(0)} %, ${windowBlocks} blocks`;
}
