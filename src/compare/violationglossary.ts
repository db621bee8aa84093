/** The rules that a node holds its constants to, as docs/lints.md prints them. */
import type { LintExplanation } from './lintglossary.ts';

/** A base or fork that breaks one is refused, with the id at the end of the error. */
export const VIOLATION_EXPLANATIONS: readonly LintExplanation[] = [
	{
		id: 'VAL-01',
		severities: ['error'],
		fires: 'a spacing, half-life, interval, window or factor that is not positive',
		source: "btx `src/pow.cpp:1261-1692`; Bitcoin's arithmetic divides by them",
	},
	{
		id: 'VAL-02',
		severities: ['error'],
		fires: 'a fast phase that does not end where ASERT starts',
		source: 'btx `src/pow.cpp:1261-1692`',
	},
	{
		id: 'VAL-03',
		severities: ['error'],
		fires: 'a ratio whose terms are not positive, or exceed 32 bits once reduced (63 bits for the tuple of Epoch A)',
		source: 'btx `src/pow.cpp:1261-1692`',
	},
	{
		id: 'VAL-04',
		severities: ['error'],
		fires: 'an arm below the start of ASERT, or a profile below the one it builds on',
		source: 'btx `src/pow.cpp:1261-1692`',
	},
	{
		id: 'VAL-05',
		severities: ['error'],
		fires: 'a ratio beside another that owns the rescale at the same height',
		source: 'btx `src/kernel/chainparams.cpp:211-640`',
	},
	{
		id: 'VAL-06',
		severities: ['error'],
		fires: 'v4 and BMX4C on different days',
		source: 'btx `src/kernel/chainparams.cpp:211-640`',
	},
	{
		id: 'VAL-07',
		severities: ['error'],
		fires:
			'a regression test with a profile that does not exist, profile 2 without its ratio, or the coupled profile without RC',
		source: 'btx `src/kernel/chainparams.cpp:454-472,608-616`',
	},
	{
		id: 'VAL-08',
		severities: ['error'],
		fires:
			'a public network that is not Epoch A as a whole: v4, BMX4C and RC together, profile 1 with a ratio, DRLT and coupled disabled',
		source: 'btx `src/kernel/chainparams.cpp:549-607`',
	},
	{
		id: 'VAL-09',
		severities: ['error'],
		fires: 'a rescale behind another arm at the same height',
		source: 'audits C5 and D2, `src/pow.cpp`',
	},
	{
		id: 'VAL-10',
		severities: ['error'],
		fires: 'a new limit that is not after every other arm, not harder than powLimit, or not canonical in compact form',
		source: 'btx `src/pow.cpp:1261-1692`',
	},
	{
		id: 'VAL-11',
		severities: ['error'],
		fires: 'a new half-life that is not positive, or not above the arms before it',
		source: 'btx `src/pow.cpp:1261-1692`',
	},
	{
		id: 'VAL-12',
		severities: ['error'],
		fires: 'a height at or below the tip that differs from the one the chain was mined under',
		source: 'btx pull request 125: release 0.34.1 at 199,299',
	},
	{
		id: 'VAL-13',
		severities: ['error'],
		fires: 'a timespan that is no multiple of the spacing',
		source: 'Bitcoin Core v29.0 `src/test/pow_tests.cpp:159-184`',
	},
	{
		id: 'VAL-14',
		severities: ['error'],
		fires: 'nBits of the genesis block that stand for no positive 256-bit number',
		source: 'Bitcoin Core v29.0 `src/test/pow_tests.cpp:159-184`',
	},
	{
		id: 'VAL-15',
		severities: ['error'],
		fires: 'a genesis block easier than powLimit',
		source: 'Bitcoin Core v29.0 `src/test/pow_tests.cpp:159-184`',
	},
	{
		id: 'VAL-16',
		severities: ['error'],
		fires: 'a limit that times four timespans exceeds 256 bits',
		source: 'Bitcoin Core v29.0 `src/test/pow_tests.cpp:159-184`',
	},
	{
		id: 'VAL-17',
		severities: ['error'],
		fires: 'a signalling threshold of 0 or above its window',
		source: 'Bitcoin Core v29.0 `src/test/pow_tests.cpp:159-184`',
	},
	{
		id: 'VAL-18',
		severities: ['error'],
		fires: "a test network's exception on a chain of which only the main network's rules are known",
		source: 'this tool',
	},
	{
		id: 'VAL-19',
		severities: ['error'],
		fires: "what the chain's own node asserts beyond that, or its builder needs",
		source: "the chain's file in `src/params/`",
	},
];
