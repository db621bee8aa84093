/** The rows of one fleet's table: figures on each side with their errors, and the paired error of the difference. */
import type { Fleet } from '../fleet/types.ts';
import type { Market } from '../market/types.ts';
import type { FleetBasis } from './basis.ts';
import type { ClosedForm } from './closedform.ts';
import type { Figure, Row, Unit } from './document.ts';
import { assumed, estimated, row } from './figure.ts';
import { meanHalfWidth, pairedHalfWidth } from './halfwidth.ts';
import type { SideLuck } from './luck.ts';

/** What a fleet's table is made of. */
export interface FleetTableInput {
	readonly fleet: Fleet;
	/** Base, and the fork where it can be simulated. */
	readonly sides: readonly SideLuck[];
	readonly basis: FleetBasis;
	readonly market: Pick<Market, 'priceUsd'>;
	/** All costs of the fleet over the window. */
	readonly costUsd: number;
	/** Poisson closed forms per side, by convention. */
	readonly closedForms: readonly (readonly { readonly name: string; readonly form: ClosedForm }[])[];
}

/** Estimated rows need each side's error and the paired error of their difference. */
export class FleetRows {
	readonly #input: FleetTableInput;
	readonly #coin: number;
	readonly rows: Row[] = [];
	readonly #prefix: string;

	constructor(input: FleetTableInput) {
		this.#input = input;
		this.#coin = 10 ** input.basis.decimals;
		this.#prefix = input.fleet.id;
	}

	/** Mean coins of a side. */
	coins(side: SideLuck): number {
		return side.luck.meanUnits / this.#coin;
	}

	/** Coins per growth-weighted block of a side. */
	slope(side: SideLuck): number {
		return (side.findsPerBlock * side.unitsPerFind) / this.#coin;
	}

	/**
	 * A row whose value moves by `slope` per growth-weighted block: the blocks' paired error gives the interval of
	 * the difference to first order.
	 */
	add(
		id: string,
		label: string,
		unit: Unit,
		value: (side: SideLuck, index: number) => number | null,
		slope: (side: SideLuck, index: number) => number,
		options: { readonly detail?: boolean; readonly level?: number; readonly kind?: 'assumed' } = {},
	): void {
		const { sides, basis } = this.#input;
		const figures = sides.map((side, index): Figure => {
			const number = value(side, index);
			if (options.kind === 'assumed') return assumed(number, unit);
			return estimated(number, unit, meanHalfWidth(basis, index, slope(side, index)));
		});
		const [base, fork] = figures;
		const half = sides[1] && pairedHalfWidth(basis, slope(sides[1], 1), slope(sides[0]!, 0));
		const paired =
			options.kind === undefined && typeof base?.value === 'number' && typeof fork?.value === 'number'
				? { difference: estimated(fork.value - base.value, unit, half) }
				: {};
		this.rows.push(row(`${this.#prefix}.${id}`, label, base ?? null, fork ?? null, { ...options, ...paired }));
	}

	/** A row of figures that have no error of their own to print. */
	plain(
		id: string,
		label: string,
		of: (side: SideLuck, index: number) => Figure | null,
		detail = false,
		level = 0,
	): void {
		const [base, fork] = this.#input.sides.map(of);
		this.rows.push(
			row(`${this.#prefix}.${id}`, label, base ?? null, fork ?? null, { detail, ...(level ? { level } : {}) }),
		);
	}
}
