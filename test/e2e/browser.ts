/** Debian's Chromium, driven over a pipe, for what only a browser can show. */
import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';

const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) =>
	existsSync(path),
);

/** Why a browser's tests cannot run; undefined where they can. */
export const WITHOUT_BROWSER: string | undefined =
	executablePath === undefined ? 'no Chromium is installed (apt-get install chromium)' : undefined;

/** A browser of its own, with a fresh profile, that asks nothing of anyone. */
export function launch(): Promise<Browser> {
	return chromium.launch({
		executablePath: executablePath!,
		args: [
			...['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
			...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
		],
	});
}

/** A page with what went wrong in it: messages of its console, errors, dialogs, refusals of its policy, requests. */
export interface Watched {
	readonly page: Page;
	readonly troubles: readonly string[];
}

export interface View {
	readonly width?: number;
	readonly dark?: boolean;
}

export async function open(browser: Browser, url: string, { width = 1280, dark = false }: View = {}): Promise<Watched> {
	const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme: dark ? 'dark' : 'light' });
	const troubles: string[] = [];
	page.on('console', (message) => troubles.push(`console ${message.type()}: ${message.text()}`));
	page.on('pageerror', (error) => troubles.push(`error: ${error.message}`));
	page.on('dialog', (dialog) => {
		troubles.push(`dialog: ${dialog.message()}`);
		dialog.dismiss().catch(() => undefined);
	});
	page.on('request', (request) => {
		if (request.url() !== url.split('#')[0] && !request.url().startsWith('data:'))
			troubles.push(`request: ${request.url()}`);
	});
	// Text, for this file is compiled for Node, which has no such event.
	await page.addInitScript(
		"addEventListener('securitypolicyviolation', (event) => console.error('policy: ' + event.violatedDirective))",
	);
	await page.goto(url);
	return { page, troubles };
}
