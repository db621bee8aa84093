/** A number as people type it into a form. */

export type Entry = { readonly value: number } | { readonly fault: string };

/** Digits with or without thousands commas, a decimal part, a power of ten and an SI prefix. */
const NUMBER = /^(\d{1,3}(?:,\d{3})+|\d+)?(?:\.(\d+))?(?:[eE]([+-]?\d{1,3}))?([kMGTPE])?$/;
const PREFIX_POWERS: Readonly<Record<string, number>> = { k: 3, M: 6, G: 9, T: 12, P: 15, E: 18 };
const DECIMAL_COMMA = /^\d+,\d+$/;

/**
 * Reads a number that is not negative.
 *
 * @param power of ten that the entry stands in: −2 for a percentage. It joins the exponent before the number is read, so
 * that "0.1 %" is the double nearest to 0.001 and not a hundredth of the one nearest to 0.1.
 */
export function readEntry(text: string, power = 0): Entry {
	const typed = text.replace(/[\s_]/g, '');
	if (typed === '') return { fault: 'Enter a number.' };
	const [, whole = '', decimals = '', exponent = '0', prefix = ''] = NUMBER.exec(typed) ?? [];
	if (whole === '' && decimals === '') {
		if (DECIMAL_COMMA.test(typed)) return { fault: `Write decimals with a point: ${typed.replace(',', '.')}.` };
		if (/^[-−]/.test(typed)) return { fault: 'Enter a number that is not negative.' };
		return { fault: 'Enter a number such as 4574, 4.5 k or 1e6.' };
	}
	const value = Number(
		`${whole.replaceAll(',', '') || '0'}.${decimals || '0'}e${Number(exponent) + (PREFIX_POWERS[prefix] ?? 0) + power}`,
	);
	return Number.isFinite(value) ? { value } : { fault: 'Enter a smaller number.' };
}
