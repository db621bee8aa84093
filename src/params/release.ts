/** Names of releases, such as "0.33.3" or "v29.1rc2", in order. */

/** Digits compare as numbers, what stands between them as text; "1.2" comes before "1.2.1" and "1.2rc1". */
export function compareReleases(a: string, b: string): number {
	const [parts, others] = [partsOf(a), partsOf(b)];
	const index = parts.findIndex((part, at) => part !== others[at]);
	const part = parts[index];
	const other = others[index];
	if (part === undefined) return parts.length - others.length;
	if (other === undefined) return 1;
	// Of two numbers without leading zeros the longer is the larger.
	if (/^\d/.test(part) && /^\d/.test(other) && part.length !== other.length) return part.length - other.length;
	return part < other ? -1 : 1;
}

/** "v29.01" as v, 29, the dot, 1. */
function partsOf(release: string): readonly string[] {
	return (release.match(/\d+|\D+/g) ?? []).map((part) => part.replace(/^0+(?=\d)/, ''));
}
