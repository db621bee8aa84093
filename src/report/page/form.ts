/** The fleet form of one report: its fields, what is wrong with them, and the outcome below. */
import type { FleetBasis } from '../../compare/basis.ts';
import { type FleetSummary, revive, unitsOf } from '../../compare/reducers.ts';
import type { FleetData } from '../fleetdata.ts';
import { element } from '../htmlnode.ts';
import { build, byId } from './dom.ts';
import { entriesOf, linkOf } from './link.ts';
import { type Fault, type Fields, readOrder } from './order.ts';
import { type Outcome, outcomeOf } from './outcome.ts';

/** Widths between which a plot is drawn, in CSS pixels. */
const NARROWEST = 260;
const WIDEST = 1000;

/** Decimal text without an exponent where that is short. */
function decimal(value: number): string {
	return value === 0 ? '' : String(value);
}

/** A fraction as percent, by moving the point and not by arithmetic, which could miss the double. */
function percent(share: number): string {
	const [digits = '', exponent = '0'] = share.toExponential().split('e');
	return String(Number(`${digits}e${Number(exponent) + 2}`));
}

export class FleetForm {
	readonly #data: FleetData;
	readonly #basis: FleetBasis;
	readonly #form: HTMLFormElement;
	readonly #status: HTMLElement;
	readonly #result: HTMLElement;
	#outcome: Outcome | null = null;
	#drawn = 0;

	constructor(data: FleetData) {
		this.#data = data;
		this.#basis = revive(data.simulation);
		this.#form = byId(`${data.prefix}form`, HTMLFormElement);
		this.#status = byId(`${data.prefix}status`, HTMLElement);
		this.#result = byId(`${data.prefix}result`, HTMLElement);
	}

	/** Shows the form with the address's fleet in it, or else the run's first, and that fleet's outcome below. */
	start(): void {
		this.#form.hidden = false;
		this.#form.addEventListener('submit', (event) => {
			event.preventDefault();
			this.#compute(true);
		});
		this.#form.addEventListener('input', ({ target }) => this.#changed(target));
		addEventListener('resize', () => this.#draw());
		addEventListener('hashchange', () => this.#followLink());
		if (this.#followLink()) return;
		const preset = this.#form.elements.namedItem('preset');
		if (preset instanceof HTMLSelectElement) {
			this.#fill(preset.value);
			this.#compute(false);
		}
	}

	/** Fills the form from the page's address; false where that names no fleet of this form. */
	#followLink(): boolean {
		const entries = entriesOf(this.#data.prefix, location.hash);
		if (entries === null) return false;
		for (const input of this.#texts()) input.value = entries.get(input.name) ?? '';
		for (const input of this.#form.querySelectorAll<HTMLInputElement>('input[type=radio]')) {
			if (entries.get(input.name) === input.value) this.#choose(input.name, input.value);
		}
		this.#chooseOwn();
		this.#compute(false);
		this.#form.scrollIntoView();
		return true;
	}

	/** Where the address of this page ends for one who is to see the same. */
	#link(): string {
		const shown = [...this.#texts()].filter((input) => input.closest('[hidden]') === null);
		const choices = ['size', 'cost'].map((name) => [name, this.#fields(name)] as const);
		return linkOf(this.#data.prefix, [...choices, ...shown.map(({ name, value }) => [name, value.trim()] as const)]);
	}

	#texts(): NodeListOf<HTMLInputElement> {
		return this.#form.querySelectorAll<HTMLInputElement>('input[type=text]');
	}

	#chooseOwn(): void {
		const preset = this.#form.elements.namedItem('preset');
		if (preset instanceof HTMLSelectElement) preset.value = '';
	}

	#input(name: string): HTMLInputElement {
		return byId(this.#data.prefix + name, HTMLInputElement);
	}

	readonly #fields: Fields = (name) => {
		const group = this.#form.elements.namedItem(name);
		return group instanceof RadioNodeList ? group.value : this.#input(name).value;
	};

	#choose(name: string, value: string): void {
		this.#input(`${name}-${value}`).checked = true;
		for (const group of this.#form.querySelectorAll<HTMLElement>(`[data-of^="${name}-"]`)) {
			group.hidden = group.dataset['of'] !== `${name}-${value}`;
		}
	}

	/** Puts a fleet of the run into the fields. */
	#fill(index: string): void {
		const fleet: FleetSummary | undefined = this.#data.simulation.fleets[index === '' ? -1 : Number(index)];
		if (fleet === undefined) return;
		this.#choose('size', fleet.share === null ? 'rate' : 'share');
		this.#choose('cost', 'hour');
		this.#input('share').value = fleet.share === null ? '' : percent(fleet.share);
		for (const [i, unit] of unitsOf(this.#basis).entries()) {
			const rate = fleet.rates.find((each) => each.unit === unit);
			this.#input(`inside-${i}`).value = decimal(rate?.insidePerSecond ?? 0);
			this.#input(`added-${i}`).value = decimal(rate?.addedPerSecond ?? 0);
		}
		this.#input('usd-per-hour').value = decimal(fleet.usdPerHour);
		this.#input('price').value = String(this.#data.priceUsd);
	}

	#changed(target: EventTarget | null): void {
		if (target instanceof HTMLSelectElement) {
			this.#fill(target.value);
			if (target.value !== '') this.#compute(false);
			return;
		}
		if (!(target instanceof HTMLInputElement)) return;
		if (target.type === 'radio') this.#choose(target.name, target.value);
		else this.#mark(target.name, '');
		this.#chooseOwn();
		this.#result.classList.add('stale');
		this.#status.textContent = 'Changed; press Compute for the new figures.';
	}

	/** Writes beside a field what is wrong with it, or clears that. */
	#mark(field: string, text: string): void {
		const input = this.#input(field);
		const error = byId(`${input.id}-error`, HTMLElement);
		error.textContent = text;
		error.hidden = text === '';
		if (text === '') input.removeAttribute('aria-invalid');
		else input.setAttribute('aria-invalid', 'true');
	}

	#refuse(faults: readonly Fault[], focus: boolean): void {
		for (const { field, text } of faults) this.#mark(field, text);
		const count = faults.length === 1 ? 'one field needs' : `${faults.length} fields need`;
		this.#status.textContent = `Not computed: ${count} another look.`;
		this.#outcome = null;
		this.#result.replaceChildren();
		const first = faults[0];
		if (focus && first !== undefined) this.#input(first.field).focus();
	}

	#compute(focus: boolean): void {
		for (const input of this.#texts()) this.#mark(input.name, '');
		const order = readOrder(this.#fields, this.#basis);
		if (!('fleet' in order)) {
			this.#refuse(order, focus);
			return;
		}
		this.#outcome = outcomeOf(order, this.#basis, this.#data);
		this.#status.textContent = this.#outcome.summary;
		this.#result.classList.remove('stale');
		const caption = element(
			'figcaption',
			{},
			'Taller bars are likelier amounts, on one scale for both. The line below runs from P5 to P95: nine outcomes in ten lie on it; the dot is the median.',
		);
		const link = element('a', { href: this.#link() }, 'Link to these numbers');
		this.#result.replaceChildren(
			build(element('figure', {}, element('div', { class: 'drawing' }), caption)),
			build(this.#outcome.table),
			build(element('p', { class: 'link' }, link)),
		);
		this.#drawn = 0;
		this.#draw();
	}

	/** Draws the plot where its width has changed, at the size of the screen's own letters. */
	#draw(): void {
		const place = this.#result.querySelector('.drawing');
		if (place === null || this.#outcome === null) return;
		const width = Math.max(NARROWEST, Math.min(WIDEST, place.clientWidth));
		if (width === this.#drawn) return;
		this.#drawn = width;
		place.replaceChildren(build(this.#outcome.plotAt(width)));
	}
}
