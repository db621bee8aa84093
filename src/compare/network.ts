/** What everybody who does not mine sees: waits, reversals, header growth. Exact from the target spacing alone. */

import { spacingAt } from '../difficulty/era.ts';
import { SECONDS_PER_DAY } from '../hashrate/growth.ts';
import { betaCdf, erlangQuantile } from '../numeric/special.ts';
import type { Rules } from '../params/types.ts';
import type { Figure, Table } from './document.ts';
import { exact, row } from './figure.ts';

const SECONDS_PER_YEAR = 365 * SECONDS_PER_DAY;
const CONFIRMATIONS = 6;
const THIEF_SHARE = 0.3;

/**
 * P(a thief with share q overtakes n confirmations), pre-mining nothing: I_4pq(n, ½) with p = 1 − q, the exact
 * form of the race (Grunspan and Pérez-Marco, "Double spend races", 2018, Theorem 4.4).
 */
export function reversalProbability(confirmations: number, thiefShare: number): number {
	if (thiefShare >= 0.5) return 1;
	return betaCdf(confirmations, 0.5, 4 * thiefShare * (1 - thiefShare));
}

/** Waits, security by count and by work, and what nodes store, base against fork at a height. */
export function networkTable(base: Rules, fork: Rules | null, height: number): Table {
	const sides = fork === null ? [base] : [base, fork];
	const both = (of: (spacing: number, rules: Rules) => Figure): [Figure | null, Figure | null] => {
		const figures = sides.map((rules) => of(Number(spacingAt(rules.difficulty, BigInt(height))), rules));
		return [figures[0] ?? null, figures[1] ?? null];
	};
	const wait = (confirmations: number, quantile: number) => (spacing: number) =>
		exact(erlangQuantile(confirmations, spacing, quantile), 'seconds', 0);
	const rows = [
		row('wait-6-p95', `${CONFIRMATIONS} conf. wait, P95`, ...both(wait(CONFIRMATIONS, 0.95))),
		row('wait-6-p50', `${CONFIRMATIONS} conf. wait, P50`, ...both(wait(CONFIRMATIONS, 0.5)), { detail: true }),
		row('wait-1-p95', '1 conf. wait, P95', ...both(wait(1, 0.95)), { detail: true }),
		row(
			'reversal-30',
			`reversal, ${THIEF_SHARE * 100} % thief`,
			...both(() => exact(reversalProbability(CONFIRMATIONS, THIEF_SHARE), 'percent')),
		),
		row(
			'buried-work',
			`work behind ${CONFIRMATIONS}, minutes`,
			...both((spacing) => exact((CONFIRMATIONS * spacing) / 60, 'ratio', 1)),
		),
		row(
			'headers-year',
			'headers a year',
			...both((spacing, rules) => exact((SECONDS_PER_YEAR / spacing) * rules.headerBytes, 'bytes')),
		),
		row(
			'chain-year-max',
			'chain growth a year, full blocks',
			...both((spacing, rules) => exact((SECONDS_PER_YEAR / spacing) * rules.maxBlockBytes, 'bytes')),
			{ detail: true },
		),
	];
	const notes = [
		'Waits are Erlang quantiles at the target spacing; the reversal race counts blocks, so it does not change with their spacing.',
		'The work behind a payment does change: it is given in minutes of the whole network.',
	];
	return { id: 'network', title: 'Payments and nodes', rows, notes };
}
