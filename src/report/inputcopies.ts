/** Where folders keep their document, and an evidence folder what its report was made from. */
import type { Report } from '../compare/document.ts';
import { safeName } from './safename.ts';

export const REPORT_FILE = 'report.json';
export const SWEEP_FILE = 'sweep.json';

/** Where the copy of each input lies in the folder, in the order of the report's inputs. */
export function copyPaths(inputs: Report['inputs']): string[] {
	const taken = new Set<string>();
	return inputs.map(({ kind, id }) => `inputs/${safeName(`${kind}-${id}`, taken)}.json`);
}
