/** The script of an HTML report: every fleet form in it. */
import type { FleetData } from '../fleetdata.ts';
import { FleetForm } from './form.ts';

for (const { textContent } of document.querySelectorAll('script.fleet-data')) {
	new FleetForm(JSON.parse(textContent ?? '') as FleetData).start();
}
