import { expect, test } from 'vitest';
import { vectors } from './vectors.ts';

test('a category without cases is an error', () => {
	expect(() => vectors('btx-consensus.json', 'no-such-category')).toThrow('btx-consensus.json has no case');
});
