/** Writes test/vectors/own. They are frozen: run this only where vectors are added, and read the difference. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ownVectors } from '../test/atomic/own/vectors.ts';

const folder = join(dirname(dirname(fileURLToPath(import.meta.url))), 'test/vectors/own');
mkdirSync(folder, { recursive: true });
for (const [name, text] of Object.entries(await ownVectors())) writeFileSync(join(folder, name), text);
