/** What the lints mean and where they come from, as docs/lints.md prints it. */
import type { Severity } from './document.ts';

/** A lint, or a rule whose violation is refused. Texts are Markdown of our own: code stands in backticks. */
export interface LintExplanation {
	readonly id: string;
	/** `error`: a base or fork that breaks it is refused. */
	readonly severities: readonly (Severity | 'error')[];
	/** When it fires, and its numbers. */
	readonly fires: string;
	readonly source: string;
}

/** Findings about a fork, in the order in which reviewers ask. */
export const LINT_EXPLANATIONS: readonly LintExplanation[] = [
	{
		id: 'DAA-01',
		severities: ['hard'],
		fires:
			'the spacing changes and the schedule is still measured from an older block: (blocks since the anchor + 1)·(s − s′) seconds, in half-lives',
		source: 'the definition of ASERT (Bitcoin Cash specification of 2020-11-15)',
	},
	{
		id: 'DAA-02',
		severities: ['soft'],
		fires:
			'an ASERT schedule is anchored anew and the target not rescaled by s/s′: τ′·log2(s/(s′·rescale)) seconds, ÷ s′ blocks',
		source: 'the definition of ASERT (Bitcoin Cash specification of 2020-11-15); `docs/model.md`, section 10',
	},
	{
		id: 'DAA-03',
		severities: ['soft', 'note'],
		fires: '√(s′/τ′) exceeds 10 %, or τ′ is below ten spacings; a note where the base has as much of it',
		source: 'noise floor in the sense of the Bitcoin Cash specification, which has √(1/288)',
	},
	{
		id: 'SUP-01',
		severities: ['hard'],
		fires:
			"the final supply exceeds the cap: base units over. Silent where the base's issuance has no end, which makes its largest amount no cap",
		source: 'MAX_MONEY of the chain',
	},
	{
		id: 'SUP-02',
		severities: ['hard', 'note'],
		fires: 'coins a day change by a base unit a block or more: percent; a note where the fork declares it',
		source: "the fork's `declares.issuancePerTime`",
	},
	{
		id: 'SUP-03',
		severities: ['soft'],
		fires:
			'a new halving interval begins where blocks ÷ interval is whole at no height after it: the fraction of a block by which halvings come late',
		source: 'Zcash ZIP 208 on the choice of heights',
	},
	{
		id: 'SUP-04',
		severities: ['soft'],
		fires: 'rounding moves the final supply by more than a coin (and at most 1 %): base units',
		source: "the fork's `rounding`",
	},
	{
		id: 'SUP-05',
		severities: ['hard'],
		fires:
			"the final supply moves by more than 1 %, begins or ceases to exist, and the fork does not declare it: percent of the base's",
		source: "the fork's `declares.finalSupply`",
	},
	{
		id: 'CPL-01',
		severities: ['hard', 'note'],
		fires:
			"a constant that means so much a block meets another spacing than the one it was chosen for (`calibratedSpacingSeconds`, or the base's): what is left after four years at either, and the half-life. The fraction of a reserve, reductions and eras counted in blocks, a tail by the block; halvings are the matter of SUP. A note where the constant is the base's and the forks declare that coins a day change",
		source: 'zakura-core/zakura pull request 1053: ZIP 234 under ZIP 218',
	},
	{
		id: 'HGT-01',
		severities: ['hard'],
		fires: 'two difficulty operations at one height: the height, and what is shadowed',
		source: "BTX's own check, `src/pow.cpp:1261-1692` at a5aa3b41",
	},
	{
		id: 'HGT-02',
		severities: ['hard', 'soft'],
		fires:
			"the activation is mined already (hard), or less than 96 h away at the faster of the target spacing and the state's `observedSpacings`: blocks, hours, and which spacing",
		source: 'btx `doc/transition-roadmap.md:209`',
	},
	{
		id: 'CNT-01',
		severities: ['hard', 'note'],
		fires:
			'the spacing changes: constants counted in blocks without a decision (hard); kept ones whose wall time moves (note)',
		source: 'reviews of ZIP 208 and ZIP 218',
	},
	{
		id: 'CNT-02',
		severities: ['soft'],
		fires:
			'a coinbase could not be spent within the deepest reorganisation, and under the fork it can: both depths, before and after',
		source: 'ZIP 218, whose reviewers accepted it',
	},
	{
		id: 'CNT-03',
		severities: ['note'],
		fires:
			'the spacing changes on a BTX mainnet of 0.34 or newer, whose nodes hold back a tip that grows too fast: live window, growth within an hour, age of a parked reorganisation. Policy of each node, not consensus; no bundled release has it',
		source: 'btx 0.34 `src/test/matmul_gpu_verified_transition_tests.cpp`; `src/params/policy.ts`',
	},
	{
		id: 'DEV-01',
		severities: ['soft', 'note'],
		fires:
			"checking a block takes a device class (`profiles/devices/`) more than half the spacing: the share; a note where it is the base's too. Silent for heights, units and chains that were not measured",
		source: 'btx `doc/evidence/cuda-blackwell-16gib-lifecycle-asert-2026-08-01`',
	},
	{
		id: 'PRV-01',
		severities: ['soft'],
		fires: "the base's file names no branch or tag that holds its commit (`source.reachableFrom`)",
		source: "a commit of somebody's fork shows under the parent's address",
	},
];
