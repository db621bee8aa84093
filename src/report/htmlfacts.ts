/** What an HTML report rests on: above it base, fork, state and price, below it what reproduces it. */
import type { Report } from '../compare/document.ts';
import { plain, prose } from './escape.ts';
import { formatFigure } from './format.ts';
import { cell, type Grid } from './grid.ts';
import { gridTable } from './htmlgrid.ts';
import { element, type HtmlElement, type HtmlNode } from './htmlnode.ts';
import { formatNumber } from './number.ts';
import { activationText } from './screen.ts';
import { stateText } from './sections.ts';
import { stampText } from './terminal.ts';

/** Terms with what they stand for. */
export function definitions(pairs: readonly (readonly [string, ...HtmlNode[]])[], name?: string): HtmlElement {
	return element(
		'dl',
		{ class: name },
		...pairs.map(([term, ...text]) => element('div', {}, element('dt', {}, term), element('dd', {}, ...text))),
	);
}

/** Base, fork, activation, state and price: what every figure rests on. */
export function facts(report: Report): HtmlElement {
	const { base, fork, market, run } = report;
	const releases = base.newerReleases.map((release) => plain(release)).join(', ');
	const price = formatFigure({ value: market.priceUsd, unit: 'usd', kind: 'exact' });
	const newer = releases === '' ? '' : `; newer releases: ${releases}`;
	return definitions(
		[
			['Base', `${plain(base.title)}, `, element('code', {}, plain(base.id)), newer],
			['Fork', `${plain(fork.title)}, `, element('code', {}, plain(fork.id))],
			['Activation', activationText(report).replace(/^activates /, '')],
			['State', stateText(report)],
			['Price', `1 ${plain(base.coin)} = ${price}, ${plain(market.date)}, ${prose(market.source)}`],
			[
				'Run',
				`${formatNumber(run.trials, 0)} simulated paths of ${report.burst === null ? 'both chains' : 'the base'}, seed ${run.seed}`,
			],
		],
		'facts',
	);
}

/** The inputs by name and SHA-256, and how to run it again. */
export function footer(report: Report, level: 2 | 3 | 4): HtmlElement[] {
	const grid: Grid = {
		title: 'Inputs',
		columns: [
			{ title: 'File', align: 'left', code: true },
			{ title: 'Kind', align: 'left' },
			{ title: 'SHA-256', align: 'left', code: true },
		],
		rows: report.inputs.map(({ path, kind, sha256 }) => [cell(plain(path)), cell(plain(kind)), cell(plain(sha256))]),
		notes: [],
	};
	const { run } = report;
	return [
		element('p', {}, 'Reproduce: ', element('code', {}, prose(report.command))),
		element(
			'p',
			{},
			`rehearse ${plain(report.version)}, engine ${plain(run.engine)}, seed ${run.seed}, ` +
				`${formatNumber(run.trials, 0)} trials; written by a tool, not by an author${stampText(report)}.`,
		),
		...(report.inputs.length === 0 ? [] : [gridTable(grid, { level })]),
	];
}
