/**
 * Writes dist/report/page.js, the script of an HTML report: the program's own comparison and formatting, and the form
 * that calls them, as one text. Identifiers are shortened and spaces left out, but no expression is rewritten, so that
 * the page computes what the program computes, digit for digit.
 */
import { cpSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

/** A report holds the script: it should weigh no more than its tables. */
const MOST_BYTES = 100_000;

const path = (name) => fileURLToPath(new URL(`../${name}`, import.meta.url));

const bundle = await rolldown({
	cwd: path(''),
	input: path('src/report/page/main.ts'),
	platform: 'browser',
	tsconfig: false,
	onLog(level, log) {
		throw new Error(`the page's script, ${level}: ${log.message}`);
	},
});
const { output } = await bundle.generate({
	format: 'iife',
	minify: { compress: false, mangle: true, codegen: true },
});
await bundle.close();

const [{ code, imports }] = output;
if (output.length !== 1 || imports.length > 0) throw new Error(`the page's script imports ${imports.join(', ')}`);
if (Buffer.byteLength(code) > MOST_BYTES) throw new Error(`the page's script has ${Buffer.byteLength(code)} bytes`);
writeFileSync(path('dist/report/page.js'), code);
cpSync(path('src/report/style'), path('dist/report/style'), { recursive: true });
