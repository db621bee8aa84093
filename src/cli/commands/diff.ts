/** `rehearse diff`: two rule sets field by field, and where they part over recorded headers. */
import { formatBits } from '../../consensus/compact.ts';
import { anchorHeights } from '../../difficulty/era.ts';
import { firstParting, type Parting } from '../../difficulty/replay.ts';
import { differences, type FieldDifference } from '../../params/differences.ts';
import { knownNames } from '../../params/files.ts';
import { loadHeaders } from '../../params/headers.ts';
import { networkNamed } from '../../params/registry.ts';
import { resolveRuleSet } from '../../params/ruleset.ts';
import type { Rules } from '../../params/types.ts';
import { plain } from '../../report/escape.ts';
import { cell, type Grid } from '../../report/grid.ts';
import { renderLeaflet } from '../../report/render.ts';
import type { Invocation } from '../invocation.ts';
import type { Values } from '../options.ts';
import { checkTarget, deliver, renderOptions } from '../output.ts';
import { EXIT, type Shell } from '../shell.ts';
import { UsageError } from '../usage.ts';

/** `btx/main@0.33.3` or, with forks on top, `mainnet+spacing60`. */
function rulesNamed(name: string, { state }: Values): Rules {
	const [base = '', ...forks] = name.split('+');
	const fork = forks.length === 0 ? undefined : forks.join('+');
	if (knownNames('forks').includes(base) && networkNamed(base) === undefined) {
		throw new UsageError(`"${plain(base, 80)}" is a fork; name the rules it changes too: mainnet+${plain(name, 80)}`);
	}
	const set = resolveRuleSet({ base, fork, state });
	return set.fork ?? set.base;
}

/**
 * Prints the fields in which two rule sets differ and, with headers, the first height whose nBits differ.
 *
 * @returns 0, whether or not they differ
 * @throws UsageError where there are not two names, InputError where a file is missing or does not fit
 */
export async function diff({ positionals, values }: Invocation, shell: Shell): Promise<number> {
	const [first, second] = positionals;
	if (first === undefined || second === undefined) {
		throw new UsageError('diff needs two rule sets: rehearse diff btx/main@0.33.2 btx/main@0.33.3');
	}
	const options = renderOptions(values, shell);
	await checkTarget(values);
	const sides = [rulesNamed(first, values), rulesNamed(second, values)] as const;
	const fields = differences(...sides);
	const parting = values.headers === undefined ? undefined : partingOf(sides, values.headers, values);
	const line = values.headers === undefined ? undefined : partingText(parting, sides);
	const document = {
		schema: 'rehearse/diff@1',
		a: sides[0].id,
		b: sides[1].id,
		fields,
		...(line !== undefined && { headers: partingDocument(parting) }),
	};
	const title = `${plain(sides[0].id)} against ${plain(sides[1].id)}`;
	const grid = gridOf(title, sides, fields, line);
	await deliver(await renderLeaflet({ title: 'Difference', grids: [grid], document }, options), values, shell);
	return EXIT.ok;
}

function partingOf(sides: readonly [Rules, Rules], path: string, { anchor }: Values): Parting | undefined {
	const [a, b] = [anchorHeights(sides[0].difficulty), anchorHeights(sides[1].difficulty)];
	const headers = loadHeaders(path, (height) => a.has(height) || b.has(height));
	return firstParting([sides[0].difficulty, sides[1].difficulty], headers, anchor);
}

function partingText(parting: Parting | undefined, [a, b]: readonly [Rules, Rules]): string {
	if (parting === undefined) return 'over these headers both require the same nBits wherever both can be computed';
	const [first, second] = parting.required.map(formatBits);
	const recorded = parting.recorded === null ? '' : `; recorded ${formatBits(parting.recorded)}`;
	return `the two part at height ${parting.height}: ${plain(a.id)} requires ${first}, ${plain(b.id)} requires ${second}${recorded}`;
}

function partingDocument(parting: Parting | undefined) {
	if (parting === undefined) return { partsAt: null };
	const { height, recorded, required } = parting;
	return {
		partsAt: String(height),
		required: required.map(formatBits),
		recorded: recorded === null ? null : formatBits(recorded),
	};
}

function gridOf(
	title: string,
	[a, b]: readonly [Rules, Rules],
	fields: readonly FieldDifference[],
	line: string | undefined,
): Grid {
	const rows = fields.map(({ field, a: left, b: right }) => [
		cell(plain(field)),
		cell(plain(left ?? 'none')),
		cell(plain(right ?? 'none')),
	]);
	return {
		title,
		columns: [
			{ title: 'field', align: 'left', code: true },
			{ title: plain(a.id), align: 'right' },
			{ title: plain(b.id), align: 'right' },
		],
		rows: rows.length > 0 ? rows : [[cell('no field differs'), cell(''), cell('')]],
		notes: line === undefined ? [] : [line],
	};
}
