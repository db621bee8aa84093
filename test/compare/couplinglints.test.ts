import { describe, expect, it } from 'vitest';
import { type LintSubject, lint } from '../../src/compare/lints.ts';
import type { SubsidyRule, SubsidySchedule } from '../../src/consensus/issuance.ts';
import type { Fork } from '../../src/params/types.ts';
import { vectors } from './fixtures.ts';
import { composed, ids, only, subjectOf } from './linting.ts';

const { coupling } = vectors<{
	readonly coupling: Readonly<
		Record<'tolerance' | 'leftOld75' | 'leftOld25' | 'leftNew25' | 'halfLifeYearsOld25', number>
	>;
}>('compare-lints');

const near = (text: string | undefined, expected: number) =>
	expect(Math.abs(Number(text) - expected)).toBeLessThanOrEqual(coupling.tolerance);

describe('CPL-01, a fraction of blocks at another spacing', () => {
	it.each(['zip218+zip234', 'zip234+zip218'])('%s: an eighth is left after four years, not half', (names) => {
		const finding = only('CPL-01', composed('zcash/main', names));
		expect(finding).toMatchObject({
			severity: 'hard',
			numbers: { calibratedSpacingSeconds: '75', spacingSeconds: '25', height: '3662746' },
		});
		near(finding.numbers['leftCalibrated'], coupling.leftOld75);
		near(finding.numbers['left'], coupling.leftOld25);
		near(finding.numbers['halfLifeYears'], coupling.halfLifeYearsOld25);
		expect(finding.message).toContain('12.5 % of the reserve is left instead of 50.0 %');
		expect(finding.message).toContain('4126/10^10');
	});

	it('the fraction for 25 s fits there, and alone, at 75 s, does not', () => {
		expect(ids(composed('zcash/main', 'zip218+zip234-rescaled'))).not.toContain('CPL-01');
		near(only('CPL-01', composed('zcash/main', 'zip234-rescaled')).numbers['leftCalibrated'], coupling.leftNew25);
	});

	it('each alone is silent', () => {
		expect(ids(composed('zcash/main', 'zip234'))).not.toContain('CPL-01');
		expect(ids(composed('zcash/main', 'zip218'))).not.toContain('CPL-01');
	});

	it('a spacing that changes after the fraction begins is found at its own height', () => {
		const subject = composed('zcash/main', 'zip218+zip234');
		const late = { ...subject.forkFiles[0]!, activation: { height: 3_700_000 } };
		const [halving, smooth] = [subject.base.subsidy[0]!, subject.fork.subsidy[1]!];
		const era = subject.fork.difficulty.at(-1)!;
		const fork = {
			...subject.fork,
			subsidy: [halving, smooth],
			difficulty: [...subject.base.difficulty, { ...era, fromHeight: 3_700_000n }],
		};
		const forkFiles = [subject.forkFiles[1]!, late];
		const finding = only('CPL-01', { ...subject, fork, forkFiles, activationHeight: 3_662_746 });
		expect(finding.numbers).toMatchObject({ height: '3700000', spacingSeconds: '25' });
	});

	it('a fork that states no spacing chose for the one it begins under, beside another for the base', () => {
		const unstated = ({ subsidy, ...file }: Fork): Fork => {
			if (subsidy === undefined) return file;
			const { calibratedSpacingSeconds: _, ...rule } = subsidy;
			return { ...file, subsidy: rule };
		};
		const both = composed('zcash/main', 'zip218+zip234');
		const forkFiles = both.forkFiles.map(unstated);
		expect(only('CPL-01', { ...both, forkFiles }).numbers).toMatchObject({ calibratedSpacingSeconds: '75' });
		const single = { ...both, forkFiles: forkFiles.slice(1), activationHeight: 3_662_746 };
		expect(ids(single)).not.toContain('CPL-01');
	});
});

describe("CPL-01, the base's own constants", () => {
	/** A spacing of 60 s on a chain whose issuance is another rule. */
	const under = (rule: SubsidyRule, changed: SubsidyRule = rule, declares?: Fork['declares']): LintSubject => {
		const { base, fork, forkFile, ...rest } = subjectOf();
		const schedule = (each: SubsidyRule): SubsidySchedule => [{ fromHeight: 0n, name: 'issuance', rule: each }];
		const file = { ...forkFile, declares: declares ?? { issuancePerTime: 'preserve', finalSupply: 'preserve' } };
		return {
			...rest,
			base: { ...base, subsidy: schedule(rule) },
			fork: { ...fork, subsidy: schedule(changed) },
			forkFile: file,
			forkFiles: [file],
		};
	};
	const reduction = (intervalBlocks: bigint): SubsidyRule => ({
		...{ kind: 'reduction', rounding: 'floor', baseSubsidy: 3_119_582_664n, mul: 100n, div: 101n, intervalBlocks },
		...{ blockOneSubsidy: 0n, votesPerBlock: 5n, votingFromHeight: 4096n },
		shares: [{ fromHeight: 0n, work: 6n, stake: 3n, treasury: 1n }],
	});
	const geometric: SubsidyRule = {
		...{ kind: 'geometric', rounding: 'floor', initialSubsidy: 5n * 10n ** 8n, num: 4n, den: 5n },
		...{ eraBlocks: 5_000_000n, firstHeight: 1n },
	};
	const emission: SubsidyRule = {
		...{ kind: 'emission', rounding: 'floor', supplyConstant: 10n ** 15n, shiftBits: 20n },
		...{ spacingMinutes: 2n, tailSubsidy: 1n },
	};
	const table = (subsidy: bigint): SubsidyRule => ({
		...{ kind: 'table', rounding: 'none' },
		steps: [{ fromHeight: 0n, subsidy }],
	});

	it('a reduction by blocks runs half as fast again', () => {
		const finding = only('CPL-01', under(reduction(6144n)));
		expect(finding).toMatchObject({ severity: 'hard', numbers: { calibratedSpacingSeconds: '90' } });
		expect(finding.message).toContain('100/101 every 6144 blocks');
		// Four years are 1,400,000 blocks of 90 s and 2,100,000 of 60 s.
		near(finding.numbers['leftCalibrated'], (100 / 101) ** (1_400_000 / 6144));
		near(finding.numbers['left'], (100 / 101) ** (2_100_000 / 6144));
	});

	it('an interval that the fork lengthens is its own decision', () => {
		expect(ids(under(reduction(6144n), reduction(9216n)))).not.toContain('CPL-01');
	});

	it('eras and emission speeds are found too', () => {
		expect(only('CPL-01', under(geometric)).message).toContain('4/5 every 5000000 blocks');
		expect(only('CPL-01', under(emission)).message).toContain('1/2^19 of the reserve a block');
	});

	it('a tail by the block is so much more a day', () => {
		const finding = only('CPL-01', under(table(10n ** 8n)));
		expect(finding.numbers).toMatchObject({ coinsPerDayCalibrated: '960.00', coinsPerDay: '1440.00' });
		expect(ids(under(table(0n)))).not.toContain('CPL-01');
	});

	it('is a note where the fork declares that coins a day change', () => {
		const declares = { issuancePerTime: 'change', finalSupply: 'preserve' } as const;
		expect(only('CPL-01', under(reduction(6144n), undefined, declares)).severity).toBe('note');
	});

	it('has no meaning for halvings, nor where the spacing stays', () => {
		expect(ids(subjectOf())).not.toContain('CPL-01');
		const { base, fork, ...rest } = subjectOf({ fork: 'half-life-4h' });
		const subsidy: SubsidySchedule = [{ fromHeight: 0n, name: 'issuance', rule: reduction(6144n) }];
		const found = lint({ ...rest, base: { ...base, subsidy }, fork: { ...fork, subsidy } });
		expect(found.map(({ id }) => id)).not.toContain('CPL-01');
	});
});
