import { expect, test } from 'vitest';
import { didYouMean, nearestName } from '../../src/params/suggest.ts';

const NAMES = ['spacing60', 'spacing60-neutral', 'subsidy10', 'nPowTargetSpacing', 'nMatMulAsertHalfLife'];

test.each([
	['spacing6', 'spacing60'],
	['Spacing60', 'spacing60'],
	['spcaing60', 'spacing60'],
	['nPowTargetSpaceing', 'nPowTargetSpacing'],
	['npowtargetspacing', 'nPowTargetSpacing'],
	['nMatMulHalfLife', 'nMatMulAsertHalfLife'],
	['zzz', undefined],
	['', undefined],
])('%s → %s', (name, expected) => {
	expect(nearestName(name, NAMES)).toBe(expected);
});

test('the hint is a clause or nothing', () => {
	expect(didYouMean('subsidy1', NAMES)).toBe("; did you mean 'subsidy10'?");
	expect(didYouMean('zzz', NAMES)).toBe('');
	expect(didYouMean('x', [])).toBe('');
});
