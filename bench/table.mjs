/** The figures as tables: all of them for the terminal, the telling ones for README.md. */
import { readFileSync, writeFileSync } from 'node:fs';

const readme = new URL('../README.md', import.meta.url);
const START = '<!-- bench:start -->';
const END = '<!-- bench:end -->';
/** What README.md shows. */
const SHOWN = [
	...['lanesShared', 'lanesSharedPlain', 'lanes', 'lanesGrowth', 'c', 'numpyCareful', 'numpyObvious', 'oracle'],
	...['startWall', 'equalSpacing2Wall', 'standard2Wall', 'memory8000'],
];

/** A Markdown table whose first columns are texts and whose others are numbers. */
function tableOf(head, rows, texts) {
	const rule = head.map((_, column) => (column < texts ? '---' : '--:'));
	const all = [head, rule, ...rows].map((row) => row.map(String));
	const widths = head.map((_, column) => Math.max(...all.map((row) => row[column].length)));
	const lines = all.map((row) =>
		row.map((cell, column) => (column < texts ? cell.padEnd(widths[column]) : cell.padStart(widths[column]))),
	);
	return lines.map((cells) => `| ${cells.join(' | ')} |\n`).join('');
}

/** Every figure with its spread. */
export function fullTable(figures) {
	const rows = figures.map(({ name, unit, median, least, most }) => [name, unit, median, least, most]);
	return tableOf(['measured', 'unit', 'median', 'least', 'most'], rows, 2);
}

/** The telling figures, costs of a block divided by those of the plain loop in C. */
function shortTable(figures) {
	const c = figures.find(({ id }) => id === 'c')?.median;
	const rows = SHOWN.flatMap((id) => figures.filter((each) => each.id === id)).map(({ name, unit, median }) => {
		const perBlock = unit === 'ns' && c !== undefined;
		return [name, unit === 'ns' ? 'ns a block' : unit, median, perBlock ? Number((median / c).toPrecision(2)) : ''];
	});
	return tableOf(['measured', 'unit', 'median', '÷ C'], rows, 2);
}

/** README.md up to its first marker and from its second on, both included; undefined where a marker is missing. */
export function readmeAround() {
	const text = readFileSync(readme, 'utf8');
	const start = text.indexOf(START);
	const end = text.indexOf(END, start);
	if (start < 0 || end < 0) return undefined;
	return { before: text.slice(0, start + START.length), after: text.slice(end) };
}

/** Puts the telling figures between README.md's markers. */
export function writeReadme({ machine, figures }, { before, after }) {
	const { processor, cores, platform, node } = machine;
	const where = `${processor}, ${cores} core${cores === 1 ? '' : 's'}, ${platform}, Node ${node}`;
	const note = `Medians on ${where}; [docs/performance.md](docs/performance.md) says what is measured.`;
	writeFileSync(readme, `${before}\n\n${shortTable(figures)}\n${note}\n\n${after}`);
}
