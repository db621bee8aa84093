/** Means and paired differences with their standard errors, exact in integers, from integer sums over trials and samples. */

/** An integer sum: exact as a bigint, or as a number that is a whole number. */
export type IntegerSum = bigint | number;

/** Trials and what of them is independent: k trials make a sample, whose x is the sum of theirs. */
interface Trials {
	readonly n: number;
	/** k; 1 unless given. */
	readonly perSample?: number;
}

/** Σx over n trials and Σx² over their samples. */
export interface Sums extends Trials {
	readonly sum: IntegerSum;
	readonly sumSquares: IntegerSum;
}

/** Σx and Σy over n trials with both; Σx², Σy² and Σxy over their samples. */
export interface PairedSums extends Trials {
	readonly sumX: IntegerSum;
	readonly sumSquaresX: IntegerSum;
	readonly sumY: IntegerSum;
	readonly sumSquaresY: IntegerSum;
	readonly sumProducts: IntegerSum;
}

/** An estimate with its standard error. */
export interface Estimate {
	readonly value: number;
	readonly standardError: number;
}

/**
 * Mean of n trials in m = n/k samples. With S² = (mΣx² − (Σx)²)/(m(m − 1)) the variance of a sample's x, the mean of the trials
 * has the variance S²/(m·k²). The numerator is exact in integers, so that no cancellation reaches the result.
 * @param unit value of one unit of x (1/1024 for sums kept in 2^-10)
 * @throws RangeError below two samples or for sums that are not integers
 */
export function meanEstimate(sums: Sums, unit = 1): Estimate {
	const { n, samples, scale } = wholeSamples(sums);
	const sum = exactInteger(sums.sum);
	const spread = samples * exactInteger(sums.sumSquares) - sum * sum;
	return { value: ratio(sum, n) * unit, standardError: Math.abs(unit) * standardError(spread, samples, scale) };
}

/**
 * Mean of a·X − b·Y over paired trials: with common random numbers most of the spread cancels, which only the paired
 * variance a²Var X + b²Var Y − 2ab Cov(X, Y) shows. a and b enter as the exact binary fractions they are, so that the
 * cancellation happens in integers.
 * @throws RangeError below two samples, for sums that are not integers or factors of extreme size
 */
export function differenceEstimate(sums: PairedSums, a = 1, b = 1): Estimate {
	const { n, samples, scale } = wholeSamples(sums);
	const [aWhole, bWhole, denominator] = commonFraction(a, b);
	const x = exactInteger(sums.sumX);
	const y = exactInteger(sums.sumY);
	const sum = aWhole * x - bWhole * y;
	const sumSquares =
		aWhole * aWhole * exactInteger(sums.sumSquaresX) +
		bWhole * bWhole * exactInteger(sums.sumSquaresY) -
		2n * aWhole * bWhole * exactInteger(sums.sumProducts);
	const spread = samples * sumSquares - sum * sum;
	return {
		value: ratio(sum, n * denominator),
		standardError: standardError(spread, samples, scale * denominator * denominator),
	};
}

/** Samples of so many trials: what an interval's width is counted in. */
export function samplesOf({ n, perSample = 1 }: Trials): number {
	return n / perSample;
}

function wholeSamples(trials: Trials): { readonly n: bigint; readonly samples: bigint; readonly scale: bigint } {
	const samples = samplesOf(trials);
	if (!(Number.isInteger(samples) && samples >= 2)) throw new RangeError('an interval needs at least two samples');
	const n = BigInt(trials.n);
	const perSample = n / BigInt(samples);
	return { n, samples: BigInt(samples), scale: perSample * perSample };
}

function exactInteger(sum: IntegerSum): bigint {
	if (typeof sum === 'bigint') return sum;
	if (!Number.isSafeInteger(sum)) throw new RangeError('a sum must be an exact integer');
	return BigInt(sum);
}

/** √(spread/(n²(n − 1)·scale)) of n samples; a negative spread means sums of different ones. */
function standardError(spread: bigint, n: bigint, scale: bigint): number {
	if (spread < 0n) throw new RangeError('the sums do not belong together: negative variance');
	return Math.sqrt(ratio(spread, n * n * (n - 1n) * scale));
}

/** numerator/denominator as a double, within 2^-60 relative before its final rounding. */
function ratio(numerator: bigint, denominator: bigint): number {
	if (numerator === 0n) return 0;
	if (numerator < 0n) return -ratio(-numerator, denominator);
	const shift = BigInt(Math.max(0, denominator.toString(2).length - numerator.toString(2).length + 64));
	return Number((numerator << shift) / denominator) / Number(1n << shift);
}

/** Smallest and largest size of a factor other than 0. */
const MIN_FACTOR = 1e-30;
const MAX_FACTOR = 1e30;

/** a and b as whole numbers over one power of two. */
function commonFraction(a: number, b: number): [bigint, bigint, bigint] {
	const [aWhole, aDenominator] = binaryFraction(a);
	const [bWhole, bDenominator] = binaryFraction(b);
	return [aWhole * bDenominator, bWhole * aDenominator, aDenominator * bDenominator];
}

function binaryFraction(factor: number): [bigint, bigint] {
	const size = Math.abs(factor);
	if (factor !== 0 && !(size >= MIN_FACTOR && size <= MAX_FACTOR)) {
		throw new RangeError(`a factor must be 0 or of a size between ${MIN_FACTOR} and ${MAX_FACTOR}`);
	}
	let whole = factor;
	let denominator = 1n;
	for (; !Number.isInteger(whole); whole *= 2) denominator *= 2n;
	return [BigInt(whole), denominator];
}
