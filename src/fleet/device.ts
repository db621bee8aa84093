/** A device class: how long its machines take for the steps of one block, where that has been measured. */
import { knownNames, loadFile } from '../params/files.ts';
import type { JsonDocument } from '../params/json.ts';
import type { Loaded } from '../params/registry.ts';
import { faultAt } from '../params/schema.ts';
import { workUnitAt } from '../params/state.ts';
import type { Rules, Source, WorkUnit } from '../params/types.ts';

export interface DeviceClass {
	readonly id: string;
	readonly title: string;
	/** Chain whose blocks were measured; it holds for that chain's clones too. */
	readonly chain: string;
	/** Unit of work of the blocks measured. */
	readonly unit: WorkUnit;
	/** Heights whose blocks cost as much; no `to`: up to any height. */
	readonly heights: { readonly from: number; readonly to?: number };
	/** Medians in seconds. */
	readonly medianSeconds: {
		/** Of mining: one attempt. */
		readonly candidate?: number;
		/** The winner computed once more before it is sent. */
		readonly reseal?: number;
		/** A received block checked in full. */
		readonly validation: number;
	};
	/** Blocks in the sample; null where the source does not say. */
	readonly sampleSize: number | null;
	readonly date: string;
	readonly source: Source;
}

type DeviceFile = Omit<DeviceClass, 'sampleSize'> & { readonly sampleSize: number | 'unknown' };

/** @throws InputError when there is no device class of that name or its file does not fit. */
export function loadDevice(name: string): Loaded<DeviceClass> {
	const { document, input } = loadFile('devices', name);
	return { value: deviceOf(document), document, input };
}

/**
 * Every device class that can be named, by name.
 * @throws InputError when a file of one does not fit
 */
export function loadDevices(): Loaded<DeviceClass>[] {
	return knownNames('devices').map(loadDevice);
}

/** Whether the measurement says something of the block at a height. */
export function wasMeasured({ chain, unit, heights }: DeviceClass, rules: Rules, height: number): boolean {
	const inRange = height >= heights.from && height <= (heights.to ?? height);
	return chain === rules.family && inRange && workUnitAt(rules, height) === unit;
}

function deviceOf(document: JsonDocument): DeviceClass {
	const { id, title, chain, unit, heights, medianSeconds, sampleSize, date, source } = document.value as DeviceFile;
	if (heights.to !== undefined && heights.to < heights.from) {
		throw faultAt(document, ['heights', 'to'], `lies below from, ${heights.from}`);
	}
	const size = sampleSize === 'unknown' ? null : sampleSize;
	return { id, title, chain, unit, heights, medianSeconds, sampleSize: size, date, source };
}
