/**
 * `fork-rehearsal/consensus`: compact targets, work, issuance and header-time rules of the Bitcoin family,
 * in exact integers and without any dependency.
 */
export * from './compact.ts';
export * from './emptyblock.ts';
export type * from './rules.ts';
export * from './subsidy.ts';
export * from './target.ts';
export * from './timestamp.ts';
export * from './work.ts';
