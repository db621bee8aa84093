/**
 * Elements as data: the renderer writes them as HTML, a report's page builds them by DOM calls. Text becomes markup in
 * neither, so nothing that a file holds can.
 */

import { visibleJson } from './escape.ts';

/** An element; its text is untrusted and escaped where it is written. */
export interface HtmlElement {
	readonly name: string;
	readonly attributes: Readonly<Record<string, string | undefined>>;
	readonly children: readonly HtmlNode[];
}

export type HtmlNode = HtmlElement | string;

/** An attribute that is undefined is left out; one that is true of an element is the empty text. */
export function element(name: string, attributes: HtmlElement['attributes'], ...children: HtmlNode[]): HtmlElement {
	return { name, attributes, children };
}

/** HTML's void elements that the renderer uses: they have no end tag. */
const VOID = ['meta', 'link', 'input', 'img', 'source'];

/** Their text is not parsed for markup, only for their own end tag. */
const RAW = ['script', 'style'];

const ESCAPES: Readonly<Record<string, string>> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;',
	"'": '&#39;',
};

/** Text for between tags and for attributes in quotes. */
export function escapeHtml(text: string): string {
	return text.replace(/[&<>"']/g, (character) => ESCAPES[character]!);
}

/**
 * An element as HTML text.
 *
 * @throws Error where a script or a style holds what could end it: "<!--" starts a state of the parser's own, in which
 * a script's first end tag does not count (HTML, section 13.2.5.17)
 */
export function markup(node: HtmlNode): string {
	if (typeof node === 'string') return escapeHtml(node);
	const { name, attributes, children } = node;
	const written = Object.entries(attributes)
		.filter(([, value]) => value !== undefined)
		.map(([key, value]) => (value === '' ? ` ${key}` : ` ${key}="${escapeHtml(value!)}"`));
	const start = `<${name}${written.join('')}>`;
	if (VOID.includes(name)) return start;
	return `${start}${RAW.includes(name) ? raw(name, children) : children.map(markup).join('')}</${name}>`;
}

function raw(name: string, children: readonly HtmlNode[]): string {
	const text = children.join('');
	if (/<(?:\/(?:script|style)|!--|script)/i.test(text)) throw new Error(`a ${name} must not hold its own end`);
	return text;
}

/** JSON that stands in a script: "<" is written \u003c, which means the same inside its strings, where alone it can stand. */
export function embeddedJson(document: unknown): string {
	return visibleJson(JSON.stringify(document)).replace(/</g, '\\u003c');
}
