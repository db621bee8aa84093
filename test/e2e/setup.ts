/** Builds dist/ once before any test: a passing type check does not prove that it is fresh. */
import { execa } from 'execa';

export default async function setup(): Promise<void> {
	const { exitCode, stderr } = await execa('node', ['scripts/start.mjs', '--version'], { reject: false });
	if (exitCode !== 0) throw new Error(`the build before the end-to-end tests failed:\n${stderr}`);
}
