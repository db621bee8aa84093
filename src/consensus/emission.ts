/**
 * Monero's emission curve and tail (get_block_reward, monero src/cryptonote_basic/cryptonote_basic_impl.cpp).
 *
 * With R = supplyConstant − issued before, a block creates s = floor(R ÷ 2^k), or the tail where that is more. Blocks
 * with the same s: the j-th block after R creates s too while R − j·s ≥ s·2^k, hence floor((R − s·2^k) ÷ s) + 1 blocks in
 * a row do. R only falls, so the tail once reached never ends. The penalty on blocks above the median size, which lowers
 * a block's reward and raises all later ones, is not part of it.
 */
import type { EmissionSubsidy } from './issuance.ts';
import type { SubsidyRun } from './run.ts';

/** The run of equal subsidies from a height on, given the base units that all blocks below it created. */
export function emissionRun(rule: EmissionSubsidy, height: bigint, issued: bigint): SubsidyRun {
	const reserve = rule.supplyConstant - issued;
	const shift = emissionShift(rule);
	const subsidy = reserve >> shift;
	if (subsidy <= rule.tailSubsidy) return { subsidy: rule.tailSubsidy, endHeight: null };
	return { subsidy, endHeight: height + (reserve - (subsidy << shift)) / subsidy + 1n };
}

/** @throws RangeError when an amount is negative, or the spacing leaves no shift. */
export function assertEmission(rule: EmissionSubsidy): void {
	if (rule.supplyConstant < 0n) throw new RangeError(`supply constant ${rule.supplyConstant} is negative`);
	if (rule.tailSubsidy < 0n) throw new RangeError(`tail subsidy ${rule.tailSubsidy} is negative`);
	if (rule.spacingMinutes <= 0n) throw new RangeError('the spacing must be at least one minute');
	if (emissionShift(rule) < 0n) {
		throw new RangeError(`a shift of ${rule.shiftBits} bits allows no spacing of ${rule.spacingMinutes} minutes`);
	}
}

function emissionShift({ shiftBits, spacingMinutes }: EmissionSubsidy): bigint {
	return shiftBits - (spacingMinutes - 1n);
}
