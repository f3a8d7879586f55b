/** Steps for what stands in files that others write, too: .gitattributes, .gitignore, CODEOWNERS, AGENTS.md. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { agentLines } from './agents-text.ts';
import { attributesAt } from './effective.ts';
import { withBlock } from './marked-block.ts';
import type { CommentStyle } from './marked-block.ts';
import { CONFIG_FILE, OWNER_FILES, WORKFLOW_FILE, textIn } from './setup-facts.ts';
import type { SetupFacts } from './setup-facts.ts';
import { fileStep } from './step.ts';
import type { Step } from './step.ts';

/** Answers the step for the attributes of the ledger. Where it has them already, whatever gives them, nothing is added. */
export async function attributesStep(facts: SetupFacts): Promise<Step> {
  const { ledger } = facts;
  const pattern = ledger.isFolder ? `/${ledger.path}/**` : `/${ledger.path}`;
  const said = { what: 'attributes', where: '.gitattributes' };
  if (await hasAttributes(facts)) return { ...said, action: 'keep' };
  return blockStep(facts, said, [`${pattern} -text merge=ledger`], 'hash');
}

/** Answers whether the ledger has its attributes. */
export async function hasAttributes({ top, ledger }: SetupFacts): Promise<boolean> {
  const { text, merge } = await attributesAt(top, ledger.isFolder ? `${ledger.path}/main.jsonl` : ledger.path);
  return text === 'unset' && merge === 'ledger';
}

/** Answers the step for what must not be committed: keys, and what a writer leaves beside a ledger while it works. */
export async function ignoreStep(facts: SetupFacts): Promise<Step> {
  const { ledger } = facts;
  const beside = ledger.isFolder ? `/${ledger.path}/**/*` : `/${ledger.path}`;
  const lines = ['private.key', `${beside}.lock*`, `${beside}.torn-*`];
  return blockStep(facts, { what: 'ignored files', where: '.gitignore' }, lines, 'hash');
}

/** Answers the step for the paragraph that tells coding agents what to record, and how. */
export function agentsStep(facts: SetupFacts): Promise<Step> {
  return blockStep(facts, { what: 'agents', where: 'AGENTS.md' }, agentLines(facts.ledger), 'html');
}

/**
 * Answers the step for those who review changes of keys and settings: the ones that are named, else the ones who are asked already, else
 * those who own everything.
 */
export async function ownersStep(facts: SetupFacts, named: readonly string[]): Promise<Step> {
  const where = OWNER_FILES.find((path) => existsSync(join(facts.top, path))) ?? OWNER_FILES[0]!;
  const said = { what: 'code owners', where };
  const text = await textIn(facts, where);
  const paths = [CONFIG_FILE, facts.keyring, WORKFLOW_FILE].map((path) => `/${path}`);
  const owners = named.length > 0 ? named.join(' ') : (ownersOf(text, paths[1]!) ?? ownersOf(text, '*'));
  if (owners !== undefined)
    return blockStep(
      facts,
      said,
      paths.map((path) => `${path} ${owners}`),
      'hash',
    );
  const note = 'Who reviews changes of keys and settings? Say it: logline-cli init --code-owner @name.';
  return { ...said, action: 'by hand', note };
}

function ownersOf(text: string, pattern: string): string | undefined {
  const line = text.split('\n').findLast((candidate) => candidate.startsWith(`${pattern} `));
  const owners = line?.slice(pattern.length).replace(/#.*/, '').trim();
  return owners === '' ? undefined : owners;
}

async function blockStep(
  facts: SetupFacts,
  said: { readonly what: string; readonly where: string },
  lines: readonly string[],
  style: CommentStyle,
): Promise<Step> {
  const text = withBlock(await textIn(facts, said.where), lines, style, 'last');
  return fileStep({ ...said, path: join(facts.top, said.where), text });
}
