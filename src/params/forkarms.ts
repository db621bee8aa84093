/** The re-anchorings that a fork adds to an ASERT schedule, and the units of work that come with them. */
import type { AbsoluteAsertRule } from '../asert/absolute.ts';
import type { ArmOperation, AsertRules, DifficultyArm } from '../asert/rules.ts';
import { decodeCompact, encodeCompact, reduceRatio } from '../consensus/index.ts';
import type { DifficultyEra } from '../difficulty/rules.ts';
import type { ForkFault } from './forkfault.ts';
import type { InputError } from './json.ts';
import type { Fork, ForkArm, Rules } from './types.ts';

/** What the constants under a fork say of a schedule; undefined where the fork leaves them. */
export interface ScheduleChange {
	readonly spacingSeconds: bigint | undefined;
	readonly halfLifeSeconds: bigint | undefined;
	/** The constant that changes one of them. */
	readonly constant: string | undefined;
}

const UINT32_MAX = 0xffff_ffffn;
const INT64_MAX = (1n << 63n) - 1n;

/**
 * BTX's arms with the fork's added, in order of height.
 * @throws what `fault` makes, where two arms meet at a height, where a spacing or half-life would change without
 * an arm that re-anchors, and for terms that a node refuses.
 */
export function forkArms(
	asert: AsertRules,
	fork: Fork,
	activationHeight: number,
	change: ScheduleChange,
	fault: ForkFault,
): DifficultyArm[] {
	assertAnchored(fork, change, fault);
	const added = fork.arms.map((arm, index): DifficultyArm => {
		const height = BigInt(activationHeight + arm.offset);
		const taken = asert.arms.find((other) => other.height === height);
		if (taken !== undefined) {
			throw fault(
				['arms', index, 'offset'],
				`height ${height} has the arm ${taken.name} already; one of the two would be hidden`,
			);
		}
		const atActivation = arm.offset === 0;
		const halfLifeSeconds = arm.halfLifeSeconds === undefined ? undefined : BigInt(arm.halfLifeSeconds);
		const armHalfLife = halfLifeSeconds ?? (atActivation ? change.halfLifeSeconds : undefined);
		return {
			height,
			name: fork.id,
			operation: operationOf(arm, (key, what) => fault(['arms', index, 'operation', key], what)),
			...(armHalfLife !== undefined && { halfLifeSeconds: armHalfLife }),
			...(atActivation && change.spacingSeconds !== undefined && { spacingSeconds: change.spacingSeconds }),
			...(arm.limitTarget !== undefined && { limitTarget: limitOf(arm.limitTarget, asert.powLimit, index, fault) }),
		};
	});
	return [...asert.arms, ...added].sort((a, b) => (a.height < b.height ? -1 : 1));
}

/**
 * A fork's arms on a chain whose ASERT has no arms of its own: each is an era anchored at the block before it, with
 * that block's target × the operation's ratio.
 * @param rule the rule in force, with the limit that the fork's constants give
 * @throws what `fault` makes, as for forkArms, and for an operation that belongs to BTX alone
 */
export function asertEras(
	rule: AbsoluteAsertRule,
	fork: Fork,
	activationHeight: number,
	change: ScheduleChange,
	fault: ForkFault,
): DifficultyEra[] {
	assertAnchored(fork, change, fault);
	let inForce = rule;
	return fork.arms.map((arm, index) => {
		const operation = operationOf(arm, (key, what) => fault(['arms', index, 'operation', key], what));
		const atActivation = arm.offset === 0;
		const { halfLifeSeconds, limitTarget } = arm;
		inForce = {
			...inForce,
			...(atActivation && change.spacingSeconds !== undefined && { spacingSeconds: change.spacingSeconds }),
			...(atActivation && change.halfLifeSeconds !== undefined && { halfLifeSeconds: change.halfLifeSeconds }),
			...(halfLifeSeconds !== undefined && { halfLifeSeconds: BigInt(halfLifeSeconds) }),
			...(limitTarget !== undefined && { limitTarget: limitOf(limitTarget, rule.limitTarget, index, fault) }),
			anchor: anchorRatio(operation, (what) => fault(['arms', index, 'operation', 'kind'], what)),
		};
		return { fromHeight: BigInt(activationHeight + arm.offset), name: fork.id, rule: inForce };
	});
}

/** Units of work of the rules with those that the fork's arms begin. */
export function forkWorkUnits(rules: Rules, fork: Fork, activationHeight: number): Rules['workUnits'] {
	const added = fork.arms.flatMap(({ offset, workUnit }) =>
		workUnit === undefined ? [] : [{ fromHeight: activationHeight + offset, unit: workUnit }],
	);
	const replaced = new Set(added.map(({ fromHeight }) => fromHeight));
	const kept = rules.workUnits.filter(({ fromHeight }) => !replaced.has(fromHeight));
	return [...kept, ...added].sort((a, b) => a.fromHeight - b.fromHeight);
}

/** An absolute schedule prices every block since its anchor: a new spacing or half-life needs a new anchor. */
function assertAnchored(fork: Fork, { halfLifeSeconds, constant }: ScheduleChange, fault: ForkFault): void {
	const first = fork.arms[0];
	if (first?.offset !== 0 && constant !== undefined) {
		throw fault(
			['set', constant],
			'changes the schedule, so the fork needs an arm at offset 0 that re-anchors it; an edit without one is "activation": "in-place"',
		);
	}
	if (
		first?.halfLifeSeconds !== undefined &&
		halfLifeSeconds !== undefined &&
		BigInt(first.halfLifeSeconds) !== halfLifeSeconds
	) {
		throw fault(['arms', 0, 'halfLifeSeconds'], 'differs from the half-life under set');
	}
}

function operationOf({ operation }: ForkArm, fault: (key: string, what: string) => InputError): ArmOperation {
	switch (operation.kind) {
		case 'inherit':
			return { kind: 'inherit' };
		case 'divide': {
			const factor = BigInt(operation.factor);
			if (factor > UINT32_MAX) throw fault('factor', 'must fit uint32');
			return { kind: 'divide', factor };
		}
		case 'ratio':
		case 'derive': {
			const num = BigInt(operation.num);
			const den = BigInt(operation.den);
			// The node scales by 32-bit terms; only its wide derivation of Epoch A takes 64-bit ones.
			const limit = operation.kind === 'ratio' ? UINT32_MAX : INT64_MAX;
			const reduced = reduceRatio(num, den);
			if (reduced.num > limit || reduced.den > limit) {
				throw fault('num', `the ratio's reduced terms must fit ${operation.kind === 'ratio' ? 'uint32' : 'int64'}`);
			}
			return { kind: operation.kind, num, den };
		}
	}
}

function anchorRatio(
	operation: ArmOperation,
	fault: (what: string) => InputError,
): { readonly num: bigint; readonly den: bigint } {
	switch (operation.kind) {
		case 'inherit':
			return { num: 1n, den: 1n };
		case 'divide':
			return { num: 1n, den: operation.factor };
		case 'ratio':
			return { num: operation.num, den: operation.den };
		case 'derive':
		case 'bootstrap':
			throw fault(`${operation.kind} belongs to BTX; give a ratio`);
	}
}

/** Headers are checked against powLimit for ever, so a limit can only get harder; and nBits must be able to say it. */
function limitOf(hex: string, powLimit: bigint, index: number, fault: ForkFault): bigint {
	const limit = BigInt(`0x${hex}`);
	const path = ['arms', index, 'limitTarget'];
	if (limit === 0n || limit >= powLimit) throw fault(path, 'must be strictly harder than powLimit');
	if (decodeCompact(encodeCompact(limit)).target !== limit) throw fault(path, 'must be a canonical compact target');
	return limit;
}
