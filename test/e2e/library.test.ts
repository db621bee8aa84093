/** The package as others import it: by its published names, from the build. */
import { execa } from 'execa';
import { expect, it } from 'vitest';

const script = `
import { absoluteAsertBits, formatBits, requiredBits, subsidyAt, targetOfBits, totalSupply } from 'fork-rehearsal/consensus';
import { asertTarget } from 'fork-rehearsal/asert';
const anchor = { height: 661647n, time: 1605447844n, bits: 0x1804dafe };
const rule = { kind: 'asert', variant: 'bch', spacingSeconds: 600n, halfLifeSeconds: 172800n, limitTarget: targetOfBits(0x1d00ffff), anchor };
const schedule = [{ fromHeight: 0n, name: 'genesis', rule: { kind: 'halving', rounding: 'floor', maxHalvings: 64n,
	segments: [{ fromHeight: 0n, initialSubsidy: 5000000000n, halvingIntervalBlocks: 210000n }] } }];
console.log(formatBits(absoluteAsertBits(rule, { height: 661647n, time: 1605448444n }, anchor)));
console.log(String(subsidyAt(schedule, 840000n)), String(totalSupply(schedule)));
console.log(typeof requiredBits, typeof asertTarget);
`;

it('offers the rules under fork-rehearsal/consensus and fork-rehearsal/asert', async () => {
	const { stdout } = await execa('node', ['--input-type=module', '-e', script]);
	expect(stdout.split('\n')).toEqual(['0x1804dafe', '312500000 2099999997690000', 'function function']);
});
