/** `rehearse asert`: the next block's nBits for each tip on standard input. */
import { absoluteAsertBits } from '../../asert/absolute.ts';
import { encodeCompact, formatBits } from '../../consensus/compact.ts';
import { readInteger, readTime, UINT64_MAX } from '../../params/integers.ts';
import type { Invocation } from '../invocation.ts';
import { answerLines } from '../lines.ts';
import type { OptionName, Values } from '../options.ts';
import { EXIT, type Shell } from '../shell.ts';
import { UsageError } from '../usage.ts';

/** A value that the command cannot do without. */
function needed<Name extends OptionName>(values: Values, name: Name): NonNullable<Values[Name]> {
	const value = values[name];
	if (value === undefined || value === null) throw new UsageError(`asert needs --${name}`);
	return value;
}

/**
 * Answers each line `height time` of a tip with `0x%08x`. Heights go to 2^64 − 1, times have 64 bits.
 *
 * @returns exit code
 * @throws UsageError for a missing option, InputError for a line that is no tip
 */
export async function asert({ values }: Invocation, shell: Shell): Promise<number> {
	const anchorBits = needed(values, 'anchor-bits');
	const limitTarget = needed(values, 'pow-limit');
	const anchor = { height: needed(values, 'anchor-height'), time: needed(values, 'anchor-time'), bits: anchorBits };
	const rule = {
		kind: 'asert',
		variant: needed(values, 'variant'),
		spacingSeconds: needed(values, 'spacing'),
		halfLifeSeconds: needed(values, 'half-life'),
		limitTarget,
		anchor,
	} as const;
	// A tip at the anchor itself: refuses an anchor that the rule refuses before any line is read.
	try {
		absoluteAsertBits(rule, { height: anchor.height, time: anchor.time }, anchor);
	} catch (error) {
		if (!(error instanceof RangeError)) throw error;
		const limit = formatBits(encodeCompact(limitTarget));
		throw new UsageError(`--anchor-bits ${formatBits(anchorBits)} and --pow-limit ${limit}: ${error.message}`);
	}
	await answerLines(shell, (line) => {
		const [height, time, ...more] = line.trim().split(/\s+/);
		if (height === undefined || height === '' || time === undefined || more.length > 0) {
			throw new RangeError('expected a tip as "height time"');
		}
		const tip = { height: readInteger(height, 'the height', 0n, UINT64_MAX), time: readTime(time) };
		if (tip.height < anchor.height) throw new RangeError(`height ${tip.height} lies below the anchor ${anchor.height}`);
		return formatBits(absoluteAsertBits(rule, tip, anchor));
	});
	return shell.signal.aborted ? EXIT.interrupted : EXIT.ok;
}
