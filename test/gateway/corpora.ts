/**
 * Labelled texts of other projects, which are data for measuring and stand beside the project, not in it: `../shared/corpora`, or the
 * folder that CORPORA_DIR names.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { projectRoot } from '../checks/scratch.ts';

/** A place of a text. */
export interface Place {
  readonly start: number;
  readonly end: number;
}

/** A text with the secrets in it; none where there is none. */
export interface SecretCase {
  readonly text: string;
  readonly want: readonly Place[];
}

/** A text with the entities in it. */
export interface PersonalCase {
  readonly text: string;
  readonly entities: readonly (Place & { readonly type: string })[];
}

/** What is counted on a corpus. */
export interface Score {
  readonly positives: number;
  /** Texts in which every secret was found, in part or whole. */
  readonly found: number;
  /** Texts in which every secret was found from its first character to its last. */
  readonly whole: number;
  readonly negatives: number;
  readonly flagged: number;
}

const folder = resolve(process.env['CORPORA_DIR'] ?? join(projectRoot, '../shared/corpora'));

/** Why nothing can be measured, where it cannot. */
export const noCorpora = existsSync(folder)
  ? false
  : `NOTHING WAS MEASURED: there are no corpora in ${folder}; set CORPORA_DIR`;

/** TruffleHog's own cases for its detectors. */
export function secretCases(): SecretCase[] {
  const lines = readFileSync(join(folder, 'secrets-trufflehog.jsonl'), 'utf8').trim().split('\n');
  return lines.map((line) => {
    const { text, want } = JSON.parse(line) as { text: string; want: string[] };
    return {
      text,
      want: want.map((secret) => ({ start: text.indexOf(secret), end: text.indexOf(secret) + secret.length })),
    };
  });
}

/** Presidio's synthetic texts. */
export function personalCases(): PersonalCase[] {
  const cases = JSON.parse(readFileSync(join(folder, 'pii-presidio-synth-v2.json'), 'utf8')) as {
    full_text: string;
    spans: { entity_type: string; start_position: number; end_position: number }[];
  }[];
  return cases.map(({ full_text: text, spans }) => ({
    text,
    entities: spans.map(({ entity_type: type, start_position: start, end_position: end }) => ({ type, start, end })),
  }));
}

/** Finds places in a text. */
export type FindPlaces = (text: string) => readonly Place[] | Promise<readonly Place[]>;

/** Answers how well secrets are found. */
export async function scoreSecrets(cases: readonly SecretCase[], find: FindPlaces): Promise<Score> {
  const score = { positives: 0, found: 0, whole: 0, negatives: 0, flagged: 0 };
  for (const { text, want } of cases) {
    const places = await find(text);
    if (want.length === 0) {
      score.negatives++;
      if (places.length > 0) score.flagged++;
      continue;
    }
    score.positives++;
    if (want.every((one) => places.some((place) => place.start < one.end && place.end > one.start))) score.found++;
    if (want.every((one) => places.some((place) => place.start <= one.start && place.end >= one.end))) score.whole++;
  }
  return score;
}

/** The entities that are looked for, by the names of the corpus. */
export const ENTITIES = ['EMAIL_ADDRESS', 'PHONE_NUMBER', 'CREDIT_CARD', 'US_SSN', 'IBAN_CODE', 'IP_ADDRESS'] as const;

/** What is counted on personal data: whole entities that were found, by type, and findings that are in no entity. */
export interface PersonalScore {
  readonly found: Readonly<Record<string, number>>;
  readonly all: Readonly<Record<string, number>>;
  readonly outside: number;
}

/** Answers how well personal data is found. */
export async function scorePersonal(cases: readonly PersonalCase[], find: FindPlaces): Promise<PersonalScore> {
  const found: Record<string, number> = Object.fromEntries(ENTITIES.map((type) => [type, 0]));
  const all: Record<string, number> = { ...found };
  let outside = 0;
  for (const { text, entities } of cases) {
    const places = await find(text);
    for (const { type, start, end } of entities) {
      if (all[type] === undefined) continue;
      all[type]++;
      if (places.some((place) => place.start <= start && place.end >= end)) found[type]!++;
    }
    outside += places.filter(
      (place) => !entities.some(({ start, end }) => start < place.end && end > place.start),
    ).length;
  }
  return { found, all, outside };
}
