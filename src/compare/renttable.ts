/** Rented machines by the hour: profit, the risk of a loss, and what an attack by rent would cost. */
import { fleetCostUsd, fleetRate } from '../fleet/rate.ts';
import type { Fleet } from '../fleet/types.ts';
import { SECONDS_PER_DAY, SECONDS_PER_HOUR } from '../hashrate/growth.ts';
import { poissonLossProbability } from './closedform.ts';
import { ASSUMED } from './defaults.ts';
import type { Table } from './document.ts';
import { assumed, conditional } from './figure.ts';
import { networkAt } from './plan.ts';
import { shortestSafeHours } from './ruin.ts';
import { orText, rounded, type Side, SidedRows, type Sides, type StakeholderInput } from './sides.ts';
import { slowSeconds, TRANSITION_DAYS, TRANSITION_SECONDS, type TransitionPaths } from './transition.ts';

const RENTALS = [
	{ id: '1h', name: '1 h', hours: 1 },
	{ id: '24h', name: '24 h', hours: 24 },
	{ id: '7d', name: '7 days', hours: 168 },
] as const;
const LOSS_BOUND = 0.1;
const HOURS_PER_DAY = SECONDS_PER_DAY / SECONDS_PER_HOUR;

/** What the rented part of a fleet does in an hour. */
interface Rental {
	/** Machines, so that figures can be those of one. */
	readonly machines: number;
	readonly usdPerHour: number;
	/** Blocks in an hour on a side. */
	blocksPerHour(side: Side): number;
	/** Machines like these that the whole network is worth. */
	networkMachines(side: Side): number;
}

function rentalOf(fleet: Fleet, { scenario, plan }: StakeholderInput): Rental {
	const machines = fleet.kind === 'share' ? 0 : fleet.devices.reduce((sum, { count }) => sum + count, 0);
	const rates = ({ rules }: Side) => {
		const network = networkAt(rules, scenario.state, plan.activationHeight);
		const { insidePerSecond, addedPerSecond } = fleetRate(fleet, network);
		return { network: network.perSecond, own: insidePerSecond + addedPerSecond, added: addedPerSecond };
	};
	return {
		machines,
		usdPerHour: fleetCostUsd(fleet, SECONDS_PER_HOUR).wholeUsd,
		blocksPerHour: (side) => {
			const { network, own, added } = rates(side);
			return ((own / (network + added)) * side.blocksPerDay) / HOURS_PER_DAY;
		},
		networkMachines: (side) => {
			const { network, own } = rates(side);
			return (network / own) * machines;
		},
	};
}

function profitRows(rows: SidedRows, rental: Rental, priceUsd: number): void {
	const { machines, usdPerHour } = rental;
	const coins = (side: Side): number => (rental.blocksPerHour(side) * side.coinsPerBlock) / machines;
	const rent = usdPerHour / machines;
	rows.add('rent', 'rent, machine-hour', () => conditional(rent, 'usd'));
	rows.add('profit', 'profit, machine-hour', (side) => conditional(coins(side) * priceUsd - rent, 'usd'));
	rows.add('break-price', 'break-even price', (side) => conditional(rent / coins(side), 'usd/coin'));
	rows.add('break-rent', 'break-even rent', (side) => conditional(coins(side) * priceUsd, 'usd'));
}

function lossRows(rows: SidedRows, rental: Rental, priceUsd: number): void {
	for (const { id, name, hours } of RENTALS) {
		rows.add(`loss-${id}`, `P(loss) in ${name}`, (side) =>
			conditional(
				poissonLossProbability(
					rental.blocksPerHour(side) * hours,
					side.coinsPerBlock,
					rental.usdPerHour * hours,
					priceUsd,
				),
				'percent',
			),
		);
	}
	rows.add('safe', `hours to P(loss) < ${LOSS_BOUND * 100} %`, (side) =>
		orText(
			shortestSafeHours(rental.blocksPerHour(side), (side.coinsPerBlock * priceUsd) / rental.usdPerHour, LOSS_BOUND),
			'never',
			(hours) => conditional(hours, 'hours'),
			'conditional',
		),
	);
}

/** Time of the first days in which blocks come too slowly for the expected revenue to pay the rent. */
function transitionRow(rows: SidedRows, rental: Rental, priceUsd: number, { steady }: TransitionPaths): void {
	rows.add('below', `hours below break-even`, (side) => {
		const usdPerBlockFound = rental.blocksPerHour(side) * side.spacingSeconds * side.coinsPerBlock * priceUsd;
		const slowest = usdPerBlockFound / rental.usdPerHour;
		const seconds = slowSeconds(steady[side.index]!, slowest, TRANSITION_SECONDS);
		return conditional(seconds / SECONDS_PER_HOUR, 'hours');
	});
}

function attackRows(rows: SidedRows, rental: Rental, priceUsd: number): void {
	const confirmations = ASSUMED.confirmations.primary;
	const perMachine = rental.usdPerHour / rental.machines;
	const cost = (margin: number) => (side: Side) => {
		const hours = (confirmations * side.spacingSeconds) / SECONDS_PER_HOUR;
		return rounded(assumed(hours * rental.networkMachines(side) * perMachine * (1 + margin), 'usd'), 0);
	};
	rows.add('machines', 'machines of the network', (side) => conditional(rental.networkMachines(side), 'count'));
	rows.add('attack', `rent for ${confirmations} conf.`, cost(ASSUMED.attackMargin.primary));
	rows.under('attack-cheap', 'at list price', cost(ASSUMED.attackMargin.low));
	rows.under('attack-dear', 'at twice that', cost(ASSUMED.attackMargin.high));
	rows.under('attack-reward', `reward of ${confirmations} blocks`, (side) =>
		rounded(conditional(confirmations * side.coinsPerBlock * priceUsd, 'usd'), 0),
	);
}

/**
 * The table of a fleet's rented machines.
 * @param rented the part of the fleet that they are (`fleetParts`)
 */
export function rentTable(sides: Sides, input: StakeholderInput, fleet: Fleet, rented: Fleet): Table {
	const rows = new SidedRows(sides, `rent-${fleet.id}`);
	const rental = rentalOf(rented, input);
	const { priceUsd } = input.market;
	profitRows(rows, rental, priceUsd);
	transitionRow(rows, rental, priceUsd, input.paths);
	lossRows(rows, rental, priceUsd);
	attackRows(rows, rental, priceUsd);
	return {
		id: `rent.${fleet.id}`,
		title: `Renter: ${rented.title}`,
		rows: rows.rows,
		notes: [
			`At ${priceUsd} USD a coin, a constant hashrate and no fees; blocks are Poisson, all machines together.`,
			`Hours below break-even: of the first ${TRANSITION_DAYS} days, those in which the expected revenue at that price is less than the rent, on the mean path of the transition.`,
			`Rent for ${ASSUMED.confirmations.primary} confirmations: as many machines as the network's hashrate is worth, for the mean time of as many blocks, ${ASSUMED.attackMargin.primary * 100} % above the list price. Nobody offers that many; the reward of the attack's own blocks comes back if it succeeds.`,
		],
	};
}
