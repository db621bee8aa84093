/** Two rule sets compared field by field, down to the last height and amount. */
import type { DifficultyRules } from '../difficulty/rules.ts';
import type { Rules } from './types.ts';

/** A field that differs; null where one of the two does not have it. */
export interface FieldDifference {
	/** Constants by their chainparams name, everything else by its place in the rules. */
	readonly field: string;
	readonly a: string | null;
	readonly b: string | null;
}

/**
 * Fields in which two rule sets differ: constants in the order of the first, then what is not written in
 * constants alone (difficulty, issuance, header times, units of work, what a fork adds at a height).
 */
export function differences(a: Rules, b: Rules): FieldDifference[] {
	return [
		...different(constantsOf(a), constantsOf(b)),
		...different(placesOf(structureOf(a)), placesOf(structureOf(b))),
	];
}

function constantsOf({ constants }: Rules): Map<string, string> {
	return new Map(constants.map(({ name, value }) => [name, String(value)]));
}

/** What the rules are made of beside their constants. Eras, arms and stages are named by their heights. */
function structureOf({
	maxMoney,
	difficulty,
	subsidy,
	time,
	workUnits,
	blockCounts,
	maxBlockBytes,
	headerBytes,
}: Rules) {
	return {
		maxMoney,
		difficulty: erasOf(difficulty),
		subsidy,
		time,
		workUnits,
		blockCounts: Object.fromEntries(blockCounts.map(({ name, blocks }) => [name, blocks])),
		maxBlockBytes,
		headerBytes,
	};
}

function erasOf(difficulty: DifficultyRules) {
	return difficulty.map(({ fromHeight, rule }) => ({ fromHeight, ...rule }));
}

/** Leaves of a value by path; elements of a list by their height where they have one. */
function placesOf(value: unknown, path = '', places = new Map<string, string>()): Map<string, string> {
	if (typeof value !== 'object' || value === null) {
		places.set(path, textOf(value, path));
		return places;
	}
	for (const [key, child] of Object.entries(value)) {
		// A height is the name of its element, and names are not rules.
		const isName = key === 'name' || (path.endsWith(']') && (key === 'height' || key === 'fromHeight'));
		if (isName || child === undefined) continue;
		const step = Array.isArray(value) ? `[${heightOf(child) ?? key}]` : path === '' ? key : `.${key}`;
		placesOf(child, `${path}${step}`, places);
	}
	return places;
}

function heightOf(value: unknown): string | undefined {
	if (typeof value !== 'object' || value === null) return undefined;
	if ('fromHeight' in value) return String(value.fromHeight);
	return 'height' in value ? String(value.height) : undefined;
}

/** 256-bit targets in hex, nBits as nodes print them, everything else as it is. */
function textOf(value: unknown, path: string): string {
	const isTarget = /(?:[lL]imitTarget|powLimit)$/.test(path) && typeof value === 'bigint';
	if (isTarget) return value.toString(16).padStart(64, '0');
	if (/[bB]its$/.test(path) && typeof value === 'number') return `0x${value.toString(16).padStart(8, '0')}`;
	return String(value);
}

function different(a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>): FieldDifference[] {
	const fields = [...a.keys(), ...[...b.keys()].filter((field) => !a.has(field))];
	return fields
		.filter((field) => a.get(field) !== b.get(field))
		.map((field) => ({ field, a: a.get(field) ?? null, b: b.get(field) ?? null }));
}
