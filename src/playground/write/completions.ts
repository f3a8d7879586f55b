/** What the schema of atomics lets stand at a place: names of members, and values of those that have a list of them. */
import schema from '../../../schemas/atomic.schema.json' with { type: 'json' };
import type { CaretContext } from './json-places.ts';

/** A text that can stand here. */
export interface Completion {
  /** As it is shown. */
  readonly label: string;
  /** What is written, quotation marks included. */
  readonly text: string;
  readonly about: string;
}

interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly enum?: readonly string[];
  readonly const?: string;
  readonly items?: Schema;
}

const ROOT = schema as unknown as Schema;
const DEFINITIONS = (schema as unknown as { readonly $defs: Readonly<Record<string, Schema>> }).$defs;
/** What signing makes: a draft has none of them. */
const MADE_BY_SIGNING: ReadonlySet<string> = new Set([
  'hash',
  'signature',
  'cosignatures',
  'signed_by',
  'prev',
  'schema_version',
]);

/** Answers what can stand there and begins as what stands there already. `now` is RFC 3339. Pure. */
export function completionsAt({ path, kind, name, prefix, names }: CaretContext, now: string): readonly Completion[] {
  const around = schemaAt(path);
  const all =
    kind === 'key' ? keysOf(around, names) : valuesOf(resolved(around?.properties?.[name] ?? around?.items), name, now);
  const wanted = prefix.toLowerCase();
  return all.filter(({ label }) => label.toLowerCase().startsWith(wanted));
}

function keysOf(around: Schema | undefined, names: readonly string[]): Completion[] {
  return Object.entries(around?.properties ?? {}).flatMap(([name, member]) => {
    if (MADE_BY_SIGNING.has(name) || names.includes(name)) return [];
    const { type, description = '' } = {
      ...resolved(member),
      ...(member.description !== undefined && { description: member.description }),
    };
    const begins = type === 'object' ? '{}' : type === 'array' ? '[]' : '""';
    return [{ label: name, text: `${JSON.stringify(name)}: ${begins}`, about: description }];
  });
}

function valuesOf(member: Schema | undefined, name: string, now: string): Completion[] {
  const values = member?.enum ?? (member?.const === undefined ? [] : [member.const]);
  const known =
    name === 'intent' ? wellKnown(ROOT.properties?.['intent']?.description ?? '') : name === 'created_at' ? [now] : [];
  return [...values, ...known].map((value) => ({
    label: value,
    text: JSON.stringify(value),
    about: member?.description ?? '',
  }));
}

/** The schema's words name the intents that the format gives a meaning. */
const wellKnown = (description: string): string[] => /Well-known: ([^.]+)\./.exec(description)?.[1]?.split(', ') ?? [];

function schemaAt(path: readonly string[]): Schema | undefined {
  let at: Schema | undefined = ROOT;
  for (const step of path) at = resolved(at?.properties?.[step] ?? at?.items);
  return at;
}

function resolved(of: Schema | undefined): Schema | undefined {
  const name = of?.$ref?.split('/').at(-1);
  return name === undefined ? of : DEFINITIONS[name];
}
