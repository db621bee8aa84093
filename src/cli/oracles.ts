/** Options of the oracles: asert, replay and diff. Part of the one table in options.ts. */
import type { AsertVariant } from '../asert/absolute.ts';
import type { BlockHeader } from '../consensus/header.ts';
import { INT64_MAX, UINT64_MAX } from '../params/integers.ts';
import type { Option } from './options.ts';
import { anchors, choice, nBits, target, text, whole } from './values.ts';

/** What the oracles' options come to. Undefined: not given. */
export interface OracleValues {
	readonly variant: AsertVariant | undefined;
	readonly spacing: bigint | undefined;
	readonly 'half-life': bigint | undefined;
	readonly 'anchor-height': bigint | undefined;
	readonly 'anchor-time': bigint | undefined;
	readonly 'anchor-bits': number | undefined;
	readonly 'pow-limit': bigint | undefined;
	readonly headers: string | undefined;
	readonly anchor: readonly BlockHeader[];
}

const VARIANTS = ['bch', 'btx', 'dcr'] as const satisfies readonly AsertVariant[];
const UINT32_MAX = 0xffff_ffffn;

const ORACLE = { group: 'Oracles:', reproduces: false } as const;
const ASERT = { ...ORACLE, type: 'value', commands: ['asert'], default: undefined } as const;

export const ORACLE_OPTIONS: { readonly [Name in keyof OracleValues]: Option<OracleValues[Name]> } = {
	variant: {
		...ASERT,
		placeholder: 'NAME',
		choices: VARIANTS,
		describe: "bch (time of the anchor's parent), btx or dcr (time of the anchor itself)",
		read: choice(VARIANTS),
	},
	spacing: { ...ASERT, placeholder: 'SECONDS', describe: 'target spacing', read: whole(1n, UINT32_MAX) },
	'half-life': {
		...ASERT,
		placeholder: 'SECONDS',
		describe: 'lateness that doubles the target',
		read: whole(1n, UINT32_MAX),
	},
	'anchor-height': { ...ASERT, placeholder: 'N', describe: 'height of the anchor', read: whole(0n, UINT64_MAX) },
	'anchor-time': {
		...ASERT,
		placeholder: 'SECONDS',
		describe: 'Unix time that the schedule is measured from',
		read: whole(-INT64_MAX - 1n, INT64_MAX),
	},
	'anchor-bits': { ...ASERT, placeholder: 'NBITS', describe: 'nBits of the anchor: 0x1d00ffff', read: nBits },
	'pow-limit': {
		...ASERT,
		placeholder: 'TARGET',
		describe: 'easiest allowed target: nBits or 64 hex digits',
		read: target,
	},
	headers: {
		...ORACLE,
		type: 'value',
		placeholder: 'FILE',
		default: undefined,
		describe: 'recorded headers: CSV whose first line is height,time,bits, or JSON Lines',
		commands: ['replay', 'diff'],
		read: text,
	},
	anchor: {
		...ORACLE,
		type: 'list',
		placeholder: 'H,TIME,NBITS',
		default: [],
		describe: 'an earlier block that the rules look back to and the file does not hold',
		commands: ['replay', 'diff'],
		read: anchors,
	},
};
