import { describe, expect, it } from 'vitest';
import { loadBase, loadFork } from '../../src/params/registry.ts';
import { scenarioOf } from '../../src/params/scenario.ts';
import { baseValue, cellFork, plainChange, resolveVariation, type Variation } from '../../src/params/variation.ts';

const base = loadBase('btx/main@0.32.12').value;

function named(name: string, on = base): string {
	return resolveVariation({ name, values: ['1'] }, on).name;
}

/** The fork of one cell of the change that is made where none is given. */
function cell(values: Readonly<Record<string, string>>, change?: string) {
	const vary = Object.entries(values).map(
		([name, value]): Variation => resolveVariation({ name, values: [value] }, base),
	);
	const document = change === undefined ? plainChange(base, vary) : loadFork(change).document;
	return cellFork(base, document, vary, Object.values(values));
}

describe('a varied constant', () => {
	it.each([
		['spacing', 'btx/main@0.32.12', 'nPowTargetSpacing'],
		['half-life', 'btx/main@0.32.12', 'nMatMulAsertHalfLife'],
		['spacing', 'zcash/main', 'POST_BLOSSOM_POW_TARGET_SPACING'],
		['spacing', 'decred/main', 'TargetTimePerBlock'],
		['half-life', 'decred/main', 'WorkDiffV2HalfLifeSecs'],
		['half-life', 'bitcoin-cash/main', 'nASERTHalfLife'],
		['nSubsidyHalvingInterval', 'bitcoin/main', 'nSubsidyHalvingInterval'],
	])('%s of %s is %s', (name, chain, constant) => {
		expect(named(name, loadBase(chain).value)).toBe(constant);
	});

	it.each([
		['nPowTargetSpacin', "has no constant 'nPowTargetSpacin'; did you mean 'nPowTargetSpacing'?"],
		['spaing', "has no constant 'spaing'; did you mean 'spacing'?"],
		['half-life', "bitcoin/main@29.0 has no constant 'half-life'", 'bitcoin/main'],
		['fPowNoRetargeting', 'is no whole number that could be varied', 'bitcoin/main'],
	])('%s is refused', (name, message, chain = 'btx/main@0.32.12') => {
		expect(() => named(name, loadBase(chain).value)).toThrow(message);
	});

	it('has its own value on the base', () => {
		expect(baseValue({ name: 'nPowTargetSpacing', values: [] }, base)).toBe('90');
		expect(baseValue({ name: 'nInitialSubsidy', values: [] }, base)).toBe('2000000000');
	});
});

describe("a cell's fork", () => {
	it.each([
		['60', '3', '2'],
		['75', '6', '5'],
		['120', '3', '4'],
		['45', '2', '1'],
	])('rescales the target for %s s by old ÷ new in lowest terms', (spacing, num, den) => {
		const { value } = cell({ spacing });
		expect(value.set).toEqual({ nPowTargetSpacing: Number(spacing), nPowTargetSpacingNormal: Number(spacing) });
		expect(value.arms).toEqual([{ offset: 0, operation: { kind: 'ratio', num, den } }]);
		expect(value.declares).toEqual({ issuancePerTime: 'change', finalSupply: 'preserve' });
	});

	it('is the bundled fork where it says the same', () => {
		const [own, bundled] = [cell({ spacing: '60' }).value, loadFork('spacing60').value];
		const rulesOf = (fork: ReturnType<typeof loadFork>) => scenarioOf({ base: 'mainnet' }, [fork]).fork;
		const { id: _, title: __, constants: ___, difficulty, ...rules } = rulesOf(cell({ spacing: '60' }));
		const expected = rulesOf(loadFork('spacing60'));
		expect(rules).toMatchObject({ subsidy: expected.subsidy, workUnits: expected.workUnits });
		const arms = [difficulty, expected.difficulty].map((eras) => {
			const rule = eras.at(-1)?.rule;
			return rule?.kind === 'btx' ? rule.asert.arms.map(({ name: ____, ...arm }) => arm) : [];
		});
		expect(arms[0]).toEqual(arms[1]);
		expect(arms[0]?.length).toBeGreaterThan(0);
		expect(own.set).toEqual(bundled.set);
	});

	it('sets nothing that the base has already, and keeps what else the change says', () => {
		expect(cell({ spacing: '90' }).value.set).toEqual({});
		const { value } = cell({ spacing: '75', 'half-life': '7200' }, 'spacing60');
		expect(value).toMatchObject({
			id: 'spacing60',
			set: { nPowTargetSpacing: 75, nPowTargetSpacingNormal: 75, nMatMulAsertHalfLife: 7200 },
			arms: [{ offset: 0, operation: { kind: 'ratio', num: '6', den: '5' } }],
			blockCounts: loadFork('spacing60').value.blockCounts,
		});
		expect(cell({ 'half-life': '7200' }, 'spacing60').value.arms).toEqual(loadFork('spacing60').value.arms);
	});

	it('decides constants counted in blocks, and writes amounts as texts', () => {
		expect(cell({ COINBASE_MATURITY: '50' }).value.blockCounts['COINBASE_MATURITY']).toMatchObject({
			decision: 'set',
			blocks: 50,
		});
		expect(cell({ nInitialSubsidy: '1000000000' }).value.set).toEqual({ nInitialSubsidy: '1000000000' });
	});

	it('goes through the schema and the rules of a node', () => {
		for (const [name, constant] of [
			['spacing', 'nPowTargetSpacing'],
			['half-life', 'nMatMulAsertHalfLife'],
		] as const) {
			expect(() => scenarioOf({ base: 'mainnet' }, [cell({ [name]: '0' })])).toThrow(
				`cell ${constant}=0: /set/${constant}: a node refuses this`,
			);
		}
		expect(() => cell({ COINBASE_MATURITY: '99999999999' })).toThrow(
			'cell COINBASE_MATURITY=99999999999: /blockCounts/COINBASE_MATURITY',
		);
	});

	it('needs a fork on another chain', () => {
		expect(() => plainChange(loadBase('zcash/main').value, [])).toThrow('zcash/main@6.20.0 needs --fork');
	});
});
