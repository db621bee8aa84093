/**
 * Decred's subsidy: a small reduction every interval, divided among the miner, the votes and the treasury, each part
 * floored on its own (SubsidyCache, dcrd blockchain/standalone/subsidy.go at 036b7090). The parts of a block so come to
 * a few base units less than its subsidy.
 */
import type { ReductionSubsidy, SubsidyShares } from './issuance.ts';
import { nextAbove, type SubsidyRun } from './run.ts';

/** What one block creates, in base units. */
export interface ReductionParts {
	readonly work: bigint;
	/** For each vote in the block. */
	readonly vote: bigint;
	readonly treasury: bigint;
}

/** Subsidies by interval, down to the first zero; a rule's are computed once. */
const intervalSubsidies = new WeakMap<ReductionSubsidy, bigint[]>();

/** The subsidy before it is divided (CalcBlockSubsidy): every interval floored anew. */
export function undividedSubsidy(rule: ReductionSubsidy, height: bigint): bigint {
	if (height === 0n) return 0n;
	if (height === 1n) return rule.blockOneSubsidy;
	let subsidies = intervalSubsidies.get(rule);
	if (subsidies === undefined) {
		subsidies = [rule.baseSubsidy];
		intervalSubsidies.set(rule, subsidies);
	}
	const interval = height / rule.intervalBlocks;
	let last = subsidies.at(-1)!;
	while (BigInt(subsidies.length) <= interval && last > 0n) {
		last = (last * rule.mul) / rule.div;
		subsidies.push(last);
	}
	return subsidies[Number(interval)] ?? 0n;
}

/**
 * The parts of a block that holds a number of votes (CalcWorkSubsidyV3, CalcStakeVoteSubsidyV3, CalcTreasurySubsidy).
 * Votes are for the parent and are paid by the parent's subsidy. A block without a majority of votes is invalid and
 * creates nothing. Block 1 is the first distribution, all of it in its coinbase.
 * @throws RangeError when a block cannot hold so many votes.
 */
export function reductionParts(rule: ReductionSubsidy, height: bigint, votes = rule.votesPerBlock): ReductionParts {
	if (votes < 0n || votes > rule.votesPerBlock) {
		throw new RangeError(`a block holds 0 … ${rule.votesPerBlock} votes, not ${votes}`);
	}
	if (height <= 1n) return { work: undividedSubsidy(rule, height), vote: 0n, treasury: 0n };
	const shares = rule.shares.findLast(({ fromHeight }) => fromHeight <= height)!;
	const total = shares.work + shares.stake + shares.treasury;
	const subsidy = undividedSubsidy(rule, height);
	const work = (subsidy * shares.work) / total;
	const treasury = (subsidy * shares.treasury) / total;
	if (height < rule.votingFromHeight) return { work, vote: 0n, treasury };
	if (votes <= rule.votesPerBlock / 2n) return { work: 0n, vote: 0n, treasury: 0n };
	const isTreasuryFull = rule.fullTreasuryFromHeight !== undefined && height >= rule.fullTreasuryFromHeight;
	return {
		work: (votes * work) / rule.votesPerBlock,
		vote: (undividedSubsidy(rule, height - 1n) * shares.stake) / (total * rule.votesPerBlock),
		treasury: isTreasuryFull ? treasury : (votes * treasury) / rule.votesPerBlock,
	};
}

/** The run of blocks with all their votes that create the same from a height on. */
export function reductionRun(rule: ReductionSubsidy, height: bigint): SubsidyRun {
	const { work, vote, treasury } = reductionParts(rule, height);
	const subsidy = work + vote * rule.votesPerBlock + treasury;
	const intervalStart = height - (height % rule.intervalBlocks);
	const isOver = height > 2n && undividedSubsidy(rule, height - 1n) === 0n;
	// The first block of an interval pays its votes by the interval before.
	const steps = isOver ? [] : [1n, 2n, intervalStart + 1n, intervalStart + rule.intervalBlocks];
	const changes = rule.shares.map(({ fromHeight }) => fromHeight);
	const endHeight = nextAbove(height, [...steps, rule.votingFromHeight, ...changes]);
	return { subsidy, minerSubsidy: work, endHeight };
}

/** @throws RangeError when an amount, length or fraction makes no sense. */
export function assertReduction(rule: ReductionSubsidy): void {
	if (rule.baseSubsidy < 0n) throw new RangeError(`base subsidy ${rule.baseSubsidy} is negative`);
	if (rule.blockOneSubsidy < 0n) throw new RangeError(`subsidy of block 1, ${rule.blockOneSubsidy}, is negative`);
	if (rule.intervalBlocks <= 0n) throw new RangeError('a reduction interval must last at least one block');
	if (rule.votesPerBlock <= 0n) throw new RangeError('a block must hold at least one vote');
	if (rule.votingFromHeight < 3n)
		throw new RangeError('votes cannot begin below height 3: block 1 is the distribution');
	if (rule.mul < 0n || rule.mul >= rule.div) {
		throw new RangeError(
			`a subsidy cannot shrink by ${rule.mul}/${rule.div}: the fraction must lie in 0 … 1, 1 excluded`,
		);
	}
	let previous: SubsidyShares | undefined;
	for (const shares of rule.shares) {
		const place = `subsidy shares at height ${shares.fromHeight}`;
		if (previous === undefined ? shares.fromHeight !== 0n : shares.fromHeight <= previous.fromHeight) {
			throw new RangeError(`${place}: shares start at 0 and rise`);
		}
		const parts = [shares.work, shares.stake, shares.treasury];
		if (parts.some((part) => part < 0n)) throw new RangeError(`${place}: a share is negative`);
		if (parts.every((part) => part === 0n)) throw new RangeError(`${place}: nobody has a share`);
		previous = shares;
	}
	if (previous === undefined) throw new RangeError('a divided subsidy needs at least one set of shares');
}
