/**
 * Writes dist/program: the modules of the program and of its worker threads in a few files. Node takes longer to find and
 * to link three hundred small ones than the program takes for all else that it does before the simulation.
 *
 * What the modules read beside themselves they name by room (`../engine/kernel.wasm`), which means the same from here.
 */
import { writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const path = (name) => fileURLToPath(new URL(`../${name}`, import.meta.url));

const bundle = await rolldown({
	cwd: path(''),
	input: { bin: path('dist/cli/bin.js'), worker: path('dist/engine/worker.js') },
	platform: 'node',
	tsconfig: false,
	// Packages stay what npm installed; they, too, are loaded where they are first needed.
	external: /^[^./]/,
	onLog(level, log) {
		throw new Error(`the program, ${level}: ${log.message}`);
	},
});
const { output } = await bundle.write({
	dir: path('dist/program'),
	format: 'esm',
	chunkFileNames: '[name]-[hash].js',
});
await bundle.close();

// Which modules lie in which file, for whoever wants to know what a command loads.
const modules = output.map(({ fileName, moduleIds }) => [fileName, moduleIds.map((id) => relative(path('dist'), id))]);
writeFileSync(path('dist/program/modules.json'), `${JSON.stringify(Object.fromEntries(modules), null, '\t')}\n`);
