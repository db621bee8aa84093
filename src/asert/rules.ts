/**
 * The data that the ASERT rules are applied to. Everything is an integer; nothing here knows a file, a
 * clock or a network name.
 */
export type { BlockHeader } from '../consensus/header.ts';

/** How the nBits of the block AT an arm's height follow from its parent's target. */
export type ArmOperation =
	/** parent × factor, saturating (BTX block 50,000). */
	| { readonly kind: 'bootstrap'; readonly factor: bigint }
	/** floor(parent ÷ factor). */
	| { readonly kind: 'divide'; readonly factor: bigint }
	/** floor(parent × num ÷ den), saturating at 2^256 − 1. `1/1` inherits and still re-anchors. */
	| { readonly kind: 'ratio'; readonly num: bigint; readonly den: bigint }
	/** BTX Epoch A: floor(parent × min(parent·2^ε, 2^256−1) × num ÷ (den·2^256)); ε is the one of height − 1. */
	| { readonly kind: 'derive'; readonly num: bigint; readonly den: bigint }
	/** The parent's target, clamped to the limit at this height. */
	| { readonly kind: 'inherit' };

/** A height at which difficulty is set by its own rule and at which the schedule is anchored anew. */
export interface DifficultyArm {
	/** Block height of the arm; the block AT this height is the new anchor. */
	readonly height: bigint;
	/** The chainparams name of the height field, or the id of the fork that adds the arm. */
	readonly name: string;
	readonly operation: ArmOperation;
	/** Half-life in seconds from this anchor on; unset keeps the one in force. */
	readonly halfLifeSeconds?: bigint;
	/** Target spacing in seconds from this anchor on; unset keeps the one in force. */
	readonly spacingSeconds?: bigint;
	/** Easiest allowed target from this height on; unset keeps the one in force. */
	readonly limitTarget?: bigint;
}

/** The BTX difficulty rule: a fixed target before the first arm, ASERT from the latest anchor after it. */
export interface AsertRules {
	readonly genesisBits: number;
	/** Factor on the genesis target before the first arm. */
	readonly fastScale: bigint;
	/** Easiest allowed target before any arm changes it (256-bit). */
	readonly powLimit: bigint;
	readonly spacingSeconds: bigint;
	readonly halfLifeSeconds: bigint;
	/** Strictly increasing in height; the first is the ASERT start. */
	readonly arms: readonly DifficultyArm[];
	/** Pre-hash ε bits by height, strictly increasing, the first from 0. */
	readonly epsilonBits: readonly { readonly fromHeight: bigint; readonly bits: bigint }[];
	/** fPowNoRetargeting: every block repeats its parent's nBits. */
	readonly noRetargeting: boolean;
}
