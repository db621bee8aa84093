/**
 * The frame of an HTML report: one file that loads nothing. Its policy allows the one style and the one script that
 * it holds, by their SHA-256 (Content Security Policy Level 3, section 2.3.1), and images written into it.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { element, type HtmlElement, type HtmlNode, markup } from './htmlnode.ts';

export interface Page {
	readonly title: string;
	readonly header: readonly HtmlNode[];
	/** Links to the sections; empty: no contents. */
	readonly contents: HtmlElement | null;
	readonly main: readonly HtmlNode[];
	readonly footer: readonly HtmlNode[];
}

/** The page's own files. */
export interface PageAssets {
	readonly style: string;
	/** The bundle of src/report/page/; empty where nothing was built, and then there is no form. */
	readonly script: string;
}

/** Two columns of blocks, base and fork; drawn here because a page without an icon asks the server for one. */
const ICON =
	"data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Cpath fill='%238a94a6' d='M2 9h5v5H2z'/%3E%3Cpath fill='%232f6fde' d='M9 2h5v12H9z'/%3E%3C/svg%3E";

/** Files of src/report/style/, in the order in which they apply: what is narrow or on paper overrides the rest. */
const STYLES = ['colour', 'text', 'frame', 'table', 'form', 'figure', 'narrow', 'print'] as const;

/** The style lies beside the sources; the script beside the built program, whose build bundles it. */
export function pageAssets(): PageAssets {
	const style = STYLES.map((name) => asset(`style/${name}.css`) ?? '').join('');
	return {
		style: style
			.replace(/\/\*.*?\*\//gs, '')
			.replace(/\s*\n\s*/g, ' ')
			.trim(),
		script: asset('page.js') ?? '',
	};
}

function asset(name: string): string | undefined {
	try {
		return readFileSync(new URL(`../report/${name}`, import.meta.url), 'utf8');
	} catch (error) {
		if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
		throw error;
	}
}

function sourceOf(text: string): string {
	return text === '' ? "'none'" : `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}

function head(title: string, { style, script }: PageAssets): HtmlElement {
	const policy = [
		"default-src 'none'",
		`script-src ${sourceOf(script)}`,
		`style-src ${sourceOf(style)}`,
		'img-src data:',
		"base-uri 'none'",
		"form-action 'none'",
	].join('; ');
	return element(
		'head',
		{},
		element('meta', { charset: 'utf-8' }),
		element('meta', { 'http-equiv': 'Content-Security-Policy', content: policy }),
		element('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
		element('meta', { name: 'color-scheme', content: 'light dark' }),
		element('meta', { name: 'referrer', content: 'no-referrer' }),
		element('title', {}, title),
		element('link', { rel: 'icon', href: ICON }),
		element('style', {}, style),
	);
}

/** The whole document. */
export function renderPage(page: Page, assets: PageAssets): string {
	const body = element(
		'body',
		{},
		element('a', { class: 'skip', href: '#content' }, 'Skip to the content'),
		element('header', {}, ...page.header),
		element(
			'div',
			{ class: 'layout' },
			...(page.contents === null ? [] : [page.contents]),
			element('main', { id: 'content', tabindex: '-1' }, ...page.main),
		),
		...(page.footer.length === 0 ? [] : [element('footer', {}, ...page.footer)]),
		...(assets.script === '' ? [] : [element('script', {}, assets.script)]),
	);
	return `<!doctype html>\n${markup(element('html', { lang: 'en' }, head(page.title, assets), body))}\n`;
}
