/** Ethereum Classic's monetary policy: each era a fixed fraction of the era before. */
import type { GeometricSubsidy } from './issuance.ts';
import type { SubsidyRun } from './run.ts';

/** Subsidies by era, down to the first zero: powers of distant eras are never taken. A rule's are computed once. */
const eraSubsidies = new WeakMap<GeometricSubsidy, bigint[]>();

/**
 * The run of equal subsidies from a height on: floor(initial · num^era ÷ den^era), divided once at the end, so
 * roundings do not pile up (ECIP-1017, ethereumclassic/ECIPs _specs/ecip-1017.md at 0adb4207: "5M20"). Rewards for
 * uncles come on top and are not part of it.
 */
export function geometricRun(rule: GeometricSubsidy, height: bigint): SubsidyRun {
	if (height < rule.firstHeight) return { subsidy: 0n, endHeight: rule.firstHeight };
	const era = (height - rule.firstHeight) / rule.eraBlocks;
	const subsidy = eraSubsidy(rule, era);
	// No later era's subsidy is larger.
	return { subsidy, endHeight: subsidy === 0n ? null : rule.firstHeight + (era + 1n) * rule.eraBlocks };
}

function eraSubsidy(rule: GeometricSubsidy, era: bigint): bigint {
	let subsidies = eraSubsidies.get(rule);
	if (subsidies === undefined) {
		subsidies = [rule.initialSubsidy];
		eraSubsidies.set(rule, subsidies);
	}
	while (BigInt(subsidies.length) <= era && subsidies.at(-1) !== 0n) {
		const next = BigInt(subsidies.length);
		subsidies.push((rule.initialSubsidy * rule.num ** next) / rule.den ** next);
	}
	return subsidies[Number(era)] ?? 0n;
}

/** @throws RangeError when an amount, length or fraction makes no sense. */
export function assertGeometric(rule: GeometricSubsidy): void {
	if (rule.initialSubsidy < 0n) throw new RangeError(`initial subsidy ${rule.initialSubsidy} is negative`);
	if (rule.eraBlocks <= 0n) throw new RangeError('an era must last at least one block');
	if (rule.firstHeight < 0n) throw new RangeError(`first height ${rule.firstHeight} is negative`);
	if (rule.num < 0n || rule.num >= rule.den) {
		throw new RangeError(
			`a subsidy cannot shrink by ${rule.num}/${rule.den}: the fraction must lie in 0 … 1, 1 excluded`,
		);
	}
}
