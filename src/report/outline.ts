/** The sections of a written report, by the numbers that they always have, and what stands in each. */
import type { Table } from '../compare/document.ts';

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
	predictions: '13. Predictions and review date',
	limits: '14. Limits',
} as const;

/** What the outline's other numbers stand for, and which command answers it. */
export const ELSEWHERE =
	'Not in this report: 10. Alternatives and sensitivity (rehearse sweep); 11. With other pending forks (--fork a+b); 12. Backtest (rehearse replay).';

export type Section = keyof typeof OUTLINE;

const SECTION_BY_TABLE: ReadonlyMap<string, Section> = new Map([
	['issuance', 'issuance'],
	['window', 'issuance'],
	['in-place', 'transition'],
	['stale', 'stale'],
	['developer', 'counts'],
	['node', 'load'],
	['light', 'load'],
]);

/** The section of a table; a stakeholder's own is among those who are affected. */
export function sectionOf({ id }: Table): Section {
	return SECTION_BY_TABLE.get(id) ?? 'affected';
}
