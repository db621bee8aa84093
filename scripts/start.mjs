/**
 * `npm start -- …`: builds what is stale, then runs the tool with the given arguments and its exit code.
 * A pre-script would be skipped under `ignore-scripts`, so the build is called from here.
 */
import { pathToFileURL } from 'node:url';
import { buildIfStale, program } from './build.mjs';

const failure = buildIfStale();
if (failure === 0) {
	// In this process: signals, streams and the exit code are the tool's own.
	await import(pathToFileURL(program).href);
} else {
	process.stderr.write('rehearse: the build failed; see the messages above\n');
	process.exitCode = failure;
}
