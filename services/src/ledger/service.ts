/** The ledger API: append, query, verify, stats, scan. */
import type { Static } from '@sinclair/typebox';
import { keyringOf, LoglineError } from 'logline-core';
import type { Atomic, Ledger, LedgerEntry, LedgerReport, QueryFilter, VerifyOptions } from 'logline-core';
import { READERS, WORKERS } from '../auth/caller.ts';
import { route } from '../http/route.ts';
import type { Answer, Asked, Route } from '../http/route.ts';
import type { Service } from '../http/server.ts';
import type { LedgerAccess } from './access.ts';
import { demandOwn, draftOf } from './drafts.ts';
import * as forms from './forms.ts';
import { linesRoute } from './lines.ts';
import { endOf } from './places.ts';
import { playgroundRoutes } from './playground.ts';

/** Answers the service. */
export function ledgerService(access: LedgerAccess): Service {
  const verifications = new Map<string, Promise<LedgerReport>>();
  const verify = (body: Static<typeof forms.VerifyBody>): Promise<Answer> =>
    shared(verifications, JSON.stringify(body), () => access.ledger.verify(verifyOptions(access, body))).then(
      (report) => ({ body: report }),
    );
  const routes = [
    ...pageRoutes(access),
    ...verifyRoutes(verify),
    ...endRoutes(access),
    linesRoute(access),
    ...playgroundRoutes(),
  ];
  return { name: 'ledger', title: 'Ledger API', ailments: () => access.ailments(), routes };
}

function pageRoutes(access: LedgerAccess): Route[] {
  const { ledger } = access;
  return [
    route({
      method: 'POST',
      path: '/append',
      summary: 'Signs a draft and appends it. It is on disk when this answers.',
      may: WORKERS,
      body: forms.AppendBody,
      answers: {
        201: {
          description: 'Appended.',
          schema: forms.AppendedForm,
        },
      },
      run: (asked) => append(access, asked),
      again: async (_asked, { end, atomic }) => appended(String(end), atomic),
    }),
    route({
      method: 'GET',
      path: '/query',
      summary: 'Atomics by what they say.',
      may: READERS,
      query: forms.QueryString,
      answers: {
        200: {
          description: 'Those that fit.',
          schema: forms.FoundForm,
        },
      },
      run: async ({ query, signal }) => {
        const entries = ledger.query(filterOf(query), { signal });
        const atomics = await listed(entries, query.limit ?? 100, ({ atomic }) => atomic);
        return { body: { atomics, skipped: entries.skipped } };
      },
    }),
  ];
}

function verifyRoutes(verify: (body: Static<typeof forms.VerifyBody>) => Promise<Answer>): Route[] {
  return [
    route({
      method: 'POST',
      path: '/verify',
      summary: 'Verifies the whole ledger.',
      may: READERS,
      body: forms.VerifyBody,
      answers: { 200: { description: 'The verdict, yes or no.', schema: forms.ReportForm } },
      run: ({ body }) => verify(body),
    }),
    route({
      method: 'GET',
      path: '/verify',
      summary: 'Verifies the whole ledger.',
      may: READERS,
      answers: { 200: { description: 'The verdict, yes or no.', schema: forms.ReportForm } },
      run: () => verify({}),
    }),
  ];
}

function endRoutes(access: LedgerAccess): Route[] {
  const { ledger } = access;
  return [
    route({
      method: 'GET',
      path: '/scan',
      summary: 'Atomics in their order, page by page.',
      may: READERS,
      query: forms.ScanString,
      answers: {
        200: {
          description: 'A page; `next` is the cursor of the one after it, null at the end.',
          schema: forms.PageForm,
        },
      },
      run: (asked) => scan(access, asked),
    }),
    route({
      method: 'GET',
      path: '/stats',
      summary: 'What the ledger consists of.',
      may: READERS,
      answers: {
        200: {
          description: 'Counts. Nothing of it is verified.',
          schema: forms.StatsForm,
        },
      },
      run: async ({ signal }) => ({ body: { ...(await ledger.stats({ signal })), head: (await ledger.head()).hash } }),
    }),
    route({
      method: 'GET',
      path: '/head',
      summary: 'The end of the ledger.',
      may: READERS,
      answers: { 200: { description: 'Its hash and size.', schema: forms.HeadForm } },
      run: async () => ({ body: await ledger.head() }),
    }),
  ];
}

async function append(
  access: LedgerAccess,
  { body, caller }: Asked<object, object, Static<typeof forms.AppendBody>>,
): Promise<Answer> {
  demandOwn(body, caller);
  const { atomic } = await access.append(draftOf(body, caller));
  return appended(await cursorBehind(access.ledger, atomic.hash!), atomic);
}

function appended(cursor: string, atomic: Atomic): Answer {
  const hash = atomic.hash!;
  return { status: 201, body: { cursor, hash, atomic }, hash };
}

/** The place where the next atomic begins. Others may have appended since. */
async function cursorBehind(ledger: Ledger, hash: string): Promise<string> {
  const head = await ledger.head();
  if (head.hash === hash) return String(head.sizeBytes);
  for await (const entry of ledger.query({ hash, reverse: true, limit: 1 })) return String(endOf(entry));
  throw new LoglineError('LEDGER_CONFLICT', 'The ledger was cut while it was appended to.', { details: { hash } });
}

const filterOf = ({
  trace_id,
  entity_type,
  order,
  limit: _,
  ...rest
}: Static<typeof forms.QueryString>): QueryFilter => ({
  ...rest,
  ...(trace_id !== undefined && { traceId: trace_id }),
  ...(entity_type !== undefined && { entityType: entity_type }),
  reverse: order === 'newest',
});

/** A page must not be larger than a request may be. */
const MOST_BYTES = 8 * 1024 * 1024;

async function listed<T>(
  entries: AsyncIterable<LedgerEntry>,
  limit: number,
  show: (entry: LedgerEntry) => T,
): Promise<T[]> {
  const shown: T[] = [];
  let bytes = 0;
  for await (const entry of entries) {
    shown.push(show(entry));
    bytes += entry.text.length;
    if (shown.length === limit || bytes > MOST_BYTES) break;
  }
  return shown;
}

async function scan(
  { ledger, store }: LedgerAccess,
  { query, signal }: Asked<object, Static<typeof forms.ScanString>>,
): Promise<Answer> {
  const start = Number(query.cursor ?? 0);
  const { sizeBytes: end } = await ledger.head();
  await demandLineStart(store, start, end);
  const entries = ledger.read({ start, end, signal });
  const page = await listed(entries, query.limit ?? 100, (entry) => ({
    cursor: String(endOf(entry)),
    atomic: entry.atomic,
  }));
  const next = page.at(-1)?.cursor;
  return {
    body: { entries: page, next: next === undefined || Number(next) >= end ? null : next, skipped: entries.skipped },
  };
}

/** In the middle of a line something could stand that looks like one. */
async function demandLineStart(store: LedgerAccess['store'], start: number, end: number): Promise<void> {
  let last: number | undefined = start === 0 ? 10 : undefined;
  if (start > 0 && start <= end)
    for await (const chunk of store.read({ start: start - 1, end: start })) last = chunk.at(-1);
  if (last !== 10) throw new LoglineError('REQUEST_INVALID', `No line begins at the cursor ${String(start)}.`);
}

function verifyOptions({ keyring }: LedgerAccess, body: Static<typeof forms.VerifyBody>): VerifyOptions {
  const { keys, ...rest } = body;
  const trusted = keys === undefined ? keyring : keyringOf(keys);
  return { ...rest, ...(trusted !== undefined && { keyring: trusted }) };
}

/** Who asks for what is being made already gets that: a verification is long work. */
function shared<T>(under: Map<string, Promise<T>>, key: string, make: () => Promise<T>): Promise<T> {
  const known = under.get(key);
  if (known !== undefined) return known;
  const made = make().finally(() => under.delete(key));
  under.set(key, made);
  return made;
}
