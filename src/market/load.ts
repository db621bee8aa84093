/** A market file: a price with its day and source. */
import { bundledNames, loadFile } from '../params/files.ts';
import { escapeText, InputError } from '../params/inputerror.ts';
import type { Loaded } from '../params/registry.ts';
import { faultAt } from '../params/schema.ts';
import type { Source } from '../params/types.ts';
import type { Market } from './types.ts';

interface MarketFile {
	readonly id: string;
	readonly coin: string;
	readonly price: { readonly usdPerCoin: string };
	readonly date: string;
	readonly source: Source;
}

/** @throws InputError when there is no market file of that name or it does not fit. */
export function loadMarket(name: string): Loaded<Market> {
	const { document, input } = loadFile('markets', name);
	const { id, coin, price, date, source } = document.value as MarketFile;
	const priceUsd = Number(price.usdPerCoin);
	if (priceUsd === 0) throw faultAt(document, ['price', 'usdPerCoin'], 'must be greater than 0');
	return { value: { id, coin, priceUsd, date, source }, document, input };
}

/**
 * The bundled price of a coin that a run takes when none is named: the latest one.
 * @throws InputError where none is bundled
 */
export function defaultMarket(coin: string): string {
	const markets = bundledNames('markets').map((name) => loadMarket(name).value);
	const latest = markets
		.filter((market) => market.coin === coin)
		.sort((a, b) => (a.date < b.date ? -1 : 1))
		.at(-1);
	if (latest !== undefined) return latest.id;
	throw new InputError(`no bundled market prices ${escapeText(coin)}; name a file of one with --market`);
}
