/** Issuance where no state of the chain says when its tip came: by height, exactly, and without dates. */
import { issuedBetween, subsidyEras } from '../consensus/subsidy.ts';
import type { Rules } from '../params/types.ts';
import type { Row, Table } from './document.ts';
import { coins, exact, row } from './figure.ts';
import { both, finalRows, rateRows, type Side, supplyNotes } from './issuance.ts';

/** Stretches of one subsidy that are listed one by one. */
const LISTED_ERAS = 12;

/**
 * Rates at a height, stretches of one subsidy from there on, and the final supply.
 * @param activationHeight first height under the fork's rules; null without a fork, and for an edit of constants in
 * place, which holds from the start
 */
export function undatedTables(base: Rules, fork: Rules | null, activationHeight: number | null): Table[] {
	const height = activationHeight ?? firstHeight(base);
	const sides: Side[] = (fork === null ? [base] : [base, fork]).map((rules) => ({ rules, pace: null, height }));
	const { network, chain } = base;
	return [
		{
			id: 'issuance',
			title: 'Issuance',
			rows: [...rateRows(sides), ...eraRows(sides), ...finalRows(sides)],
			notes: [
				`Rates are those at height ${height}. No state of ${chain}/${network} is known that says when a block came, so there are no dates; give one with --state.`,
				...supplyNotes(base),
			],
		},
	];
}

/** The first height above genesis at which every rule is known. */
function firstHeight({ subsidy, difficulty }: Rules): number {
	return Math.max(1, Number(subsidy[0]!.fromHeight), Number(difficulty[0]!.fromHeight));
}

/** Stretches of one subsidy side by side: where each begins, what its blocks create, and what all before them did. */
function eraRows(sides: readonly Side[]): Row[] {
	const eras = sides.map(({ rules, height }) => {
		const listed = [];
		for (const era of subsidyEras(rules.subsidy, BigInt(height))) {
			listed.push(era);
			if (listed.length === LISTED_ERAS) break;
		}
		return listed;
	});
	const rows: Row[] = [];
	const since = sides[0]!.rules.subsidy[0]!.fromHeight;
	const beforeLabel = since === 0n ? 'supply before it' : `created from block ${since} to there`;
	for (let k = 1; k < Math.max(...eras.map((listed) => listed.length)); k++) {
		const eraOf = (side: Side) => eras[sides.indexOf(side)]?.[k];
		const detail = { detail: k > 1 };
		const heights = both(sides, (side) => {
			const era = eraOf(side);
			return era === undefined ? null : exact(Number(era.fromHeight), 'height');
		});
		const perBlock = both(sides, (side) => {
			const era = eraOf(side);
			return era === undefined ? null : coins(era.subsidy, side.rules.coin.decimals);
		});
		const before = both(sides, (side) => {
			const era = eraOf(side);
			if (era === undefined) return null;
			const created = issuedBetween(side.rules.subsidy, since, era.fromHeight);
			return coins(created, side.rules.coin.decimals);
		});
		rows.push(row(`change-${k}-height`, `subsidy change ${k}, height`, ...heights, detail));
		rows.push(row(`change-${k}-coins`, 'coins a block from there', ...perBlock, { ...detail, level: 1 }));
		rows.push(row(`change-${k}-supply`, beforeLabel, ...before, { ...detail, level: 1 }));
	}
	return rows;
}
