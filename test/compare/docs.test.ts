/** docs/assumptions.md names every default and every assumption there is, docs/model.md every group. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { defaultText, OPTION_NAMES, OPTIONS } from '../../src/cli/options.ts';
import { assumptionsOf } from '../../src/compare/assumptions.ts';
import { DEFAULT_FLEETS } from '../../src/compare/fleets.ts';
import { stakeholders } from '../../src/compare/stakeholders.ts';
import { MAINNET_STATE } from '../../src/params/registry.ts';
import { request, scenarioOf } from './fixtures.ts';

const read = (name: string): string => readFileSync(new URL(`../../docs/${name}.md`, import.meta.url), 'utf8');
const assumptions = read('assumptions');
const model = read('model');

describe('docs/assumptions.md', () => {
	const groups = ['What is compared:', 'Simulation:'];
	const names = OPTION_NAMES.filter((name) => groups.includes(OPTIONS[name].group));

	it('covers the options that decide a figure', () => {
		expect(names).toHaveLength(11);
	});

	it.each(names)('gives the default of --%s', (name) => {
		const line = assumptions.split('\n').find((text) => text.includes(`\`--${name}\``));
		expect(line).toBeDefined();
		const number = defaultText(name).match(/^\d+$/)?.[0];
		if (number !== undefined) expect(line!.replaceAll(',', '')).toContain(`| ${number}`);
	});

	it('names the default fleets and the default state', () => {
		for (const fleet of DEFAULT_FLEETS) expect(assumptions).toContain(`\`${fleet}\``);
		expect(assumptions).toContain(`\`${MAINNET_STATE}\``);
	});

	it('holds every assumption that a report can list', () => {
		for (const from of [{}, { state: 'btx-main-199398' }]) {
			const scenario = scenarioOf(from);
			for (const { id } of assumptionsOf(scenario, request(), scenario.activationHeight!)) {
				expect(assumptions).toContain(`| \`${id}\` |`);
			}
		}
	});
});

describe('docs/model.md', () => {
	it('describes every group', () => {
		for (const { group } of stakeholders('solo', 'rented')) expect(model).toContain(`| ${group} |`);
	});
});
