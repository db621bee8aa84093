/** Subsidies written out by height. */
import type { TableStep, TableSubsidy } from './issuance.ts';
import type { SubsidyRun } from './run.ts';

/** The run of equal subsidies from a height on; the last step holds for ever. */
export function tableRun({ steps }: TableSubsidy, height: bigint): SubsidyRun {
	const index = steps.findLastIndex(({ fromHeight }) => fromHeight <= height);
	return { subsidy: steps[index]!.subsidy, endHeight: steps[index + 1]?.fromHeight ?? null };
}

/**
 * The subsidy of one block where a table is kept per unit of time, rounded up: ceil(subsidy ÷ blocks). Kaspa keeps
 * base units per second and divides by its blocks per second (KIP-14; CoinbaseManager::new in rusty-kaspa
 * consensus/src/processes/coinbase.rs), so a spacing below a second creates up to one unit a block more.
 * @throws RangeError when there is no block to divide among, or the subsidy is negative.
 */
export function perBlockSubsidy(subsidy: bigint, blocks: bigint): bigint {
	if (blocks <= 0n) throw new RangeError(`${blocks} blocks share no subsidy`);
	if (subsidy < 0n) throw new RangeError(`subsidy ${subsidy} is negative`);
	return (subsidy + blocks - 1n) / blocks;
}

/** @throws RangeError when the table cannot hold from a stage's height on. */
export function assertTable({ steps }: TableSubsidy, stageHeight: bigint): void {
	let previous: TableStep | undefined;
	for (const step of steps) {
		const place = `subsidy step at height ${step.fromHeight}`;
		if (previous === undefined ? step.fromHeight > stageHeight : step.fromHeight <= previous.fromHeight) {
			throw new RangeError(`${place}: steps start by height ${stageHeight} and rise`);
		}
		if (step.subsidy < 0n) throw new RangeError(`${place}: subsidy is negative`);
		previous = step;
	}
	if (previous === undefined) throw new RangeError('a table of subsidies needs at least one step');
}
