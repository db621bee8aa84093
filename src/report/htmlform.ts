/**
 * The fleet form: a reader's own machines in, their own table out. What it computes from is the simulation that the
 * report holds, written beside it as JSON; the page's script is src/report/page/.
 */
import type { Report } from '../compare/document.ts';
import { type Simulation, unitsOf } from '../compare/reducers.ts';
import { plain } from './escape.ts';
import type { FleetData } from './fleetdata.ts';
import { formatFigure } from './format.ts';
import { element, embeddedJson, type HtmlElement } from './htmlnode.ts';

interface Field {
	readonly name: string;
	readonly label: string;
	readonly hint: string;
	/** Unit behind the field. */
	readonly unit: string;
	readonly value?: string;
}

/** A text field with its label, hint and room for what is wrong with it. */
function field(prefix: string, { name, label, hint, unit, value }: Field): HtmlElement {
	const id = prefix + name;
	return element(
		'div',
		{ class: 'field' },
		element('label', { for: id }, label),
		element(
			'span',
			{ class: 'entry' },
			element('input', {
				...{ id, name, type: 'text', inputmode: 'decimal', autocomplete: 'off', spellcheck: 'false' },
				...{ maxlength: '40', value, 'aria-describedby': `${id}-unit ${id}-hint ${id}-error` },
			}),
			element('span', { class: 'unit', id: `${id}-unit` }, unit),
		),
		element('p', { class: 'hint', id: `${id}-hint` }, hint),
		element('p', { class: 'error', id: `${id}-error`, hidden: '' }),
	);
}

interface Choice {
	readonly value: string;
	readonly label: string;
	readonly fields: readonly Field[];
}

/** Radio buttons, and the fields of the one that is chosen. */
function choices(prefix: string, name: string, legend: string, options: readonly Choice[]): HtmlElement {
	const radio = ({ value, label }: Choice, i: number) => {
		const id = `${prefix}${name}-${value}`;
		const checked = i === 0 ? '' : undefined;
		return element(
			'span',
			{ class: 'radio' },
			element('input', { id, name, value, type: 'radio', checked }),
			element('label', { for: id }, label),
		);
	};
	const group = ({ value, fields }: Choice, i: number) =>
		element(
			'div',
			{ class: 'fields', 'data-of': `${name}-${value}`, hidden: i === 0 ? undefined : '' },
			...fields.map((each) => field(prefix, each)),
		);
	return element(
		'fieldset',
		{},
		element('legend', {}, legend),
		element('div', { class: 'radios' }, ...options.map(radio)),
		...options.map(group),
	);
}

function sizeFields(units: readonly string[], networkOf: (unit: string) => string): Field[] {
	return units.flatMap((unit, i) => [
		{
			name: `inside-${i}`,
			label: 'Mining already',
			unit: `${unit}s/s`,
			hint: `Attempts a second, part of the network’s ${networkOf(unit)} already.`,
		},
		{
			name: `added-${i}`,
			label: 'Added',
			unit: `${unit}s/s`,
			hint: 'Attempts a second that come on top, such as rented machines.',
		},
	]);
}

function presets({ fleets }: Simulation, prefix: string): HtmlElement {
	const id = `${prefix}preset`;
	const options = fleets.map((fleet, i) => element('option', { value: String(i) }, plain(fleet.title)));
	return element(
		'div',
		{ class: 'field wide' },
		element('label', { for: id }, 'Start from'),
		element(
			'select',
			{ id, name: 'preset', autocomplete: 'off' },
			...options,
			element('option', { value: '' }, 'My own numbers'),
		),
	);
}

/** The form, its data and the place of its result; null where the report does not hold what fleets are computed from. */
export function fleetForm(report: Report, prefix: string, level: 3 | 4): HtmlElement | null {
	const simulation = simulationOf(report);
	if (simulation === null) return null;
	const { priceUsd } = report.market;
	const coin = plain(report.base.coin);
	const fleets = simulation.fleets.map((fleet) => ({ ...fleet, title: plain(fleet.title) }));
	const data: FleetData = { prefix, level, coin, priceUsd, simulation: { ...simulation, fleets } };
	const units = unitsOf(simulation.fleetBasis).map((unit) => plain(unit));
	const stretches = simulation.fleetBasis.chains.flatMap((chain) => chain.stretches);
	const networkOf = (unit: string): string => {
		const perSecond = stretches.find(({ network }) => plain(network.unit) === unit)?.network.perSecond ?? 0;
		return formatFigure({ value: perSecond, unit: 'attempts/s', kind: 'exact' });
	};
	const dollars = 'US dollars; empty or 0 if nothing.';
	return element(
		'div',
		{ class: 'fleet' },
		element(
			'p',
			{},
			'Give your machines or your share of the network and see your own figures, computed in this page from the simulated paths: nothing is sent anywhere.',
			...(report.burst === null
				? []
				: [' An edit in place has no path of its own to compare, so they are those of the base.']),
		),
		element('noscript', {}, 'This form needs scripts; the tables below are complete without them.'),
		element(
			'form',
			{ id: `${prefix}form`, novalidate: '', 'aria-label': 'Your fleet', hidden: '' },
			...(simulation.fleets.length === 0 ? [] : [presets(simulation, prefix)]),
			choices(prefix, 'size', 'Size', [
				{ value: 'rate', label: 'Hashrate', fields: sizeFields(units, networkOf) },
				{
					value: 'share',
					label: 'Share of the network',
					fields: [
						{
							name: 'share',
							label: 'Share',
							unit: '%',
							hint: 'Percent of the network’s hashrate at the start, between 0 and 100.',
						},
					],
				},
			]),
			choices(prefix, 'cost', 'Costs', [
				{
					value: 'hour',
					label: 'Dollars an hour',
					fields: [{ name: 'usd-per-hour', label: 'All machines', unit: 'USD/h', hint: dollars }],
				},
				{
					value: 'power',
					label: 'Power and its price',
					fields: [
						{ name: 'watts', label: 'Power of all machines', unit: 'W', hint: 'Watts drawn from the wall.' },
						{ name: 'usd-per-kwh', label: 'Electricity', unit: 'USD/kWh', hint: 'US dollars for a kilowatt-hour.' },
					],
				},
			]),
			element(
				'fieldset',
				{},
				element('legend', {}, 'Price'),
				element(
					'div',
					{ class: 'fields' },
					field(prefix, {
						...{ name: 'price', label: `1 ${coin}`, unit: 'USD', value: String(priceUsd) },
						hint: `The report’s is ${priceUsd}, of ${plain(report.market.date)}.`,
					}),
				),
			),
			element('button', { type: 'submit' }, 'Compute'),
			element('p', { role: 'status', class: 'status', id: `${prefix}status` }),
		),
		element('div', { id: `${prefix}result`, class: 'result' }),
		element('script', { type: 'application/json', class: 'fleet-data' }, embeddedJson(data)),
	);
}

function simulationOf({ simulation }: Report): Simulation | null {
	const held = typeof simulation === 'object' && simulation !== null && 'fleetBasis' in simulation;
	return held ? (simulation as Simulation) : null;
}
