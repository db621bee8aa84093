/** Readers of option values. Each returns the value or throws one line that names the option and what it takes. */
import type { BlockHeader } from '../consensus/header.ts';
import { readBits, readHeight, readInteger, readTarget, readTime } from '../params/integers.ts';
import { plain } from '../report/escape.ts';
import { groupThousands } from '../report/number.ts';
import { UsageError } from './usage.ts';

/** The texts given for one option, in order; several only where the option may be repeated. */
export type Reader<T> = (texts: readonly string[], name: string) => T;

/** Digits, optionally a point and more digits. No exponent, sign, hexadecimal or blank: nothing becomes NaN. */
const INTEGER = /^(?:0|[1-9]\d*)$/;
const DECIMAL = /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/;

function refuse(name: string, expected: string, found: string): UsageError {
	return new UsageError(`--${name} must be ${expected}, not "${plain(found, 80)}"`);
}

function bound(value: number): string {
	return groupThousands(String(value));
}

/** A name or path; text as given. */
export const text: Reader<string> = ([first = '']) => first;

/** Every text of a repeatable option. */
export const texts: Reader<readonly string[]> = (given) => given;

/** A whole number from `low` to `high`. */
export function integer(low: number, high: number): Reader<number> {
	return ([first = ''], name) => {
		const value = INTEGER.test(first) ? Number(first) : Number.NaN;
		if (value >= low && value <= high) return value;
		throw refuse(name, `a whole number from ${bound(low)} to ${bound(high)}`, first);
	};
}

/** A decimal number above `low` (not equal to it) and at most `high`; `suffix` may follow it. */
export function decimal(low: number, high: number, suffix = ''): Reader<number> {
	return ([first = ''], name) => {
		const bare = suffix !== '' && first.endsWith(suffix) ? first.slice(0, -suffix.length) : first;
		const value = DECIMAL.test(bare) ? Number(bare) : Number.NaN;
		if (value > low && value <= high) return value;
		throw refuse(name, `a number above ${bound(low)} and at most ${bound(high)}`, first);
	};
}

/** Numbers from 0 to `high`, separated by commas, at most `count` of them, each once. */
export function decimals(high: number, count: number): Reader<readonly number[]> {
	return ([first = ''], name) => {
		const parts = first.split(',').map((part) => part.trim());
		const values = parts.map((part) => (DECIMAL.test(part) && !part.startsWith('-') ? Number(part) : Number.NaN));
		const distinct = new Set(values).size === values.length;
		if (distinct && values.length <= count && values.every((value) => value >= 0 && value <= high)) return values;
		throw refuse(name, `up to ${count} different numbers from 0 to ${bound(high)}, separated by commas`, first);
	};
}

/** One of a few words. */
export function choice<T extends string>(choices: readonly T[]): Reader<T> {
	return ([first = ''], name) => {
		const found = choices.find((each) => each === first);
		if (found !== undefined) return found;
		throw refuse(name, `one of ${choices.join(', ')}`, first);
	};
}

/** What a reader of texts makes of one, its complaint becoming the option's. */
function reading<T>(read: (text: string) => T): Reader<T> {
	return ([first = ''], name) => {
		try {
			return read(first);
		} catch (error) {
			if (!(error instanceof RangeError)) throw error;
			throw new UsageError(`--${name} "${plain(first, 80)}": ${error.message}`);
		}
	};
}

/** A whole number of up to 64 bits. */
export function whole(low: bigint, high: bigint): Reader<bigint> {
	return reading((given) => readInteger(given, 'the value', low, high));
}

/** nBits: 0x1d00ffff. */
export const nBits: Reader<number> = reading(readBits);

/** A target: nBits or 64 hex digits. */
export const target: Reader<bigint> = reading(readTarget);

/** Blocks as "height,time,nBits"; the option may be repeated. */
export const anchors: Reader<readonly BlockHeader[]> = (given, name) => {
	const anchor = reading((text): BlockHeader => {
		const [height, time, bits, ...more] = text.split(',').map((part) => part.trim());
		if (height === undefined || time === undefined || bits === undefined || more.length > 0) {
			throw new RangeError('expected height,time,nBits');
		}
		return { height: readHeight(height), time: readTime(time), bits: readBits(bits) };
	});
	return given.map((text) => anchor([text], name));
};

const YES = ['true', '1', 'yes', 'on'];
const NO = ['false', '0', 'no', 'off'];

/** On or off: the flag itself gives "true", an environment variable may say it in other words. */
export const toggle: Reader<boolean> = ([first = ''], name) => {
	if (YES.includes(first.toLowerCase())) return true;
	if (NO.includes(first.toLowerCase())) return false;
	throw refuse(name, 'on or off (true or false)', first);
};
