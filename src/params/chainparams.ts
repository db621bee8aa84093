/** A chainparams file → constants with their sources → rules. */
import { chainNamed, FAMILIES } from './chains.ts';
import type { ConstantTable } from './constants.ts';
import { escapeText, type JsonDocument } from './json.ts';
import { type BlockCountMeaning, buildRules } from './rules.ts';
import { faultAt } from './schema.ts';
import { didYouMean } from './suggest.ts';
import type { Constant, Rules, Source } from './types.ts';

/** A chainparams document after its schema. */
interface ChainparamsFile {
	readonly id: string;
	readonly chain: string;
	readonly family?: string;
	readonly network: string;
	readonly release: string;
	readonly title: string;
	readonly coin: { readonly symbol: string; readonly decimals: number };
	readonly source: { readonly repo: string; readonly commit: string; readonly reachableFrom?: string };
	readonly params: Readonly<Record<string, string | number | boolean>>;
	readonly units?: Readonly<Record<string, string>>;
	readonly workUnits: readonly { readonly from: string; readonly unit: string }[];
	readonly blockCounts: Readonly<Record<string, Omit<BlockCountMeaning, 'name'>>>;
	readonly provenance: Readonly<
		Record<string, { readonly path?: string; readonly line?: string; readonly kind: string; readonly note?: string }>
	>;
}

/**
 * Rules of a chainparams document.
 * @throws InputError for an id, provenance or meaning that does not fit the constants, for a constant that is
 * missing, and for a rule set that a node would refuse to start with.
 */
export function rulesOf(document: JsonDocument): Rules {
	const file = document.value as ChainparamsFile;
	const expectedId = `${file.chain}/${file.network}@${file.release}`;
	if (file.id !== expectedId)
		throw faultAt(document, ['id'], `expected '${expectedId}', made of chain, network and release`);
	assertSameNames(document, file);
	const fault = (name: string, what: string) => faultAt(document, ['params', name], what);
	const { family = file.chain } = file;
	if (!FAMILIES.includes(family)) {
		const place = file.family === undefined ? 'chain' : 'family';
		const hint = didYouMean(family, FAMILIES) || `; known: ${FAMILIES.join(', ')}`;
		throw faultAt(document, [place], `the rules of '${escapeText(family)}' are not known${hint}`);
	}
	const violation = chainNamed(family).violations(file.params, undefined, fault)[0];
	if (violation !== undefined)
		throw fault(violation.name, `a node refuses this: ${violation.reason} (${violation.id})`);
	const { id, chain, network, release, title, coin, source } = file;
	return buildRules(
		{
			...{ id, chain, family, network, release, title, coin, commit: source.commit },
			...(source.reachableFrom !== undefined && { reachableFrom: source.reachableFrom }),
		},
		constantsOf(file),
		Object.entries(file.blockCounts).map(([name, meaning]) => ({ name, ...meaning })),
		(table) => workUnitsOf(document, file, table),
		fault,
	).rules;
}

/** Every constant has a provenance and every provenance, unit and meaning a constant. */
function assertSameNames(document: JsonDocument, { params, provenance, units, blockCounts }: ChainparamsFile): void {
	const names = Object.keys(params);
	for (const name of names) {
		if (provenance[`/params/${name}`] === undefined)
			throw faultAt(document, ['params', name], 'no provenance is given');
	}
	const known = (section: string, name: string, key: string) => {
		if (Object.hasOwn(params, name)) return;
		throw faultAt(document, [section, key], `there is no such constant${didYouMean(name, names)}`);
	};
	for (const key of Object.keys(provenance)) known('provenance', key.slice('/params/'.length), key);
	for (const name of Object.keys(units ?? {})) known('units', name, name);
	for (const name of Object.keys(blockCounts)) known('blockCounts', name, name);
}

function constantsOf({ params, units, provenance, source }: ChainparamsFile): Constant[] {
	return Object.entries(params).map(([name, value]) => {
		const { path, line, note } = provenance[`/params/${name}`] ?? {};
		const origin: Source = { ...(path && { path }), ...(line && { line }), commit: source.commit, url: source.repo };
		const unit = units?.[name];
		return { name, value, ...(unit && { unit }), source: origin, ...(note && { note }) };
	});
}

/** Units whose height is disabled are left out. */
function workUnitsOf(document: JsonDocument, file: ChainparamsFile, table: ConstantTable): Rules['workUnits'] {
	const units: { fromHeight: number; unit: string }[] = [];
	for (const [index, { from, unit }] of file.workUnits.entries()) {
		const path = ['workUnits', index, 'from'];
		if (from !== 'genesis' && !table.has(from)) {
			throw faultAt(document, path, `there is no such constant${didYouMean(from, Object.keys(file.params))}`);
		}
		const height = from === 'genesis' ? 0n : table.height(from);
		if (height === undefined) continue;
		const before = units.at(-1);
		if (before === undefined ? height !== 0n : Number(height) <= before.fromHeight) {
			throw faultAt(document, path, 'units of work start at genesis and rise in height');
		}
		units.push({ fromHeight: Number(height), unit });
	}
	return units;
}
