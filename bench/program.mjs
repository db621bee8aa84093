/** What a whole run of the built program costs: start to exit, in a process of its own. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../dist/program/bin.js', import.meta.url));
const usage = new URL('usage.mjs', import.meta.url).href;

/**
 * Runs `rehearse --base mainnet` with more arguments.
 *
 * @returns wall and CPU seconds, and the peak of the resident set in MiB, threads included
 * @throws Error when the program fails
 */
export async function runProgram(args) {
	const started = process.hrtime.bigint();
	const child = spawn(process.execPath, ['--import', usage, program, '--base', 'mainnet', '--quiet', ...args], {
		stdio: ['ignore', 'ignore', 'inherit', 'pipe'],
	});
	let used = '';
	child.stdio[3].setEncoding('utf8').on('data', (text) => {
		used += text;
	});
	const code = await new Promise((resolve, reject) => {
		child.on('error', reject);
		child.on('close', resolve);
	});
	const wallSeconds = Number(process.hrtime.bigint() - started) / 1e9;
	if (code !== 0) throw new Error(`rehearse ${args.join(' ')} exited with ${code}`);
	const { peakKibibytes, cpuSeconds } = JSON.parse(used);
	return { wallSeconds, cpuSeconds, peakMebibytes: peakKibibytes / 1024 };
}
