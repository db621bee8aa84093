/** Typed reading of constants that carry their names from the node's source. */
import type { InputError } from './json.ts';
import type { Constant } from './types.ts';

/** How the sources write "never": INT32_MAX. */
export const DISABLED_HEIGHT = 2_147_483_647;

/** Makes the error for a constant, in the words of whoever owns the file. */
export type ConstantFault = (name: string, what: string) => InputError;

/** The constants of one rule set. Remembers which were read: the others have no effect that is modelled. */
export class ConstantTable {
	readonly #byName: ReadonlyMap<string, Constant>;
	readonly #fault: ConstantFault;
	readonly #read = new Set<string>();

	constructor(constants: readonly Constant[], fault: ConstantFault) {
		this.#byName = new Map(constants.map((constant) => [constant.name, constant]));
		this.#fault = fault;
	}

	/** Names that were asked for so far. */
	get namesRead(): ReadonlySet<string> {
		return this.#read;
	}

	has(name: string): boolean {
		return this.#byName.has(name);
	}

	/** @throws InputError when there is no constant of that name. */
	constant(name: string): Constant {
		this.#read.add(name);
		const constant = this.#byName.get(name);
		if (constant === undefined) throw this.#fault(name, `the constant '${name}' is missing`);
		return constant;
	}

	/** An integer written as a number or, where it may be large, as a decimal string. */
	integer(name: string): bigint {
		const { value } = this.constant(name);
		if (typeof value === 'number' && Number.isSafeInteger(value)) return BigInt(value);
		if (typeof value === 'string' && /^-?\d{1,40}$/.test(value)) return BigInt(value);
		throw this.#fault(name, `expected an integer, found ${JSON.stringify(value)}`);
	}

	/** An integer that is exact as a number. */
	number(name: string): number {
		const value = Number(this.integer(name));
		if (!Number.isSafeInteger(value)) throw this.#fault(name, 'expected an integer below 2^53');
		return value;
	}

	boolean(name: string): boolean {
		const { value } = this.constant(name);
		if (typeof value !== 'boolean') throw this.#fault(name, `expected true or false, found ${JSON.stringify(value)}`);
		return value;
	}

	/** A 256-bit value written as 64 hex digits. */
	target(name: string): bigint {
		const { value } = this.constant(name);
		if (typeof value === 'string' && /^[0-9a-f]{64}$/.test(value)) return BigInt(`0x${value}`);
		throw this.#fault(name, `expected 64 hex digits, found ${JSON.stringify(value)}`);
	}

	/** nBits written as 0x and eight hex digits. */
	bits(name: string): number {
		const { value } = this.constant(name);
		if (typeof value === 'string' && /^0x[0-9a-f]{8}$/.test(value)) return Number(value);
		throw this.#fault(name, `expected nBits such as "0x1c470fe2", found ${JSON.stringify(value)}`);
	}

	/** A height; undefined where the release does not know the rule or has disabled it. */
	height(name: string): bigint | undefined {
		if (!this.has(name)) return undefined;
		const height = this.integer(name);
		return height === BigInt(DISABLED_HEIGHT) ? undefined : height;
	}

	/** An integer, or what the rule does where the release does not know the constant. */
	integerOr(name: string, fallback: bigint): bigint {
		return this.has(name) ? this.integer(name) : fallback;
	}
}
