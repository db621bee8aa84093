/** Every chain whose constants can be read, by the name that a chainparams file gives. */
import { bitcoinRules } from './bitcoin.ts';
import { BITCOIN_CASH_CHECKS, bitcoinCashRules } from './bitcoincash.ts';
import { btxRules } from './btx.ts';
import type { Chain } from './chain.ts';
import { DASH_CHECKS, dashRules } from './dash.ts';
import { DECRED_CHECKS, decredRules } from './decred.ts';
import { DOGECOIN_CHECKS, dogecoinRules } from './dogecoin.ts';
import { litecoinRules } from './litecoin.ts';
import { mainnetOf } from './mainnet.ts';
import { RAVENCOIN_CHECKS, ravencoinRules } from './ravencoin.ts';
import { sanityOf } from './sanity.ts';
import { violations } from './validity.ts';
import { ZCASH_CHECKS, zcashRules } from './zcash.ts';

const CHAINS: Readonly<Record<string, Chain>> = {
	bitcoin: { rulesOf: bitcoinRules, violations: sanityOf() },
	'bitcoin-cash': { rulesOf: bitcoinCashRules, violations: mainnetOf(BITCOIN_CASH_CHECKS) },
	btx: { rulesOf: btxRules, violations },
	dash: { rulesOf: dashRules, violations: mainnetOf(DASH_CHECKS) },
	decred: { rulesOf: decredRules, violations: mainnetOf(DECRED_CHECKS) },
	dogecoin: { rulesOf: dogecoinRules, violations: mainnetOf(DOGECOIN_CHECKS) },
	litecoin: { rulesOf: litecoinRules, violations: sanityOf(1n) },
	ravencoin: { rulesOf: ravencoinRules, violations: mainnetOf(RAVENCOIN_CHECKS) },
	zcash: { rulesOf: zcashRules, violations: mainnetOf(ZCASH_CHECKS) },
};

/** Names that a chainparams file may give as its family. */
export const FAMILIES: readonly string[] = Object.keys(CHAINS);

/** @throws RangeError for a name that is not in FAMILIES */
export function chainNamed(family: string): Chain {
	const chain = Object.hasOwn(CHAINS, family) ? CHAINS[family] : undefined;
	if (chain === undefined) throw new RangeError(`no chain named ${family}`);
	return chain;
}
