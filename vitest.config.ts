import { defineConfig } from 'vitest/config';

export default defineConfig({
	test: {
		reporters: ['default', ['json', { outputFile: '.results/vitest.json' }]],
		projects: [
			{
				test: {
					name: 'unit',
					include: ['test/**/*.test.ts'],
					exclude: ['test/e2e/**'],
					testTimeout: 120_000,
					// One fewer than the cores is Vitest's own choice, which leaves half of two idle.
					maxWorkers: '100%',
					sequence: { groupOrder: 0 },
				},
			},
			{
				test: {
					name: 'e2e',
					include: ['test/e2e/**/*.test.ts'],
					globalSetup: ['test/e2e/setup.ts'],
					testTimeout: 120_000,
					// These run the program, which takes all cores itself.
					maxWorkers: 1,
					sequence: { groupOrder: 1 },
				},
			},
		],
	},
});
