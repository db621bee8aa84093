/** Vega's SVG with what nobody sees left out: a third of its size, drawn alike. */

/** Decimals of a coordinate: a hundredth of a pixel, far above what two machines' last bits could differ by. */
const DECIMALS = 2;

/** A tag; what stands in quotes cannot end it. */
const TAG = /<(?:"[^"]*"|[^">])*>/g;

/** Names for Vega's own scripts, and values that SVG has anyway. */
const IDLE_ATTRIBUTE =
	/ (?:class|role|aria-[a-z]+|pointer-events|font-family|xmlns:xlink|version)="[^"]*"| (?:opacity|stroke-width)="1"| stroke-dasharray="1,0"| transform="translate\(0,0\)"/g;

/** The box of a group that has no colour of its own. */
const IDLE_BOX = /^<path class="(?:background|foreground)"(?!.* (?:stroke|fill)=)/;

/** The figure without idle attributes, boxes and groups, in one font; texts between tags are left alone. */
export function leanSvg(svg: string): string {
	const groups: boolean[] = [];
	const lean = svg.replace(TAG, (tag) => {
		if (IDLE_BOX.test(tag)) return '';
		if (tag === '</g>') return groups.pop() === true ? tag : '';
		const kept = rounded(tag.replace(IDLE_ATTRIBUTE, ''));
		if (!kept.startsWith('<g')) return kept;
		groups.push(kept !== '<g>');
		return kept === '<g>' ? '' : kept;
	});
	return lean.replace(/^<svg/, '<svg font-family="sans-serif"');
}

function rounded(tag: string): string {
	return tag.replace(/-?\d+\.\d+(?:e[-+]?\d+)?/g, (number) => {
		const text = Number(Number(number).toFixed(DECIMALS)).toString();
		return text === '-0' ? '0' : text;
	});
}
