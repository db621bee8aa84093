/**
 * The rule of issuance that a fork's file states → the rule. Keys are those of the rules' own interfaces, with
 * heights counted from the activation (`offset`) and amounts as strings.
 */
import type { SubsidyRule } from '../consensus/issuance.ts';
import type { ForkFault } from './forkfault.ts';

/** What every rule may state beside its terms. */
interface CommonTerms {
	/**
	 * Spacing for which amounts or fractions per block were chosen. They mean something else at another one: ZIP 234's
	 * fraction was made for 75 s and would halve the reserve in 1.3 years at 25 s.
	 */
	readonly calibratedSpacingSeconds?: number;
}

/** A rule of issuance as a fork's file states it. */
export type ForkSubsidy = CommonTerms &
	(
		| {
				readonly kind: 'halving';
				/** Halvings are counted from the activation. */
				readonly segments: readonly {
					readonly offset: number;
					readonly initialSubsidy: string;
					readonly halvingIntervalBlocks: number;
				}[];
				readonly maxHalvings?: number;
		  }
		| {
				readonly kind: 'reduction';
				readonly baseSubsidy: string;
				readonly mul: number;
				readonly div: number;
				/** Counted from the genesis block, as Decred does. */
				readonly intervalBlocks: number;
				readonly shares: readonly {
					readonly offset: number;
					readonly work: number;
					readonly stake: number;
					readonly treasury: number;
				}[];
				readonly votesPerBlock: number;
		  }
		| {
				readonly kind: 'table';
				readonly steps: readonly { readonly offset: number; readonly subsidy: string }[];
		  }
		| {
				readonly kind: 'geometric';
				readonly initialSubsidy: string;
				readonly num: number;
				readonly den: number;
				readonly eraBlocks: number;
				/** Height from which eras are counted; the activation where it is left out. */
				readonly firstHeight?: number;
		  }
		| {
				readonly kind: 'smooth';
				readonly num: string;
				readonly den: string;
				/** The network's largest amount where it is left out. */
				readonly cap?: string;
		  }
		| {
				readonly kind: 'emission';
				readonly supplyConstant: string;
				readonly shiftBits: number;
				readonly spacingMinutes: number;
				readonly tailSubsidy: string;
		  }
	);

/** Number of halvings after which Bitcoin-derived code creates nothing. */
const MAX_HALVINGS = 64;

/** Block 1 is Decred's first distribution, and a vote is paid by its parent's subsidy. */
const FIRST_VOTING_HEIGHT = 3n;

/**
 * The rule that a fork's file states.
 * @param height first height under it
 * @param maxMoney the network's largest amount, in base units
 * @throws what `fault` makes, for terms that no rule can be made of
 */
export function subsidyRule(file: ForkSubsidy, height: bigint, maxMoney: bigint, fault: ForkFault): SubsidyRule {
	const from = (offset: number) => height + BigInt(offset);
	const at = (key: string, what: string) => fault(['subsidy', key], what);
	switch (file.kind) {
		case 'halving':
			assertOffsets(file.segments, (what) => at('segments', what));
			return {
				kind: file.kind,
				rounding: 'floor',
				segments: file.segments.map(({ offset, initialSubsidy, halvingIntervalBlocks }) => ({
					fromHeight: from(offset),
					initialSubsidy: BigInt(initialSubsidy),
					halvingIntervalBlocks: BigInt(halvingIntervalBlocks),
				})),
				maxHalvings: BigInt(file.maxHalvings ?? MAX_HALVINGS),
			};
		case 'reduction':
			assertOffsets(file.shares, (what) => at('shares', what));
			if (file.mul >= file.div) throw at('mul', 'must be less than div: the subsidy shrinks');
			return {
				kind: file.kind,
				rounding: 'floor',
				baseSubsidy: BigInt(file.baseSubsidy),
				mul: BigInt(file.mul),
				div: BigInt(file.div),
				intervalBlocks: BigInt(file.intervalBlocks),
				blockOneSubsidy: 0n,
				shares: file.shares.map(({ offset, work, stake, treasury }, index) => {
					if (work + stake + treasury === 0) throw at('shares', 'nobody has a share');
					// The rule wants shares for every height; those below the activation are never asked for.
					const fromHeight = index === 0 ? 0n : from(offset);
					return { fromHeight, work: BigInt(work), stake: BigInt(stake), treasury: BigInt(treasury) };
				}),
				votesPerBlock: BigInt(file.votesPerBlock),
				votingFromHeight: FIRST_VOTING_HEIGHT,
			};
		case 'table':
			assertOffsets(file.steps, (what) => at('steps', what));
			return {
				kind: file.kind,
				rounding: 'none',
				steps: file.steps.map(({ offset, subsidy }) => ({ fromHeight: from(offset), subsidy: BigInt(subsidy) })),
			};
		case 'geometric':
			if (file.num >= file.den) throw at('num', 'must be less than den: the subsidy shrinks');
			return {
				kind: file.kind,
				rounding: 'floor',
				initialSubsidy: BigInt(file.initialSubsidy),
				num: BigInt(file.num),
				den: BigInt(file.den),
				eraBlocks: BigInt(file.eraBlocks),
				firstHeight: file.firstHeight === undefined ? height : BigInt(file.firstHeight),
			};
		case 'smooth': {
			const [num, den] = [BigInt(file.num), BigInt(file.den)];
			if (num > den) throw at('num', 'must not exceed den: a block creates a part of what is left');
			return { kind: file.kind, rounding: 'ceil', num, den, cap: file.cap === undefined ? maxMoney : BigInt(file.cap) };
		}
		case 'emission':
			if (file.spacingMinutes - 1 > file.shiftBits)
				throw at('spacingMinutes', 'leaves no shift: shiftBits is too small');
			return {
				kind: file.kind,
				rounding: 'floor',
				supplyConstant: BigInt(file.supplyConstant),
				shiftBits: BigInt(file.shiftBits),
				spacingMinutes: BigInt(file.spacingMinutes),
				tailSubsidy: BigInt(file.tailSubsidy),
			};
	}
}

function assertOffsets(items: readonly { readonly offset: number }[], fault: (what: string) => Error): void {
	const rising = items.every(({ offset }, index) =>
		index === 0 ? offset === 0 : offset > (items[index - 1]?.offset ?? 0),
	);
	if (!rising) throw fault('offsets begin at 0 and rise');
}
