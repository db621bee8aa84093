/** What is wrong with how the tool was called: one line on stderr, exit code 2. */
export class UsageError extends Error {
	override readonly name = 'UsageError';
	readonly exitCode = 2;
}

/** What was asked to be checked does not hold: one line on stderr, exit code 3. */
export class CheckError extends Error {
	override readonly name = 'CheckError';
	readonly exitCode = 3;
}
