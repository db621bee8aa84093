/**
 * Writes into dist/ what would be the same at every start: the code of the schemas' validators, the SHA-256 of the
 * bundled files that fit them, and the help. The build runs it in a process of its own, after the compiler.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import standalone from 'ajv/dist/standalone/index.js';
import { HELP_LINES, helpPath } from '../dist/cli/help.js';
import { parseWithYargs } from '../dist/cli/parser.js';
import { bundledNames, bundledPath, FILE_KINDS, loadFile } from '../dist/params/files.js';
import { fingerprintsPath } from '../dist/params/fingerprints.js';
import { InputError } from '../dist/params/json.js';
import { BUILT_OPTIONS, builtPath, SCHEMA_NAMES, schemaOf } from '../dist/params/validators.js';

for (const name of SCHEMA_NAMES) {
	const ajv = new Ajv2020(BUILT_OPTIONS);
	const path = builtPath(name);
	mkdirSync(dirname(path), { recursive: true });
	writeFileSync(path, standalone.default(ajv, ajv.compile(schemaOf(name))));
}

/** SHA-256 of a bundled file; none of one that does not fit, which is refused whenever it is read. */
function fingerprintOf(kind, name) {
	try {
		return loadFile(kind, bundledPath(kind, name)).input.sha256;
	} catch (error) {
		if (error instanceof InputError) return undefined;
		throw error;
	}
}

// Those of an earlier build would spare their files the check.
rmSync(fingerprintsPath, { force: true });
const fingerprints = {};
for (const kind of FILE_KINDS) {
	fingerprints[kind] = [];
	for (const name of bundledNames(kind)) {
		const sha256 = fingerprintOf(kind, name);
		if (sha256 !== undefined) fingerprints[kind].push(sha256);
	}
}
writeFileSync(fingerprintsPath, JSON.stringify(fingerprints));

const texts = {};
for (const line of HELP_LINES) texts[line] = (await parseWithYargs(line.split(' '), '')).output;
writeFileSync(helpPath, JSON.stringify(texts));
