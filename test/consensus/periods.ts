/** Rules of chains that retarget once per period, and sources over few blocks. */
import { type BlockHeader, type HeaderSource, MissingHeaderError, type PeriodRule } from '../../src/consensus/index.ts';
import { targetOfHex } from './vectors.ts';

/** Bitcoin's clamps. */
export const FACTOR_FOUR = [{ fromHeight: 0n, minDivisor: 4n, maxFactor: 4n }];
export const bitcoin: PeriodRule = {
	kind: 'period',
	spacingSeconds: 600n,
	limitTarget: targetOfHex('00000000ffffffffffffffffffffffffffffffffffffffffffffffffffffffff'),
	timespanSeconds: 1_209_600n,
	intervalBlocks: 2016n,
	clamps: FACTOR_FOUR,
	spansFullInterval: false,
	shiftsNearLimit: false,
	baseIsFirstBlock: false,
	noRetargeting: false,
};
export const chains: Readonly<Record<string, PeriodRule>> = {
	bitcoin,
	litecoin: { ...bitcoin, spansFullInterval: true, shiftsNearLimit: true },
	dogecoin: {
		...bitcoin,
		spansFullInterval: true,
		clamps: [
			{ fromHeight: 0n, minDivisor: 16n, maxFactor: 4n },
			{ fromHeight: 5001n, minDivisor: 8n, maxFactor: 4n },
			{ fromHeight: 10_001n, minDivisor: 4n, maxFactor: 4n },
		],
	},
};
export const testnet3: PeriodRule = { ...bitcoin, minimumDifficulty: { gapSeconds: 1200n, walksBack: true } };
export const testnet4: PeriodRule = { ...testnet3, baseIsFirstBlock: true };

/** Only these blocks are known; asking for another one fails. */
export function known(...headers: BlockHeader[]): HeaderSource {
	return (height) => {
		const header = headers.find((one) => one.height === height);
		if (header === undefined) throw new MissingHeaderError(height);
		return header;
	};
}

export function block(height: number | bigint, time: number | bigint, bits: number): BlockHeader {
	return { height: BigInt(height), time: BigInt(time), bits };
}
