/** A real Slurm on this machine: munge, a controller and one node, with ports, keys and state of their own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { availableParallelism, hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';

export interface Slurm {
	/** Environment in which sbatch, squeue and sinfo find the controller. */
	readonly env: { readonly SLURM_CONF: string };
	readonly stop: () => Promise<void>;
}

async function freePort(): Promise<number> {
	const server = createServer();
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const address = server.address();
	await new Promise((resolve) => server.close(resolve));
	if (address === null || typeof address === 'string') throw new Error('no free port');
	return address.port;
}

/** Starts the three daemons and waits until the node takes jobs. */
export async function startSlurm(): Promise<Slurm> {
	const folder = mkdtempSync(join(tmpdir(), 'slurm-'));
	const host = hostname().split('.')[0] ?? 'localhost';
	const at = (name: string) => join(folder, name);
	writeFileSync(at('munge.key'), randomBytes(1024));
	chmodSync(at('munge.key'), 0o400);
	// munge refuses a socket in a folder that others may not enter, or may write to.
	chmodSync(folder, 0o755);
	for (const name of ['state', 'spool']) mkdirSync(at(name));
	const settings = [
		'ClusterName=rehearse',
		`SlurmctldHost=${host}(127.0.0.1)`,
		'AuthType=auth/munge',
		`AuthInfo=socket=${at('munge.sock')}`,
		'SlurmUser=root',
		'SlurmdUser=root',
		`SlurmctldPort=${await freePort()}`,
		`SlurmdPort=${await freePort()}`,
		`SlurmctldPidFile=${at('slurmctld.pid')}`,
		`SlurmdPidFile=${at('slurmd.pid')}`,
		`StateSaveLocation=${at('state')}`,
		`SlurmdSpoolDir=${at('spool')}`,
		'ProctrackType=proctrack/linuxproc',
		'TaskPlugin=task/none',
		'SelectType=select/cons_tres',
		'SelectTypeParameters=CR_Core',
		'SchedulerType=sched/builtin',
		'SchedulerParameters=sched_interval=1',
		'JobAcctGatherType=jobacct_gather/none',
		'AccountingStorageType=accounting_storage/none',
		'MpiDefault=none',
		'ReturnToService=2',
		'MessageTimeout=60',
		`NodeName=${host} NodeAddr=127.0.0.1 CPUs=${availableParallelism()} State=UNKNOWN`,
		`PartitionName=main Nodes=${host} Default=YES MaxTime=INFINITE State=UP`,
	];
	writeFileSync(at('slurm.conf'), `${settings.join('\n')}\n`);
	const env = { SLURM_CONF: at('slurm.conf') };
	const daemons: ChildProcess[] = [];
	const start = (command: string, args: readonly string[]) => {
		const log = openSync(at(`${command}.out`), 'w');
		daemons.push(spawn(command, args, { env: { ...process.env, ...env }, stdio: ['ignore', log, log] }));
	};
	const stop = async () => {
		for (const daemon of daemons.reverse()) {
			if (daemon.exitCode !== null) continue;
			const ended = new Promise((resolve) => daemon.once('exit', resolve));
			daemon.kill('SIGKILL');
			await ended;
		}
		rmSync(folder, { recursive: true, force: true });
	};
	try {
		const files = ['key-file=munge.key', 'socket=munge.sock', 'pid-file=munge.pid', 'log-file=munge.log'];
		const own = [...files, 'seed-file=munge.seed'].map((file) => `--${file.replace('=', `=${folder}/`)}`);
		start('munged', ['--force', '--foreground', ...own]);
		await until(async () => (await execa('munge', ['-n', '-S', at('munge.sock')], { reject: false })).exitCode === 0);
		start('slurmctld', ['-D']);
		start('slurmd', ['-D']);
		await until(
			async () => (await execa('sinfo', ['-h', '-o', '%T'], { env, reject: false })).stdout.trim() === 'idle',
		);
	} catch (error) {
		await stop();
		throw error;
	}
	return { env, stop };
}

/** Waits until something holds, for a minute at most. */
export async function until(holds: () => Promise<boolean>, seconds = 60): Promise<void> {
	for (let tries = 0; tries < seconds * 4; tries++) {
		if (await holds()) return;
		await new Promise((resolve) => setTimeout(resolve, 250));
	}
	throw new Error(`waited ${seconds} s in vain`);
}
