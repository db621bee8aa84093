import { expect, test } from 'vitest';
import { asertTarget } from '../../src/asert/index.ts';
import { headerTimeWindow, medianTimePast, type TimeRules } from '../../src/consensus/index.ts';

const rules: TimeRules = { medianTimeSpan: 11, maxTimewarpSeconds: 600n, maxFutureSeconds: 7200n };

/**
 * https://github.com/btxchain/btx/issues/153: twelve blocks at 90 s, then every header stamps the earliest valid
 * time. The required target is halved for blocks 168 and 328 after the anchor.
 */
test('stamping the earliest time hardens without bound: half the target every 160 blocks', () => {
	const times = Array.from({ length: 13 }, (_, index) => BigInt(index * 90));
	const anchorTarget = 1n << 220n;
	const halvedAt: number[] = [];
	for (let next = times.length; next <= 400; next++) {
		const target = asertTarget({
			anchorTarget,
			timeDiffSeconds: (times.at(-1) ?? 0n) - (times[0] ?? 0n),
			heightDiff: BigInt(next - 1),
			spacingSeconds: 90n,
			halfLifeSeconds: 14_400n,
			limitTarget: 1n << 250n,
		});
		if (target <= anchorTarget >> BigInt(halvedAt.length + 1)) halvedAt.push(next);
		const context = {
			height: BigInt(next),
			parentTime: times.at(-1) ?? 0n,
			parentMtp: medianTimePast(times),
			now: 10_000n,
		};
		times.push(headerTimeWindow(rules, context).min);
	}
	expect(halvedAt).toEqual([168, 328]);
	// The median lies five blocks back, so header time gains one second in six blocks.
	expect((times.at(-1) ?? 0n) - (times.at(-301) ?? 0n)).toBe(50n);
});
