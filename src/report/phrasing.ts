/** Untrusted text as Markdown phrasing: what GitHub would act on is set as code, the rest is escaped by mdast. */
import type { PhrasingContent, Text } from 'mdast';
import { characterData, prose } from './escape.ts';

/**
 * What GitHub acts on although CommonMark does not: an address becomes a link, "$" opens a formula, "@name" notifies a
 * person (and "main@0.32.12" becomes a mail address), "#1", "GH-1" and "owner/name#1" link an issue, 40 hex digits a
 * commit, "~~" strikes out and ":name:" is a picture. A backslash before them is resolved first and protects nothing; in
 * code they are left alone.
 */
const ACTIVE =
	/\b(?:https?|ftp):\/\/\S+|\bwww\.\S+|\$+|[\w./+-]*@[\w/.-]+|[\w/.-]*#\d+|\bGH-\d+|\b[\da-f]{40}\b|~+|:[+a-z-][\w+-]*:/gi;

/** Our own words between two pieces, spaces and all. */
export function literal(value: string): Text {
	return { type: 'text', value };
}

/** Text on one line, without a way to become markup. */
export function phrasing(text: string): PhrasingContent[] {
	const nodes: PhrasingContent[] = [];
	const line = prose(text);
	let from = 0;
	for (const match of line.matchAll(ACTIVE)) {
		if (match.index > from) nodes.push(literal(line.slice(from, match.index)));
		nodes.push({ type: 'inlineCode', value: match[0] });
		from = match.index + match[0].length;
	}
	if (from < line.length) nodes.push(literal(line.slice(from)));
	return nodes;
}

/** As `phrasing`, for inside raw HTML, where GitHub looks for the same. */
export function phrasingHtml(text: string): string {
	return phrasing(text)
		.map((node) => {
			const html = 'value' in node ? characterData(node.value) : '';
			return node.type === 'inlineCode' ? `<code>${html}</code>` : html;
		})
		.join('');
}

/** An identifier, path, hash or command as code; nothing where it is empty. */
export function code(text: string): PhrasingContent[] {
	const line = prose(text);
	return line === '' ? [] : [{ type: 'inlineCode', value: line }];
}
