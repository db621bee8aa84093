/**
 * `fork-rehearsal/consensus`: the rules of the Bitcoin family in exact integers and without any dependency:
 * compact targets, work, issuance, header times, every difficulty rule, and their replay over recorded headers.
 */
export * from '../asert/absolute.ts';
export * from '../asert/aserti3.ts';
export { anchorAt, epsilonAt, FAIL_CLOSED_BITS, nextBits } from '../asert/btx.ts';
export * from '../asert/dcr.ts';
export type * from '../asert/rules.ts';
export * from '../asert/schedule.ts';
export * from '../consensus/index.ts';
export * from './era.ts';
export * from './meanpath.ts';
export * from './nextbits.ts';
export * from './replay.ts';
export type * from './rules.ts';
