/** What every row, check and lint means and where it comes from: one table, by the pattern of the row's id. */
import type { Kind } from '../params/types.ts';
import type { Unit } from './document.ts';
import { CHECKS, SWEEP } from './glossarychecks.ts';
import { FLEET } from './glossaryfleet.ts';
import { HOLDER } from './glossaryholder.ts';
import { ISSUANCE, WINDOW } from './glossaryissuance.ts';
import { DEVELOPER, LARGE } from './glossarylarge.ts';
import { LISTED } from './glossarylistings.ts';
import { LIGHT, NODE, WALLET } from './glossarynodes.ts';
import { EXCHANGE, IN_PLACE, NETWORK } from './glossarypayments.ts';
import { POOL } from './glossarypool.ts';
import { RENT, SOLO } from './glossarysolo.ts';
import { STALE } from './glossarystale.ts';
import { TRANSITION } from './glossarytransition.ts';
import { LINT_EXPLANATIONS, type LintExplanation } from './lintglossary.ts';
import { VIOLATION_EXPLANATIONS } from './violationglossary.ts';

/** What one metric means. */
export interface Explanation {
	/** Of the rows it speaks of; words in angle brackets stand for what differs between them: `<fleet>.none`. */
	readonly id: string;
	/** Id of the table in which it stands, with the same words. */
	readonly table: string;
	readonly unit: Unit;
	/** The weakest that it can be. */
	readonly kind: Kind;
	/** Its meaning in a sentence or two. */
	readonly says: string;
	/** In the letters of docs/model.md. */
	readonly formula?: string;
	/** Paper, rule or section that it comes from. */
	readonly source: string;
}

/** What the words in angle brackets stand for. */
const WORDS: Readonly<Record<string, string>> = {
	fleet: '.+',
	device: '.+',
	constant: '.+',
	n: '\\d+(?:e-?\\d+)?',
	quantile: 'p(?:5|50|95|99)',
	side: '(?:base|fork)',
	convention: '(?:flat|day0|continuous)',
	answer: '(?:count|time|reward)',
	move: '(?:up|down|stall)',
	group: '(?:solo|rent)',
	forks: '.+',
};

/** Tables in the order of the report, with what they are called there. */
export const GLOSSARY_TABLES: readonly { readonly title: string; readonly entries: readonly Explanation[] }[] = [
	{ title: 'Issuance', entries: ISSUANCE },
	{ title: 'Issuance of the window', entries: WINDOW },
	{ title: 'Each fleet', entries: FLEET },
	{ title: 'Payments and nodes', entries: NETWORK },
	{ title: 'Solo miner', entries: SOLO },
	{ title: 'Renter', entries: RENT },
	{ title: 'Large and small miners', entries: LARGE },
	{ title: 'Pool operators', entries: POOL },
	{ title: 'Holders', entries: HOLDER },
	{ title: 'Exchanges and merchants', entries: EXCHANGE },
	{ title: 'Full nodes', entries: NODE },
	{ title: 'Light clients', entries: LIGHT },
	{ title: 'Wallets and time locks', entries: WALLET },
	{ title: 'Developers and reviewers', entries: DEVELOPER },
	{ title: 'Transition', entries: TRANSITION },
	{ title: 'Stale blocks and security', entries: STALE },
	{ title: 'Constants edited in place', entries: IN_PLACE },
	{ title: 'Alternatives, sensitivity, composition, backtest', entries: LISTED },
	{ title: 'Sweep', entries: SWEEP },
	{ title: 'Checks', entries: CHECKS },
];

export const EXPLANATIONS: readonly Explanation[] = GLOSSARY_TABLES.flatMap(({ entries }) => entries);

/** The explanation of a row's or check's id, the most specific one. */
export function explanationOf(id: string): Explanation | undefined {
	return EXPLANATIONS.filter((each) => patternOf(each.id).test(id)).sort(
		(a, b) => literals(b.id).length - literals(a.id).length,
	)[0];
}

/** As `explanationOf`, for what a person types: an id, a pattern as it stands in the table, or its end: `none`. */
export function explanationNamed(word: string): Explanation | undefined {
	return (
		EXPLANATIONS.find(({ id }) => id === word) ??
		explanationOf(word) ??
		EXPLANATIONS.find(({ id }) => id === `<fleet>.${word}`)
	);
}

/** The explanation of a lint, whatever the case of its id. */
export function lintExplanation(id: string): LintExplanation | undefined {
	const wanted = id.toUpperCase();
	return [...LINT_EXPLANATIONS, ...VIOLATION_EXPLANATIONS].find((each) => each.id === wanted);
}

/** Every name that `explanationNamed` and `lintExplanation` know. */
export function explainedNames(): string[] {
	const lints = [...LINT_EXPLANATIONS, ...VIOLATION_EXPLANATIONS].map(({ id }) => id);
	return [...EXPLANATIONS.flatMap(({ id }) => [id, ...id.split('<fleet>.').slice(1)]), ...lints];
}

function patternOf(id: string): RegExp {
	const parts = id.split(/<(\w+)>/).map((part, index) => {
		return index % 2 === 1 ? (WORDS[part] ?? '(?!)') : part.replaceAll('.', '\\.');
	});
	return new RegExp(`^${parts.join('')}$`);
}

/** What is left of a pattern without its words. */
function literals(id: string): string {
	return id.replace(/<\w+>/g, '');
}
