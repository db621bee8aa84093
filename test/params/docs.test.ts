/** The examples in docs/profiles.md are files that load. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { loadDevice } from '../../src/fleet/device.ts';
import { loadFleet } from '../../src/fleet/load.ts';
import { loadMarket } from '../../src/market/load.ts';
import { parseJson } from '../../src/params/json.ts';
import { loadFork, loadState } from '../../src/params/registry.ts';
import { assertSchema } from '../../src/params/schema.ts';
import { userFolder } from './folder.ts';

const folder = userFolder();
const text = readFileSync(new URL('../../docs/profiles.md', import.meta.url), 'utf8');
const examples = [...text.matchAll(/```json\n(.*?)```/gs)].map(([, example = '']) => example);

test('there is an example of each kind', () => {
	const kinds = examples.map((example) => JSON.parse(example).schema);
	expect(kinds).toEqual(
		['chainparams', 'fork', 'state', 'fleet', 'market', 'device'].map((kind) => `rehearse/${kind}@1`),
	);
});

test.each(examples)('%.60s', (example) => {
	const path = folder.write('any', 'example', example);
	const load = { fork: loadFork, state: loadState, fleet: loadFleet, market: loadMarket, device: loadDevice };
	const kind = JSON.parse(example).schema.replace(/^rehearse\/|@1$/g, '');
	if (kind === 'chainparams') {
		// Shortened to two constants, so only its form can be checked.
		expect(() => assertSchema('chainparams', parseJson(example, 'example'))).not.toThrow();
	} else {
		expect(load[kind as keyof typeof load](path).value.id).toBe(JSON.parse(example).id);
	}
});
