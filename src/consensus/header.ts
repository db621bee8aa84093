/** What difficulty rules see of the chain: heights, header times and nBits. */

/** What a rule needs to know of one block. */
export interface BlockHeader {
	readonly height: bigint;
	/** Header time, Unix seconds. */
	readonly time: bigint;
	readonly bits: number;
}

/** A block that a rule needs and that the recorded chain does not hold. */
export class MissingHeaderError extends Error {
	readonly height: bigint;

	constructor(height: bigint) {
		super(`the header of block ${height} is not known`);
		this.name = 'MissingHeaderError';
		this.height = height;
	}
}

/**
 * Looks up a block of the tip's own branch by its height.
 * @throws MissingHeaderError where it is not known
 */
export type HeaderSource = (height: bigint) => BlockHeader;

/** A source over recorded headers, in any order and with gaps. */
export function headerSource(headers: Iterable<BlockHeader>): HeaderSource {
	const byHeight = new Map<bigint, BlockHeader>();
	for (const header of headers) byHeight.set(header.height, header);
	return (height) => {
		const header = byHeight.get(height);
		if (header === undefined) throw new MissingHeaderError(height);
		return header;
	};
}
