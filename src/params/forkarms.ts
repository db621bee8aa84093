/** The difficulty arms and units of work that a fork adds at and after its activation height. */
import type { ArmOperation, DifficultyArm } from '../asert/rules.ts';
import { decodeCompact, encodeCompact, reduceRatio } from '../consensus/index.ts';
import type { InputError, JsonPath } from './json.ts';
import type { Fork, ForkArm, Rules } from './types.ts';

/** Makes the error for a place in a fork's file. */
export type ForkFault = (path: JsonPath, what: string) => InputError;

const UINT32_MAX = 0xffff_ffffn;
const INT64_MAX = (1n << 63n) - 1n;

/**
 * Arms and units of work of the rules with the fork's added, in order of height.
 * @throws what `fault` makes, where two arms meet at a height, where a spacing or half-life would change without
 * an arm that re-anchors, and for terms that a node refuses.
 */
export function forkArms(
	rules: Rules,
	fork: Fork,
	activationHeight: number,
	fault: ForkFault,
): { readonly arms: readonly DifficultyArm[]; readonly workUnits: Rules['workUnits'] } {
	const spacing = settingOf(fork, 'nPowTargetSpacing');
	const halfLife = settingOf(fork, 'nMatMulAsertHalfLife');
	const first = fork.arms[0];
	if (first?.offset !== 0 && (spacing !== undefined || halfLife !== undefined)) {
		const name = spacing !== undefined ? 'nPowTargetSpacing' : 'nMatMulAsertHalfLife';
		throw fault(
			['set', name],
			'changes the schedule, so the fork needs an arm at offset 0 that re-anchors it; an edit without one is "activation": "in-place"',
		);
	}
	if (first?.halfLifeSeconds !== undefined && halfLife !== undefined && BigInt(first.halfLifeSeconds) !== halfLife) {
		throw fault(['arms', 0, 'halfLifeSeconds'], 'differs from the half-life under set');
	}
	const added = fork.arms.map((arm, index): DifficultyArm => {
		const height = BigInt(activationHeight + arm.offset);
		const taken = rules.asert.arms.find((other) => other.height === height);
		if (taken !== undefined) {
			throw fault(
				['arms', index, 'offset'],
				`height ${height} has the arm ${taken.name} already; one of the two would be hidden`,
			);
		}
		const atActivation = arm.offset === 0;
		const halfLifeSeconds = arm.halfLifeSeconds === undefined ? undefined : BigInt(arm.halfLifeSeconds);
		const armHalfLife = halfLifeSeconds ?? (atActivation ? halfLife : undefined);
		return {
			height,
			name: fork.id,
			operation: operationOf(arm, (key, what) => fault(['arms', index, 'operation', key], what)),
			...(armHalfLife !== undefined && { halfLifeSeconds: armHalfLife }),
			...(atActivation && spacing !== undefined && { spacingSeconds: spacing }),
			...(arm.limitTarget !== undefined && { limitTarget: limitOf(arm.limitTarget, rules, index, fault) }),
		};
	});
	const arms = [...rules.asert.arms, ...added].sort((a, b) => (a.height < b.height ? -1 : 1));
	return { arms, workUnits: unitsOf(rules, fork, activationHeight) };
}

function settingOf(fork: Fork, name: string): bigint | undefined {
	const value = fork.set[name];
	return typeof value === 'number' ? BigInt(value) : undefined;
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

/** Headers are checked against powLimit for ever, so a limit can only get harder; and nBits must be able to say it. */
function limitOf(hex: string, rules: Rules, index: number, fault: ForkFault): bigint {
	const limit = BigInt(`0x${hex}`);
	const path = ['arms', index, 'limitTarget'];
	if (limit === 0n || limit >= rules.asert.powLimit) throw fault(path, 'must be strictly harder than powLimit');
	if (decodeCompact(encodeCompact(limit)).target !== limit) throw fault(path, 'must be a canonical compact target');
	return limit;
}

function unitsOf(rules: Rules, fork: Fork, activationHeight: number): Rules['workUnits'] {
	const added = fork.arms.flatMap(({ offset, workUnit }) =>
		workUnit === undefined ? [] : [{ fromHeight: activationHeight + offset, unit: workUnit }],
	);
	const replaced = new Set(added.map(({ fromHeight }) => fromHeight));
	const kept = rules.workUnits.filter(({ fromHeight }) => !replaced.has(fromHeight));
	return [...kept, ...added].sort((a, b) => a.fromHeight - b.fromHeight);
}
