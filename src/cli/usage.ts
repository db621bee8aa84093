/** What is wrong with how the tool was called: one line on stderr, exit code 2. */
export class UsageError extends Error {
	override readonly name = 'UsageError';
	readonly exitCode = 2;
}
