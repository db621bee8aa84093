/** `rehearse review`: the predictions of an evidence folder against a later state of the chain. */
import { type ReviewedPrediction, review } from '../../compare/review.ts';
import { withCopies } from '../../params/copies.ts';
import { loadState } from '../../params/registry.ts';
import { resolveScenario } from '../../params/scenario.ts';
import type { ChainState } from '../../params/types.ts';
import { plain } from '../../report/escape.ts';
import { formatFigure, formatPlusMinus } from '../../report/format.ts';
import { cell, type Grid } from '../../report/grid.ts';
import { bandText } from '../../report/predictiongrid.ts';
import { renderLeaflet } from '../../report/render.ts';
import type { Invocation } from '../invocation.ts';
import { checkTarget, deliver, renderOptions } from '../output.ts';
import { copiesOf, readEvidence } from '../recorded.ts';
import { EXIT, type Shell } from '../shell.ts';
import { UsageError } from '../usage.ts';

/**
 * Prints which predictions held.
 *
 * @returns 0 where none failed, else 3
 * @throws UsageError without a folder or a state, CheckError where the folder is not as it was written
 */
export async function reviewEvidence({ positionals, values }: Invocation, shell: Shell): Promise<number> {
	const [folder] = positionals;
	if (folder === undefined || values.state === undefined) {
		throw new UsageError('review needs an evidence folder and a later state: rehearse review DIR --state NAME');
	}
	const options = renderOptions(values, shell);
	await checkTarget(values);
	const { report } = await readEvidence(folder);
	const state = loadState(values.state).value;
	const { base, fork } = withCopies(copiesOf(folder, report), () => resolveScenario(report.request));
	if (state.network !== `${base.chain}/${base.network}`) {
		throw new UsageError(
			`--state ${plain(state.id)} is of ${plain(state.network)}, the report of ${base.chain}/${base.network}`,
		);
	}
	const reviewed = review({ report, fork, state });
	const document = {
		schema: 'rehearse/review@1',
		title: report.title,
		state: { id: state.id, date: state.date, tipHeight: state.tip.height },
		predictions: reviewed.map(({ prediction, outcome, found, because }) => ({
			...{ metric: prediction.metric, low: prediction.low, high: prediction.high, outcome, found, because },
		})),
	};
	const grids = [gridOf(reviewed, state)];
	await deliver(await renderLeaflet({ title: `Review of ${report.title}`, grids, document }, options), values, shell);
	return reviewed.some(({ outcome }) => outcome === 'failed') ? EXIT.finding : EXIT.ok;
}

function gridOf(reviewed: readonly ReviewedPrediction[], state: ChainState): Grid {
	const early = reviewed[0]?.prediction.reviewHeight ?? null;
	return {
		title: `Predictions at height ${state.tip.height}, ${state.date}`,
		columns: [
			{ title: 'Metric', align: 'left', width: 13, code: true },
			{ title: 'Band', align: 'right', width: 16 },
			{ title: 'Found', align: 'right', width: 12 },
			{ title: '±', align: 'right', width: 8 },
			{ title: 'Outcome', align: 'left', width: 10 },
			{ title: 'From', align: 'left', width: 14 },
		],
		rows: reviewed.map(({ prediction, outcome, found, because }) => [
			cell(plain(prediction.metric)),
			cell(bandText(prediction)),
			cell(formatFigure(found)),
			cell(formatPlusMinus(found, false)),
			cell(outcome, outcome === 'failed' ? 'fail' : outcome === 'held' ? 'pass' : undefined),
			cell(because),
		]),
		notes: [
			...(reviewed.length === 0 ? ['The fork predicts nothing.'] : []),
			...(early !== null && state.tip.height < early ? [`The review was set for height ${early}.`] : []),
		],
	};
}
