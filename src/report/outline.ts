/** The sections of a written report, by the numbers that they always have, and what stands in each. */
import type { Listing, Table } from '../compare/document.ts';

/** Sections without content are left out; the others keep their numbers, so that they can be cited. */
export const OUTLINE = {
	screen: '1. In one screen',
	changes: '2. What changes',
	checks: '3. Checks',
	issuance: '4. Issuance',
	affected: '5. Who is affected',
	transition: '6. The transition',
	stale: '7. Stale blocks, reorganisations, security',
	counts: '8. Block-count constants',
	load: '9. Load',
	alternatives: '10. Alternatives and sensitivity',
	composition: '11. With other pending forks',
	backtest: '12. Backtest',
	predictions: '13. Predictions and review date',
	limits: '14. Limits',
} as const;

export type Section = keyof typeof OUTLINE;

const SECTION_BY_TABLE: ReadonlyMap<string, Section> = new Map([
	['issuance', 'issuance'],
	['window', 'issuance'],
	['in-place', 'transition'],
	['transition', 'transition'],
	['moves', 'transition'],
	['stale', 'stale'],
	['developer', 'counts'],
	['node', 'load'],
	['light', 'load'],
]);

/** The section of a table; a stakeholder's own is among those who are affected. */
export function sectionOf({ id }: Table): Section {
	return SECTION_BY_TABLE.get(id) ?? 'affected';
}

const SECTION_BY_LISTING: Readonly<Record<Listing['id'], Section>> = {
	alternatives: 'alternatives',
	sensitivity: 'alternatives',
	composition: 'composition',
	backtest: 'backtest',
};

/** The report's listings of a section. */
export function listingsIn(listings: readonly Listing[], section: Section): readonly Listing[] {
	return listings.filter(({ id }) => SECTION_BY_LISTING[id] === section);
}
