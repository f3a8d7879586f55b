import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ForeignLoad, describeMachine, waitForQuiet } from './machine.ts';

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

test('nobody waits for ever for a quiet machine', async () => {
  await waitForQuiet(0, 10);
});
