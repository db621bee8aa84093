/** `fork-rehearsal/asert`: the ASERT family of difficulty rules in exact integers. */
export * from './absolute.ts';
export * from './aserti3.ts';
export * from './btx.ts';
export * from './dcr.ts';
export type * from './rules.ts';
export * from './schedule.ts';
