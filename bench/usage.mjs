/** Preloaded into a measured program: at its end, writes what it used to file descriptor 3. */
import { writeSync } from 'node:fs';

process.on('exit', () => {
	const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
	writeSync(3, JSON.stringify({ peakKibibytes: maxRSS, cpuSeconds: (userCPUTime + systemCPUTime) / 1e6 }));
});
