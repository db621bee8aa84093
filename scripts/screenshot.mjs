/**
 * Writes docs/report.png, the HTML report of the default run as Chromium shows it. Run it after a change of the page:
 * `node scripts/screenshot.mjs`, with the path of a Chromium where it is not Debian's.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { buildIfStale, program } from './build.mjs';

const picture = fileURLToPath(new URL('../docs/report.png', import.meta.url));
/** Few trials: every figure but its last digits is the same. */
const RUN = ['--base', 'mainnet', '--fork', 'spacing60', '--trials', '1000'];
const SIZE = { width: 1240, height: 880 };
const MOST_BYTES = 200_000;

async function shoot(path, executablePath) {
	const browser = await chromium.launch({ executablePath, args: ['--headless', '--no-sandbox', '--disable-gpu'] });
	try {
		const page = await browser.newPage({ viewport: SIZE, colorScheme: 'light' });
		await page.goto(pathToFileURL(path).href);
		return await page.screenshot();
	} finally {
		await browser.close();
	}
}

const failure = buildIfStale();
if (failure === 0) {
	const folder = mkdtempSync(join(tmpdir(), 'rehearse-screenshot-'));
	try {
		const path = join(folder, 'report.html');
		execFileSync(process.execPath, [program, ...RUN, '-o', path], { stdio: 'inherit' });
		const png = await shoot(path, process.argv[2] ?? '/usr/bin/chromium');
		if (png.length > MOST_BYTES) throw new Error(`the picture has ${png.length} bytes, more than ${MOST_BYTES}`);
		writeFileSync(picture, png);
	} finally {
		rmSync(folder, { recursive: true });
	}
} else {
	process.exitCode = failure;
}
