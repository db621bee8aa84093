import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { bchAsertTarget } from '../../src/asert/index.ts';
import { encodeCompact, formatBits, targetOfBits } from '../../src/consensus/index.ts';

interface Run {
	readonly id: string;
	readonly anchorHeight: string;
	readonly anchorParentTime: string;
	readonly anchorBits: string;
	/** "tip height, tip time, nBits of the next block" */
	readonly rows: readonly string[];
}
const { runs } = JSON.parse(readFileSync(new URL('bch-aserti3-2d.json', import.meta.url), 'utf8')) as { runs: Run[] };

describe('aserti3-2d test vectors', () => {
	test('runs 1 to 6 are there in full', () => {
		expect(runs.map(({ rows }) => rows.length)).toEqual([10, 10, 10, 225, 225, 1000]);
	});

	test.each(runs)('$id', (run) => {
		const limitTarget = (1n << 224n) - 1n;
		const anchorTarget = targetOfBits(Number(run.anchorBits));
		const computed = run.rows.map((row) => {
			const [height = '', time = ''] = row.split(' ');
			const target = bchAsertTarget({
				anchorTarget,
				limitTarget,
				timeDiffSeconds: BigInt(time) - BigInt(run.anchorParentTime),
				heightDiff: BigInt(height) - BigInt(run.anchorHeight),
				spacingSeconds: 600n,
				halfLifeSeconds: 172_800n,
			});
			return `${height} ${time} ${formatBits(encodeCompact(target))}`;
		});
		expect(computed).toEqual(run.rows);
	});
});
