import { expect, test } from 'vitest';
import { loadMarket } from '../../src/market/load.ts';

test('the bundled price has its day and its source', () => {
	const { value, input } = loadMarket('btx-2026-07-02');
	expect(value).toMatchObject({ id: 'btx-2026-07-02', coin: 'BTX', priceUsd: 399.25, date: '2026-07-02' });
	expect(value.source.url).toBe('https://btxprice.com');
	expect(input).toMatchObject({ kind: 'market', path: 'profiles/markets/btx-2026-07-02.json' });
	expect(input.sha256).toMatch(/^[0-9a-f]{64}$/);
});

test('an unknown market names what there is', () => {
	expect(() => loadMarket('btx-2026-07-01')).toThrow(
		"no market named 'btx-2026-07-01'; did you mean 'btx-2026-07-02'?",
	);
});
