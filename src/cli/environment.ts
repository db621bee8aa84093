/** REHEARSE_<OPTION> variables: weaker than a flag, stronger than a default. */
import { nearestName } from '../params/suggest.ts';
import { plain } from '../report/escape.ts';
import { OPTION_NAMES, OPTIONS, type OptionName } from './options.ts';

const PREFIX = 'REHEARSE_';

/** Read by the loaders of files: the folder that holds the user's own profiles. */
const OTHER_VARIABLES = ['REHEARSE_HOME'];

/** REHEARSE_MIN_INTERVAL for min-interval. */
export function variableOf(name: OptionName): string {
	return PREFIX + name.toUpperCase().replaceAll('-', '_');
}

export interface Environment {
	/** Texts by option, as flags would give them. */
	readonly texts: ReadonlyMap<OptionName, readonly string[]>;
	/** One line for each variable that means nothing here. */
	readonly notes: readonly string[];
}

/** Options that the environment sets. An empty variable counts as unset; lists are separated by commas. */
export function readEnvironment(env: Readonly<Record<string, string | undefined>>): Environment {
	const byVariable = new Map(OPTION_NAMES.map((name) => [variableOf(name), name]));
	const texts = new Map<OptionName, readonly string[]>();
	const notes: string[] = [];
	for (const [variable, value] of Object.entries(env).sort(([a], [b]) => (a < b ? -1 : 1))) {
		if (!variable.startsWith(PREFIX) || OTHER_VARIABLES.includes(variable)) continue;
		const name = byVariable.get(variable);
		if (name === undefined) {
			const nearest = nearestName(variable, byVariable.keys());
			const hint = nearest === undefined ? '' : ` (${nearest}?)`;
			notes.push(`the variable ${plain(variable)} is unknown and ignored${hint}`);
		} else if (value !== undefined && value !== '') {
			texts.set(name, OPTIONS[name].type === 'list' ? value.split(',').map((part) => part.trim()) : [value]);
		}
	}
	return { texts, notes };
}
