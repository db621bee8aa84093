/** Constants that mean so much a block and were chosen at one spacing: at another they are another rule. */
import type { SubsidyRule, SubsidyStage } from '../consensus/issuance.ts';
import { spacingAt } from '../difficulty/era.ts';
import { exp, ln, log1p } from '../numeric/elementary.ts';
import { stageAt } from '../params/splice.ts';
import { type Found, fixed, found, type Lint, type LintSubject, type Step, stepsOf } from './lint.ts';

/** Four years as Zcash counts them, 1,680,000 blocks of 75 s: what ZIP 234 chose its fraction for. */
const FOUR_YEARS_SECONDS = 126_000_000;
const YEAR_SECONDS = 31_557_600;
const DAY_SECONDS = 86_400;
const SECONDS_PER_MINUTE = 60;

/** What a rule pays out by the block. */
type Rate =
	/** ln of what one block leaves of `quantity`. */
	| { readonly kind: 'decay'; readonly constant: string; readonly quantity: string; readonly lnLeft: number }
	| { readonly kind: 'amount'; readonly constant: string; readonly subsidy: bigint };

/**
 * The constant of a rule that means so much a block; null where there is none. Halvings have their own lints: their
 * interval is an amount of blocks that decides the final supply.
 */
function rateOf(rule: SubsidyRule): Rate | null {
	switch (rule.kind) {
		case 'halving':
			return null;
		case 'smooth': {
			const constant = `${rule.num}/${powerText(rule.den)} of the reserve a block`;
			const lnLeft = log1p(-Number(rule.num) / Number(rule.den));
			return { kind: 'decay', constant, quantity: 'reserve', lnLeft };
		}
		case 'emission': {
			const shift = rule.shiftBits - (rule.spacingMinutes - 1n);
			const constant = `1/2^${shift} of the reserve a block`;
			return { kind: 'decay', constant, quantity: 'reserve', lnLeft: log1p(-1 / Number(1n << shift)) };
		}
		case 'reduction': {
			const constant = `${rule.mul}/${rule.div} every ${rule.intervalBlocks} blocks`;
			const lnLeft = ln(Number(rule.mul) / Number(rule.div)) / Number(rule.intervalBlocks);
			return { kind: 'decay', constant, quantity: 'subsidy', lnLeft };
		}
		case 'geometric': {
			const constant = `${rule.num}/${rule.den} every ${rule.eraBlocks} blocks`;
			const lnLeft = ln(Number(rule.num) / Number(rule.den)) / Number(rule.eraBlocks);
			return { kind: 'decay', constant, quantity: 'subsidy', lnLeft };
		}
		case 'table': {
			const subsidy = rule.steps.at(-1)?.subsidy ?? 0n;
			if (subsidy === 0n) return null;
			return { kind: 'amount', constant: `a tail of ${subsidy} base units a block`, subsidy };
		}
	}
}

/** "10^10" for a power of ten. */
function powerText(value: bigint): string {
	const zeros = String(value).match(/^10(0{2,})$/)?.[1];
	return zeros === undefined ? String(value) : `10^${zeros.length + 1}`;
}

interface Calibration {
	readonly seconds: number;
	/** Whether the base has the constant already. */
	readonly isBases: boolean;
}

/** Spacing that a stage's constants were chosen at; null where the fork chose others in their place. */
function calibrationOf(subject: LintSubject, stage: SubsidyStage, height: bigint): Calibration | null {
	const { base, fork, forkFiles } = subject;
	const file = forkFiles.find(({ id, subsidy }) => subsidy !== undefined && id === stage.name);
	if (file === undefined) {
		const old = rateOf(stageAt(base.subsidy, height).rule);
		if (old === null || old.constant !== rateOf(stage.rule)?.constant) return null;
		return { seconds: Number(spacingAt(base.difficulty, height)), isBases: true };
	}
	const stated = file.subsidy?.calibratedSpacingSeconds;
	if (stated !== undefined) return { seconds: stated, isBases: false };
	if (stage.rule.kind === 'emission') {
		return { seconds: Number(stage.rule.spacingMinutes) * SECONDS_PER_MINUTE, isBases: false };
	}
	// A fork on its own chose it for the spacing that it begins under, one among others for the base's.
	const { difficulty } = forkFiles.length === 1 ? fork : base;
	return { seconds: Number(spacingAt(difficulty, stage.fromHeight)), isBases: false };
}

/** Once for each stage, at the first height where it runs at another spacing than its own. */
function perBlockRate(subject: LintSubject): Found[] {
	const steps = stepsOf(subject);
	const seen = new Set<SubsidyStage>();
	return steps.flatMap((step) => {
		const stage = stageAt(subject.fork.subsidy, step.height);
		const rate = rateOf(stage.rule);
		const calibration = rate === null ? null : calibrationOf(subject, stage, step.height);
		if (rate === null || calibration === null || calibration.seconds === step.spacing || seen.has(stage)) return [];
		seen.add(stage);
		const declared = step.forkFiles.every(({ declares }) => declares.issuancePerTime === 'change');
		const severity = calibration.isBases && declared ? 'note' : 'hard';
		return [describe(severity, rate, calibration.seconds, step, subject.base.coin.decimals)];
	});
}

function describe(severity: 'hard' | 'note', rate: Rate, calibrated: number, step: Step, decimals: number): Found {
	const { spacing, height } = step;
	const constant = `${rate.constant} was chosen for ${calibrated} s and meets ${spacing} s`;
	const numbers = { height, calibratedSpacingSeconds: calibrated, spacingSeconds: spacing };
	if (rate.kind === 'amount') {
		const coins = (seconds: number) => (Number(rate.subsidy) / 10 ** decimals) * (DAY_SECONDS / seconds);
		const [before, after] = [coins(calibrated), coins(spacing)].map((amount) => fixed(amount, 2));
		const message = `${constant}: ${after} coins a day instead of ${before}`;
		return found(severity, message, { ...numbers, coinsPerDayCalibrated: before!, coinsPerDay: after! });
	}
	const left = (seconds: number) => exp((FOUR_YEARS_SECONDS / seconds) * rate.lnLeft);
	const halfLifeYears = ((-ln(2) / rate.lnLeft) * spacing) / YEAR_SECONDS;
	const percent = (value: number) => fixed(value * 100, 1);
	const message = `${constant}: after four years ${percent(left(spacing))} % of the ${rate.quantity} is left instead of ${percent(left(calibrated))} %, half of it after ${fixed(halfLifeYears, 2)} years`;
	return found(severity, message, {
		...numbers,
		leftCalibrated: fixed(left(calibrated), 9),
		left: fixed(left(spacing), 9),
		halfLifeYears: fixed(halfLifeYears, 6),
	});
}

export const COUPLING_LINTS: readonly Lint[] = [{ id: 'CPL-01', severities: ['hard', 'note'], check: perBlockRate }];
