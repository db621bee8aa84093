/** Numbers that nobody measured on the chain at hand: each with a low, a primary and a high value and its source. */
import type { Unit } from './document.ts';
import type { MinerGroup } from './rewards.ts';

/** An assumed number. Tables use the primary one; low and high stand beside it where the figure turns on it. */
export interface Assumed {
	readonly what: string;
	readonly unit: Unit;
	readonly low: number;
	readonly primary: number;
	readonly high: number;
	readonly source: string;
}

export const ASSUMED = {
	relay: {
		what: 'seconds until a block has reached the other miners',
		unit: 'seconds',
		low: 0.3,
		primary: 1,
		high: 5,
		source:
			'proposals assume 0.3 to 5 s (ZIP 218; BCH Faster Blocks); Bitcoin in 2021: median 0.454 s, mean 4.1 s (bitcoinstats.io)',
	},
	thief: {
		what: 'share of an attacker on the network',
		unit: 'percent',
		low: 0.1,
		primary: 0.3,
		high: 0.4,
		source: 'the shares that the literature tabulates (Nakamoto 2008; Rosenfeld 2014)',
	},
	risk: {
		what: 'risk of a reversal that a payee accepts',
		unit: 'percent',
		low: 0.0001,
		primary: 0.001,
		high: 0.01,
		source: 'Nakamoto 2008, section 11: below 0.1 %',
	},
	confirmations: {
		what: 'confirmations that an exchange waits for',
		unit: 'blocks',
		low: 1,
		primary: 6,
		high: 60,
		source: 'six is the custom of Bitcoin',
	},
	tieShare: {
		what: "share of the others' hashrate that mines on a withheld block in a tie",
		unit: 'percent',
		low: 0,
		primary: 0.5,
		high: 1,
		source: 'Eyal and Sirer 2014: 0 to 1; one half with their remedy',
	},
	attackMargin: {
		what: 'what an attacker pays above the usual rent',
		unit: 'percent',
		low: 0,
		primary: 0.25,
		high: 1,
		source: 'chosen; no market rents out a whole network at its list price',
	},
	notify: {
		what: 'seconds until a pool has told its miners of a new tip',
		unit: 'seconds',
		low: 0.1,
		primary: 0.5,
		high: 2,
		source: 'chosen; a template of kilobytes to each of many miners',
	},
	poolShare: {
		what: "a pool's share of the network",
		unit: 'percent',
		low: 0.01,
		primary: 0.1,
		high: 0.3,
		source: 'chosen',
	},
	poolFee: {
		what: "a pay-per-share pool's fee",
		unit: 'percent',
		low: 0.01,
		primary: 0.02,
		high: 0.04,
		source: 'Rosenfeld 2011 reckons with 5 %; pools commonly ask 1 to 4 %',
	},
	poolRuin: {
		what: 'probability that a pool accepts of ever running out of its reserve',
		unit: 'percent',
		low: 0.0001,
		primary: 0.001,
		high: 0.01,
		source: 'Rosenfeld 2011: one in a thousand',
	},
	dust: {
		what: 'least output that nodes relay, base units',
		unit: 'base units',
		low: 294,
		primary: 546,
		high: 5460,
		source: 'Bitcoin Core policy/policy.cpp, GetDustThreshold: 294 and 546; ten times as much for large signatures',
	},
	costRatio: {
		what: "a solo miner's cost over the base's mean revenue, where the fleet states no cost",
		unit: 'percent',
		low: 0.5,
		primary: 0.8,
		high: 0.95,
		source: 'chosen; free entry drives it towards 1',
	},
	reserve: {
		what: 'days of cost that a solo miner can pay without a block',
		unit: 'days',
		low: 7,
		primary: 30,
		high: 90,
		source: 'chosen',
	},
	switcher: {
		what: "a switching miner's hashrate over the others'",
		unit: 'percent',
		low: 0.1,
		primary: 0.3,
		high: 1,
		source: 'chosen',
	},
	drift: {
		what: 'change of the hashrate a day that dates must bear, either way',
		unit: 'percent',
		low: 0,
		primary: 0.01,
		high: 0.03,
		source: 'chosen; BTX grew by 9 % a day from April to August 2026',
	},
	filter: {
		what: 'bytes of a compact filter of one block (BIP 158)',
		unit: 'bytes',
		low: 300,
		primary: 20_000,
		high: 100_000,
		source: 'about 20 kB for a full block of Bitcoin; next to nothing for an empty one',
	},
	channelDelta: {
		what: 'blocks that a payment channel leaves between two hops (HTLC delta)',
		unit: 'blocks',
		low: 40,
		primary: 80,
		high: 144,
		source: 'lnd: 80 (default of bitcoin.timelockdelta), 40 and 144 elsewhere',
	},
} as const satisfies Readonly<Record<string, Assumed>>;

/** Sizes of the miners who race: nobody publishes those of the chain at hand. */
export const MINERS: readonly Pick<MinerGroup, 'share' | 'count'>[] = [
	{ share: 0.25, count: 1 },
	{ share: 0.2, count: 1 },
	{ share: 0.15, count: 1 },
	{ share: 0.1, count: 2 },
	{ share: 0.01, count: 20 },
];

/** Seconds of one attempt of BTX's episodes, two clusters of the same card (btx src/kernel/chainparams.cpp:142,151). */
export const EPISODE_SECONDS = [12.07, 32.18] as const;
