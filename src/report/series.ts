/** Reports of several forks on one base, one after the other. */
import type { Report } from '../compare/document.ts';
import { plain } from './escape.ts';
import { painter } from './paint.ts';
import { type RenderOptions, renderReport } from './render.ts';

/** The document that holds several reports; schemas/reports.schema.json. */
const SCHEMA = 'rehearse/reports@1';

/** Reports as text: a single one as it is alone, several in order, each under a heading that names its fork. */
export async function renderSeries(reports: readonly Report[], options: RenderOptions): Promise<string> {
	const [first] = reports;
	if (first !== undefined && reports.length === 1) return renderReport(first, options);
	if (options.format === 'json') return (await import('./json.ts')).renderJson({ schema: SCHEMA, reports });
	// A file of HTML is one document.
	if (options.format === 'html') return (await import('./html.ts')).renderHtml(reports);
	if (options.format === 'comment') return renderComments(reports);
	const texts: string[] = [];
	for (const report of reports) texts.push(await renderReport(report, options));
	if (options.format === 'csv') return texts.join('');
	// A Markdown report begins with a heading of its own.
	if (options.format === 'md') return texts.join('\n');
	const paint = painter(options.level);
	return texts
		.map((text, index) => {
			const title = `Fork ${index + 1} of ${reports.length}: ${plain(reports[index]?.fork.id ?? '')}`;
			return `${paint(title, 'title')}\n\n${text}`;
		})
		.join('\n');
}

/** Several reports in one comment, which has room for so many characters in all. */
async function renderComments(reports: readonly Report[]): Promise<string> {
	const { COMMENT_CHARACTERS, renderComment } = await import('./comment.ts');
	const share = Math.floor(COMMENT_CHARACTERS / reports.length) - 1;
	return reports.map((report) => renderComment(report, share)).join('\n');
}
