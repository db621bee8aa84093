/** A filled form as the end of an address, so that a reader can hand on what they see: "#fleet:share=0.1&price=400". */

/** Longest text of a field, as the form's own limit. */
const MOST_CHARACTERS = 40;

/** What stands before the entries; no element has such an id, so that no browser scrolls anywhere by itself. */
function start(prefix: string): string {
	return `#${prefix}fleet:`;
}

/** The end of an address that holds these entries; empty ones are left out. */
export function linkOf(prefix: string, entries: Iterable<readonly [string, string]>): string {
	const parameters = new URLSearchParams();
	for (const [name, value] of entries) if (value !== '') parameters.set(name, value);
	return start(prefix) + parameters;
}

/** The entries that the end of an address holds for this form; null where it holds none. */
export function entriesOf(prefix: string, hash: string): ReadonlyMap<string, string> | null {
	if (!hash.startsWith(start(prefix))) return null;
	const entries = [...new URLSearchParams(hash.slice(start(prefix).length))];
	return new Map(entries.map(([name, value]) => [name, value.slice(0, MOST_CHARACTERS)]));
}
