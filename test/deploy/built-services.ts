/** A checkout in which everything is built: what starts from it is ready soon. */
import assert from 'node:assert/strict';
import { cpSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { isBuilt, SERVICES } from '../../scripts/setup.mjs';
import { projectRoot } from '../checks/scratch.ts';

/** Makes a folder such a checkout. */
export function makeBuiltCheckout(folder: string): void {
  demandBuilt();
  for (const name of ['package.json', 'services'])
    cpSync(join(projectRoot, name), join(folder, name), { recursive: true });
  for (const name of ['dist', 'node_modules', 'schemas']) symlinkSync(join(projectRoot, name), join(folder, name));
}

/** Fails where the library or the services are older than their sources. */
export function demandBuilt(): void {
  assert.ok(isBuilt(), 'dist/ is older than the sources: npm run build');
  assert.ok(isBuilt(SERVICES), 'services/dist/ is older than the sources: npm run build');
}
