/** Libraries that find secrets or personal data in texts, in one form. */
import { pathToFileURL } from 'node:url';
import { join } from 'node:path';
import type { Place } from '../../gateway/corpora.ts';
import { peersFolder } from './installed.ts';

/** A library. */
export interface Detector {
  readonly name: string;
  /** Answers the places that it finds. */
  readonly find: (text: string) => readonly Place[] | Promise<readonly Place[]>;
}

interface Secretlint {
  readonly lintSource: (options: object) => Promise<{ messages: readonly { range: readonly [number, number] }[] }>;
}

/** secretlint's core with its recommended rules. */
export async function openSecretlint(version: string): Promise<Detector> {
  const { lintSource } = (await load('@secretlint/core/module/index.js')) as Secretlint;
  const preset = (await load('@secretlint/secretlint-rule-preset-recommend/module/index.js')) as { creator: unknown };
  const id = '@secretlint/secretlint-rule-preset-recommend';
  const config = { rules: [{ id, rule: preset.creator, options: {} }] };
  return {
    name: `secretlint ${version}`,
    find: async (text) => {
      const source = { content: text, filePath: 'text.txt', ext: '.txt', contentType: 'text' };
      const { messages } = await lintSource({ source, options: { config } });
      return messages.map(({ range: [start, end] }) => ({ start, end }));
    },
  };
}

interface OpenRedaction {
  detect(text: string): Promise<{ detections: readonly { position: readonly [number, number] }[] }>;
}

/** openredaction with its defaults. */
export async function openOpenRedaction(version: string): Promise<Detector> {
  const { OpenRedaction } = (await load('openredaction/dist/index.mjs')) as { OpenRedaction: new () => OpenRedaction };
  const redactor = new OpenRedaction();
  return {
    name: `openredaction ${version}`,
    find: async (text) =>
      (await redactor.detect(text)).detections.map(({ position: [start, end] }) => ({ start, end })),
  };
}

const load = (path: string): Promise<unknown> => import(pathToFileURL(join(peersFolder, 'node_modules', path)).href);
