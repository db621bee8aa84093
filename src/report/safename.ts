/** Names of files for text that nobody vouches for. */

const MOST_CHARACTERS = 80;

/**
 * A file name of letters, digits, "@", ".", "_" and "-" that begins with a letter or digit, whatever it is made from.
 * @param taken names that are in use; the new one joins them. Case does not tell names apart on every disk.
 */
export function safeName(text: string, taken: Set<string>): string {
	// A bound before any pattern runs.
	const stem =
		text
			.slice(0, 4 * MOST_CHARACTERS)
			.replace(/[^A-Za-z0-9@._-]+/g, '-')
			.replace(/^[^A-Za-z0-9]+|[^A-Za-z0-9]+$/g, '')
			.slice(0, MOST_CHARACTERS) || 'unnamed';
	let name = stem;
	for (let count = 2; taken.has(name.toLowerCase()); count++) name = `${stem}-${count}`;
	taken.add(name.toLowerCase());
	return name;
}
