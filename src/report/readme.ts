/** The first page of an evidence folder: the report with its figures, and how far it can be relied on. */
import type { RootContent } from 'mdast';
import type { Report } from '../compare/document.ts';
import { CHECKSUMS } from './checksums.ts';
import { alert, footer, reportBlocks } from './markdown.ts';
import { bullets, heading, markdown, paragraph } from './mdgrid.ts';
import { formatNumber } from './number.ts';
import { code, literal, phrasing } from './phrasing.ts';

const UNSETTLED = [
	'Whether the change should be made. The report says what follows from it, for whom, and how surely.',
	'What the price, the hashrate and the miners will do. They are inputs: dated where they were measured, assumed where they were not.',
	'Whether the code that is released does what the fork file says. Only its own tests and vectors show that.',
];

/** The page as Markdown, with links to the files beside it. */
export function renderReadme(report: Report): string {
	const { title, run, base, fork, state, market } = report;
	const hard = report.findings.filter(({ severity }) => severity === 'hard').length;
	const passed = report.checks.filter(({ pass }) => pass).length;
	const status =
		`Status: a rehearsal that authorizes nothing; ${hard} hard ${hard === 1 ? 'finding' : 'findings'}, ` +
		`${passed} of ${report.checks.length} checks agree.`;
	const method =
		`Base and fork were simulated on the same random numbers: seed ${run.seed}, ${formatNumber(run.trials, 0)} paths, ` +
		`${run.days} days from the activation, engine ${run.engine}. What is a function of the constants is computed, not simulated; ` +
		'every figure says which of the two it is, and closed forms stand beside the simulation under Checks.';
	const revision: RootContent = bullets([
		[literal('Rules: '), ...code(base.id)],
		[literal('Fork: '), ...code(fork.id)],
		[literal('State: '), ...code(state.id), literal(` of ${state.date}`)],
		[literal('Market: '), ...code(market.id), literal(` of ${market.date}`)],
		phrasing(`rehearse ${report.version}`),
	]);
	return markdown([
		heading(1, `Rehearsal: ${title}`),
		paragraph(status),
		...alert(report),
		...reportBlocks(report, true),
		heading(2, 'What this cannot settle'),
		bullets(UNSETTLED.map((each) => phrasing(each))),
		heading(2, 'Method'),
		paragraph(method),
		heading(2, 'Revision'),
		revision,
		heading(2, 'To check it'),
		bullets([
			[...code(`sha256sum -c ${CHECKSUMS}`), literal(' in this folder: the files are those that were written.')],
			[...code('rehearse verify DIR'), literal(' computes the report anew and compares every file.')],
			[
				...code('report.json'),
				literal(' holds every figure unrounded, '),
				...code('tables/'),
				literal(' the same as CSV, '),
				...code('inputs/'),
				literal(' the files it was made from.'),
			],
		]),
		...footer(report),
	]);
}
