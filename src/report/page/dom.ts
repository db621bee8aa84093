/** Elements of the page from the renderer's data, by DOM calls alone: text stays text. */
import type { HtmlNode } from '../htmlnode.ts';

const SVG = 'http://www.w3.org/2000/svg';

/** A node of the document; everything inside an svg element belongs to SVG. */
export function build(node: HtmlNode, insideSvg = false): Node {
	if (typeof node === 'string') return document.createTextNode(node);
	const isSvg = insideSvg || node.name === 'svg';
	const built = isSvg ? document.createElementNS(SVG, node.name) : document.createElement(node.name);
	for (const [name, value] of Object.entries(node.attributes)) {
		if (value !== undefined) built.setAttribute(name, value);
	}
	built.append(...node.children.map((child) => build(child, isSvg)));
	return built;
}

/** An element that the renderer has written into this page. */
export function byId<T extends Element>(id: string, kind: new () => T): T {
	const found = document.getElementById(id);
	if (!(found instanceof kind)) throw new Error(`the page has no ${id}`);
	return found;
}
