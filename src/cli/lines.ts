/** Lines of standard input, answered one by one. */
import { InputError } from '../params/json.ts';
import type { Shell } from './shell.ts';

/** A line with a number and two heights has far fewer characters. */
const LONGEST_LINE = 1000;
const BATCH_CHARACTERS = 1 << 16;

/**
 * Answers each line of standard input with one line of output, in order. Answers are written in batches; those
 * before a faulty line are written before its error.
 * @param answer the answer to a line without its line end
 * @throws InputError with `stdin:line` where `answer` throws a RangeError, and for a line of absurd length
 */
export async function answerLines(shell: Shell, answer: (line: string) => string): Promise<void> {
	let number = 0;
	let answers = '';
	const flush = async () => {
		const text = answers;
		answers = '';
		if (text !== '' && !shell.stdout.write(text)) await new Promise((resume) => shell.stdout.once('drain', resume));
	};
	for await (const line of lines(shell.stdin)) {
		number++;
		try {
			answers += `${answer(line)}\n`;
		} catch (error) {
			await flush();
			if (error instanceof RangeError) throw new InputError(`stdin:${number}: ${error.message}`);
			throw error;
		}
		if (answers.length >= BATCH_CHARACTERS) await flush();
		if (shell.signal.aborted) break;
	}
	await flush();
}

async function* lines(input: AsyncIterable<Uint8Array | string>): AsyncGenerator<string> {
	const decoder = new TextDecoder('utf-8');
	let rest = '';
	for await (const chunk of input) {
		const pieces = (rest + (typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true }))).split('\n');
		rest = pieces.pop() ?? '';
		for (const piece of pieces) yield withoutReturn(piece);
		if (rest.length > LONGEST_LINE) throw new InputError(`stdin: a line of more than ${LONGEST_LINE} characters`);
	}
	if (rest !== '') yield withoutReturn(rest);
}

function withoutReturn(line: string): string {
	return line.endsWith('\r') ? line.slice(0, -1) : line;
}
