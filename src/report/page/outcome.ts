/** What the form shows: a sentence, the distribution and the table, all from the code that the program prints with. */
import type { FleetBasis } from '../../compare/basis.ts';
import { daysText } from '../../compare/fleettable.ts';
import { fleetProspect, type Prospect } from '../../compare/prospect.ts';
import { SECONDS_PER_DAY } from '../../hashrate/growth.ts';
import type { FleetData } from '../fleetdata.ts';
import type { Cell } from '../grid.ts';
import { gridTable } from '../htmlgrid.ts';
import type { HtmlElement } from '../htmlnode.ts';
import { tableGrid } from '../sections.ts';
import { distribution, type Side } from './distribution.ts';
import type { Order } from './order.ts';

/** An order computed. */
export interface Outcome {
	readonly summary: string;
	readonly table: HtmlElement;
	/** The plot at a width in CSS pixels. */
	readonly plotAt: (width: number) => HtmlElement;
}

const SIDES = ['Base', 'Fork'] as const;

/** Texts of a row by the end of its id, as the table prints them: base and, where there is one, fork. */
function textsOf({ table, sides }: Prospect): (id: string) => readonly string[] {
	const { rows } = tableGrid(table);
	return (id) => {
		const index = table.rows.findIndex((row) => row.id === `yours.${id}`);
		return (rows[index] ?? []).slice(1, 1 + sides.length).map((cell: Cell) => cell.text);
	};
}

/** "49.47 on the base and 74.21 on the fork"; a base alone needs no name. */
function both(texts: readonly string[], prefix = ''): string {
	if (texts.length === 1) return `${prefix}${texts[0]}`;
	return texts.map((text, i) => `${prefix}${text} on the ${SIDES[i]!.toLowerCase()}`).join(' and ');
}

/** Computes an order. */
export function outcomeOf(order: Order, basis: FleetBasis, { coin, level, prefix }: FleetData): Outcome {
	const prospect = fleetProspect(order.fleet, basis, order, order.costUsd);
	const texts = textsOf(prospect);
	const window = daysText(basis.windowSeconds);
	const breakEven = texts('breakeven');
	const summary = [
		`Over ${window} from activation you can expect ${both(texts('coins'), `${coin} `)}, worth ${both(texts('usd'))}.`,
		`The chance of no block at all is ${both(texts('none'))}.`,
		...(breakEven.length === 0
			? []
			: [`Costs are earned back at a price of ${both(breakEven)}; the expected profit is ${both(texts('profit'))}.`]),
	].join(' ');
	const sides = prospect.sides.map(
		({ luck }, i): Side => ({
			name: SIDES[i]!,
			coins: luck.coins,
			label: ['P5', 'P50', 'P95'].map((name) => `${name} ${texts(name.toLowerCase())[i]}`).join(' · '),
		}),
	);
	const days = basis.windowSeconds / SECONDS_PER_DAY;
	const title = `How likely each amount of ${coin} is within ${days === 1 ? 'a day' : window}`;
	return {
		summary,
		table: gridTable(tableGrid(prospect.table), { level, id: `${prefix}yours` }),
		plotAt: (width) => distribution(sides, { id: `${prefix}plot`, title, coin, decimals: basis.decimals, width }),
	};
}
