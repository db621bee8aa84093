import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadHeaders, parseHeaders } from '../../src/params/headers.ts';
import { InputError } from '../../src/params/json.ts';

const none = () => false;
const parse = (text: string, standsAlone: (height: bigint) => boolean = none) =>
	parseHeaders(text, 'h.csv', standsAlone);
const CSV = 'height,time,bits\n';
const HEADERS = [
	{ height: 7n, time: 1_000n, bits: 0x1d00ffff },
	{ height: 8n, time: 990n, bits: 0x1e27264f },
];

describe('forms', () => {
	test.each([
		['CSV', `${CSV}7,1000,0x1d00ffff\n8,990,0x1e27264f\n`],
		['CSV without a last line end', `${CSV}7,1000,0x1d00ffff\n8,990,0x1e27264f`],
		[
			'Windows line ends, a byte order mark, blanks',
			'\uFEFFheight, time, bits\r\n7, 1000, 0x1D00FFFF\r\n8, 990, 0x1e27264f\r\n\r\n',
		],
		['columns in another order and further ones', 'bits,hash,Height,time\n0x1d00ffff,x,7,1000\n0x1e27264f,y,8,990\n'],
		['quoted cells', '"height","time","bits"\n"7","1000","0x1d00ffff"\n"8","990","0x1e27264f"\n'],
		['bits as nodes and explorers print them', `${CSV}7,1000,1d00ffff\n8,990,505882191\n`],
		[
			'JSON Lines',
			'{"height":7,"time":1000,"bits":"1d00ffff"}\n{"bits":505882191,"time":"990","height":"8","hash":"x"}\n',
		],
	])('%s', (_, text) => {
		expect(parse(text)).toEqual(HEADERS);
	});

	test('heights and times of 64 bits', () => {
		const [header] = parse(`${CSV}9223372036854775807,-9223372036854775808,0x1d00ffff`);
		expect(header).toEqual({ height: 2n ** 63n - 1n, time: -(2n ** 63n), bits: 0x1d00ffff });
	});

	test('an anchor may stand alone', () => {
		const text = `${CSV}7,1000,0x1d00ffff\n8,990,0x1d00ffff\n20,3000,0x1d00ffff\n21,3000,0x1d00ffff\n`;
		expect(parse(text, (height) => height === 8n).map(({ height }) => height)).toEqual([7n, 8n, 20n, 21n]);
		expect(() => parse(text, (height) => height === 7n)).toThrow('h.csv:4: height 20 after 8: a gap of 11 blocks');
	});
});

describe('one clear error with the line', () => {
	test.each([
		['nothing', '', 'h.csv: the file is empty'],
		['no header', CSV, 'h.csv: no header after'],
		[
			'no line of names',
			'7,1000,0x1d00ffff\n',
			"h.csv:1: the first line must name the columns height,time,bits; 'height' is missing",
		],
		['a name twice', 'height,time,bits,time\n', "h.csv:1: the column 'time' is there twice"],
		['a cell missing', `${CSV}7,1000\n`, 'h.csv:2: expected 3 values separated by commas, found 2'],
		[
			'an empty line between',
			`${CSV}7,1000,0x1d00ffff\n\n8,1000,0x1d00ffff\n`,
			'h.csv:3: expected 3 values separated by commas, found 1',
		],
		['a gap', `${CSV}7,1000,0x1d00ffff\n9,1000,0x1d00ffff\n`, 'h.csv:3: height 9 after 7: a gap of 1 block;'],
		['a repeated height', `${CSV}7,1000,0x1d00ffff\n7,1000,0x1d00ffff\n`, 'h.csv:3: height 7 is there twice'],
		[
			'a height out of order',
			`${CSV}7,1000,0x1d00ffff\n6,1000,0x1d00ffff\n`,
			'h.csv:3: height 6 after 7: heights must rise',
		],
		['a negative height', `${CSV}-1,1000,0x1d00ffff\n`, 'h.csv:2: the height must not be negative'],
		[
			'a height beyond int64',
			`${CSV}9223372036854775808,1000,0x1d00ffff\n`,
			'h.csv:2: the height is above 9223372036854775807',
		],
		['a height of 30 digits', `${CSV}${'9'.repeat(30)},1000,0x1d00ffff\n`, 'h.csv:2: the height is out of range'],
		['a height that is no number', `${CSV}0x7,1000,0x1d00ffff\n`, 'h.csv:2: the height must be a whole number'],
		['a time with a point', `${CSV}7,1000.5,0x1d00ffff\n`, 'h.csv:2: the time must be a whole number'],
		['a negative target', `${CSV}7,1000,0x1d80ffff\n`, 'h.csv:2: nBits 0x1d80ffff is a negative target'],
		['a target of zero', `${CSV}7,1000,0x1d000000\n`, 'h.csv:2: nBits 0x1d000000 is a target of zero'],
		['a target that overflows', `${CSV}7,1000,0x2300ffff\n`, 'h.csv:2: nBits 0x2300ffff is a target beyond 256 bits'],
		['nBits of nine hex digits', `${CSV}7,1000,0x11d00ffff\n`, 'h.csv:2: nBits must be 0x and eight hex digits'],
		['decimal nBits above 32 bits', `${CSV}7,1000,9999999999\n`, 'h.csv:2: nBits must be 0x and eight hex digits'],
		['terminal escapes', `${CSV}\u001b[31m7,1000\n`, 'h.csv:2: expected 3 values'],
		[
			'a JSON line of another kind',
			'{"height":7,"time":1000,"bits":"1d00ffff"}\n[1]\n',
			'h.csv:2: expected a JSON object',
		],
		['a broken JSON line', '{"height":7\n', 'h.csv:1: expected a JSON object on one line'],
		['a JSON key missing', '{"height":7,"time":1000}\n', "h.csv:1: 'bits' is missing"],
		[
			'a JSON value of another type',
			'{"height":null,"time":1000,"bits":1}\n',
			"h.csv:1: 'height' must be an integer or a string",
		],
		[
			'a JSON number that a float cannot hold',
			'{"height":9007199254740993,"time":1000,"bits":1}\n',
			"h.csv:1: 'height' must be below 2^53, or written as a string",
		],
	])('%s', (_, text, message) => {
		expect(() => parse(text)).toThrow(InputError);
		expect(() => parse(text)).toThrow(message);
	});
});

describe('files', () => {
	const folder = mkdtempSync(join(tmpdir(), 'headers-'));
	const file = (name: string, content: string | Buffer) => {
		const path = join(folder, name);
		writeFileSync(path, content);
		return path;
	};

	test('one that is read', () => {
		expect(loadHeaders(file('a.csv', `${CSV}7,1000,0x1d00ffff\n8,990,0x1e27264f\n`), none)).toEqual(HEADERS);
	});

	test.each([
		['none', () => join(folder, 'none.csv'), 'none.csv: no such file'],
		['a folder', () => folder, 'not a regular file'],
		['bytes that are no text', () => file('b.csv', Buffer.from([0xff, 0xfe, 0x00])), 'b.csv: not UTF-8 text'],
	])('%s', (_, path, message) => {
		expect(() => loadHeaders(path(), none)).toThrow(InputError);
		expect(() => loadHeaders(path(), none)).toThrow(message);
	});
});
