import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { ForeignLoad, describeMachine, ownTicks, waitForQuiet } from './machine.ts';

test('the machine is described', () => {
  const machine = describeMachine();
  assert.ok(machine.cores >= 1 && machine.memoryGib >= 1);
  assert.equal(machine.node, process.version);
});

test('what this process does itself is not the load of others', () => {
  const load = new ForeignLoad();
  for (const start = performance.now(); performance.now() - start < 300;);
  const share = load.take();
  assert.ok(share >= 0 && share <= 1.1, String(share));
});

test('nor is what a program does that it has started and that still runs', async () => {
  const child = spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' });
  const before = ownTicks(process.pid);
  for (let waits = 0; ownTicks(child.pid!) < 20; waits++) {
    assert.ok(waits < 3000, 'the program does nothing');
    await sleep(10);
  }
  const used = ownTicks(process.pid) - before;
  child.kill('SIGKILL');
  await once(child, 'exit');
  assert.ok(used >= 20, String(used));
});

test('nobody waits for ever for a quiet machine', async () => {
  await waitForQuiet(0, 10);
});
