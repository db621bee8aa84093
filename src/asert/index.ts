/** `fork-rehearsal/asert`: the ASERT family of difficulty rules in exact integers. */
export * from './aserti3.ts';
export * from './btx.ts';
export type * from './rules.ts';
export * from './schedule.ts';
