/**
 * `fork-rehearsal/consensus`: compact targets, work, issuance and header-time rules of the Bitcoin family,
 * in exact integers and without any dependency.
 */
export * from './averaging.ts';
export { type BombPause, bombExponent, delayedHeight, pausedHeight } from './bomb.ts';
export * from './compact.ts';
export * from './cw144.ts';
export * from './darkgravity.ts';
export * from './digishield.ts';
export * from './emergency.ts';
export * from './emptyblock.ts';
export * from './fixed.ts';
export {
	type HalvingProgress,
	halvingProgress,
	halvingsAt,
} from './halving.ts';
export * from './header.ts';
export type * from './issuance.ts';
export * from './lwma.ts';
export * from './period.ts';
export { type ReductionParts, reductionParts, undividedSubsidy } from './reduction.ts';
export * from './retarget.ts';
export type * from './rules.ts';
export * from './subsidy.ts';
export { perBlockSubsidy } from './table.ts';
export * from './target.ts';
export * from './timestamp.ts';
export * from './work.ts';
export * from './wtema.ts';
