/** Runs a mission or rolls its batch back in a process of its own, and kills it at a step. Arguments: folder, ledger, run or rollback, step. */
import { kill, pid } from 'node:process';
import { createFileStore } from '../../src/ledger/index.ts';
import { rollbackBatch } from '../../src/mission/rollback.ts';
import { runMission } from '../../src/mission/run.ts';
import { Folder } from '../dte/git-fixture.ts';
import { Scene } from './scene.ts';

const [path, ledger, work, stop] = process.argv.slice(2) as [string, string, string, string];
const folder = Object.assign(Object.create(Folder.prototype) as Folder, { path });
const scene = new Scene(folder, createFileStore(ledger));
let step = 0;
const onStep = (): void => {
  if (++step === Number(stop)) kill(pid, 'SIGKILL');
};
const record = scene.record();
if (work === 'run') await runMission(path, record, 'M-1', { onStep });
else await rollbackBatch(path, record, { mission: 'M-1', batch: 'batch-1' }, { onStep });
