/** Whether machines that were measured keep up with the chain. */
import { type DeviceClass, wasMeasured } from '../fleet/device.ts';
import { type Found, fixed, found, type Lint, type LintSubject, stepsOf } from './lint.ts';

/** Share of the spacing that checking one block may take; the rest is for all else that a node does. */
const MOST_UTILISATION = 0.5;

/** Whether a device class was measured on blocks such as those at one of the forks' heights. */
export function isMeasured(device: DeviceClass, scenario: Omit<LintSubject, 'devices'>): boolean {
	return stepsOf(scenario).some(({ height }) => wasMeasured(device, scenario.fork, Number(height)));
}

/** Once for each device class, at the step that loads it most. */
function validationLoad(subject: LintSubject): Found[] {
	const { fork, devices } = subject;
	const steps = stepsOf(subject);
	return devices.flatMap((device) => {
		const [worst] = steps
			.filter(({ height }) => wasMeasured(device, fork, Number(height)))
			.sort((a, b) => a.spacing - b.spacing);
		if (worst === undefined) return [];
		const { validation } = device.medianSeconds;
		const load = validation / worst.spacing;
		if (load <= MOST_UTILISATION) return [];
		const before = validation / worst.baseSpacing;
		const isWorse = load > before;
		const percent = (value: number) => fixed(value * 100, 1);
		const message = `checking a block takes ${device.id} ${validation} s, ${percent(load)} % of the spacing of ${worst.spacing} s (base ${percent(before)} %)`;
		return [
			found(isWorse ? 'soft' : 'note', message, {
				device: device.id,
				validationSeconds: validation,
				spacingSeconds: worst.spacing,
				utilisation: fixed(load, 6),
				baseUtilisation: fixed(before, 6),
				sampleSize: device.sampleSize ?? 'unknown',
			}),
		];
	});
}

export const DEVICE_LINTS: readonly Lint[] = [{ id: 'DEV-01', severities: ['soft', 'note'], check: validationLoad }];
