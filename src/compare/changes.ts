/** What a fork changes, constant by constant, and when every scheduled height comes. */
import type { ArmOperation } from '../asert/rules.ts';
import { encodeCompact, formatBits } from '../consensus/compact.ts';
import { halvingHeights } from '../consensus/subsidy.ts';
import type { ChainState, Constant, Fork, Rules, Source } from '../params/types.ts';
import type { CalendarRow, Change } from '../report/types.ts';
import { conditional } from './figure.ts';
import { Pace } from './pace.ts';

const SHORT_COMMIT = 8;

/** "src/kernel/chainparams.cpp:155 @ f3c9eb77". */
function sourceText(source: Source | undefined): string {
	if (source === undefined) return '';
	const line = source.line === undefined ? '' : `:${source.line}`;
	const commit = source.commit === undefined ? '' : ` @ ${source.commit.slice(0, SHORT_COMMIT)}`;
	return `${source.path ?? source.url ?? source.note ?? ''}${line}${commit}`;
}

function operationText(operation: ArmOperation): string {
	switch (operation.kind) {
		case 'bootstrap':
			return `parent × ${operation.factor}`;
		case 'divide':
			return `parent ÷ ${operation.factor}`;
		case 'ratio':
			return operation.num === operation.den ? "parent's target" : `parent × ${operation.num}/${operation.den}`;
		case 'derive':
			return `parent × gate × ${operation.num}/${operation.den}`;
		case 'inherit':
			return "parent's target, clamped to the limit";
	}
}

function constantOf(rules: Rules, name: string): Constant | undefined {
	return rules.constants.find((constant) => constant.name === name);
}

/** Every constant, difficulty arm and block count that the fork sets. */
export function changesOf(base: Rules, fork: Rules, forkFile: Fork): Change[] {
	const constants = Object.entries(forkFile.set).map(([parameter, to]): Change => {
		const constant = constantOf(base, parameter);
		return {
			parameter,
			from: String(constant?.value ?? ''),
			to: String(to),
			unit: constant?.unit ?? '',
			source: sourceText(constant?.source),
		};
	});
	const known = new Set(base.asert.arms.map((arm) => `${arm.height} ${arm.name}`));
	const arms = fork.asert.arms.filter((arm) => !known.has(`${arm.height} ${arm.name}`));
	const difficulty = arms.flatMap((arm): Change[] => {
		const changes: Change[] = [
			{
				parameter: `target at ${arm.height}`,
				from: 'ASERT from the anchor in force',
				to: `${operationText(arm.operation)}; new anchor`,
				unit: '',
				source: '',
			},
		];
		if (arm.limitTarget !== undefined) {
			const to = formatBits(encodeCompact(arm.limitTarget));
			changes.push({
				parameter: `limit from ${arm.height}`,
				from: formatBits(encodeCompact(base.asert.powLimit)),
				to,
				unit: 'nBits',
				source: sourceText(constantOf(base, 'powLimit')?.source),
			});
		}
		return changes;
	});
	const counts = base.blockCounts.flatMap(({ name, blocks, source }): Change[] => {
		const decision = forkFile.blockCounts[name];
		if (decision?.decision !== 'set') return [];
		return [
			{
				parameter: name,
				from: String(blocks),
				to: String(decision.blocks),
				unit: 'blocks',
				source: sourceText(source),
			},
		];
	});
	return [...constants, ...difficulty, ...counts];
}

/** Every scheduled height above the tip with its date on the base's and on the fork's schedule. */
export function calendarOf(
	base: Rules,
	fork: Rules,
	state: ChainState,
	activationHeight: number | null,
	forkId: string,
): CalendarRow[] {
	const events = new Map<number, string>();
	const add = (height: number, what: string): void => {
		if (height > state.tip.height) events.set(height, [events.get(height), what].filter(Boolean).join('; '));
	};
	if (activationHeight !== null) add(activationHeight, `${forkId} activates`);
	for (const arm of base.asert.arms) add(Number(arm.height), `${arm.name}: ${operationText(arm.operation)}`);
	for (const { fromHeight, unit } of base.workUnits) {
		if (fromHeight > 0) add(fromHeight, `work is counted in ${unit}s`);
	}
	for (const { rules, name } of [
		{ rules: base, name: 'base' },
		{ rules: fork, name: 'fork' },
	]) {
		const next = halvingHeights(rules.subsidy).find((height) => height > BigInt(state.tip.height));
		if (next !== undefined) add(Number(next), `next halving (${name})`);
	}
	const basePace = new Pace(base, state);
	const forkPace = activationHeight === null ? null : new Pace(fork, state);
	return [...events]
		.sort(([a], [b]) => a - b)
		.map(([height, what]) => ({
			height,
			what: what.replace(/next halving \(base\); next halving \(fork\)/, 'next halving'),
			base: conditional(basePace.timeOf(height), 'utc'),
			fork: conditional(forkPace === null ? null : forkPace.timeOf(height), 'utc'),
		}));
}
