/** Tables that are worked out when they are first read: one screen shows few of a report's figures. */
import { once } from '../params/once.ts';
import type { Row, Table } from './document.ts';
import { FLEET_TABLE } from './fleettable.ts';

/** A table by its id; whatever else is read of it builds it. */
export function deferredTable(id: string, build: () => Table): Table {
	const table = once(build);
	return {
		id,
		get title() {
			return table().title;
		},
		get rows() {
			return table().rows;
		},
		get notes() {
			return table().notes;
		},
	};
}

/** A row of some tables. A fleet's rows begin with its id, so that the tables of other fleets need not be built for it. */
export function findRow(tables: readonly Table[], id: string): Row | undefined {
	for (const table of tables) {
		const isOthers = table.id.startsWith(FLEET_TABLE) && !id.startsWith(`${table.id.slice(FLEET_TABLE.length)}.`);
		const row = isOthers ? undefined : table.rows.find((each) => each.id === id);
		if (row !== undefined) return row;
	}
	return undefined;
}
