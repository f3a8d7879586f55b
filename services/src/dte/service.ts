/** Change specs: planned, applied and verified in a folder below the root of the project. */
import { realpathSync, statSync } from 'node:fs';
import { isAbsolute, relative, resolve } from 'node:path';
import { Type } from '@sinclair/typebox';
import type { Static } from '@sinclair/typebox';
import { LoglineError } from 'logline-core';
import { READERS, WORKERS } from '../auth/caller.ts';
import { route } from '../http/route.ts';
import type { Answer, Asked, Route } from '../http/route.ts';
import type { Service } from '../http/server.ts';
import { ChangeSpecSchema, named, oneOf, open } from '../http/shared-schemas.ts';
import type { ServiceParts } from '../parts.ts';
import type { Done } from './done.ts';
import type { Job } from './jobs.ts';
import { WorkerPool } from './pool.ts';

const Pattern = Type.String({ minLength: 1, maxLength: 1024 });
const PlanBody = Type.Object(
  {
    intent: Type.String({ minLength: 1, maxLength: 10_000 }),
    scope: Type.Optional(Type.Union([Pattern, Type.Array(Pattern, { minItems: 1, maxItems: 100 })])),
    language: Type.Optional(oneOf(['typescript', 'javascript', 'python', 'java'])),
    id: Type.Optional(Type.String({ pattern: '^CS-[0-9]{1,15}$' })),
    workingDir: Type.Optional(Pattern),
  },
  { additionalProperties: false },
);
const ApplyQuery = Type.Object(
  { dryRun: Type.Optional(Type.Boolean({ default: false })), workingDir: Type.Optional(Pattern) },
  { additionalProperties: false },
);
const VerifyBody = Type.Object(
  {
    spec: ChangeSpecSchema,
    workingDir: Type.Optional(Pattern),
    detail: Type.Optional(
      Type.Boolean({ default: false, description: 'Whether `report`, the whole verdict, is answered as well.' }),
    ),
  },
  { additionalProperties: false },
);
const Findings = Type.Array(open({ code: Type.String(), message: Type.String() }));
const Digest = Type.Optional(Type.String());
const AppliedForm = named(
  'AppliedChange',
  {
    success: Type.Boolean(),
    state: Type.String({ description: '`applied`, `already-applied`, `planned` or `refused`.' }),
    specDigest: Digest,
    patches: Type.Array(
      open({ path: Type.String(), newPath: Type.String(), edits: Type.Integer(), diff: Type.String() }),
    ),
    errors: Findings,
    warnings: Type.Array(Type.String()),
  },
  'What was changed.',
);
const VerifiedForm = named(
  'VerifiedChange',
  {
    success: Type.Boolean(),
    spec: open({ id: Type.String(), digest: Type.String() }),
    state: Type.String(),
    engine: Type.String(),
    errors: Findings,
    warnings: Type.Array(Type.String()),
    invariants: Type.Array(open({ name: Type.String(), ok: Type.Boolean() })),
    counts: Type.Record(Type.String(), Type.Number()),
    mutationReport: open({
      score: Type.Union([Type.Number(), Type.Null()]),
      mutantsKilled: Type.Integer(),
      mutantsTotal: Type.Integer(),
      details: Type.Array(open({ file: Type.String(), line: Type.Integer(), status: Type.String() })),
    }),
    report: Type.Optional(Type.Unknown({ description: 'The report of `verifyChange`, without the texts of mutants.' })),
  },
  'The verdict on a change.',
);

/** Answers the service. */
export function dteService(parts: ServiceParts): Service {
  const { DTE_WORKERS: workers, DTE_CACHE_ENABLED: keeps, DTE_TIMEOUT_MS: timeoutMs } = parts.settings;
  const pool = new WorkerPool({ workers, keeps, timeoutMs });
  const dte = new Dte(parts, pool);
  return {
    name: 'dte',
    title: 'Transform engine',
    ailments: async () => [...(await parts.access.ailments()), ...rootAilments(parts.settings.DTE_ROOT)],
    routes: dte.routes(),
    close: () => pool.close(),
  };
}

function rootAilments(root: string): string[] {
  try {
    realpathSync(root);
    return [];
  } catch {
    return ['DTE_ROOT cannot be read'];
  }
}

class Dte {
  readonly #parts: ServiceParts;
  readonly #pool: WorkerPool;

  constructor(parts: ServiceParts, pool: WorkerPool) {
    this.#parts = parts;
    this.#pool = pool;
  }

  routes(): Route[] {
    return [
      route({
        method: 'POST',
        path: '/dte/plan',
        summary: 'Makes a change spec of a sentence.',
        may: READERS,
        body: PlanBody,
        answers: { 200: { description: 'The spec.', schema: ChangeSpecSchema } },
        run: (asked) => this.#plan(asked),
      }),
      route({
        method: 'POST',
        path: '/dte/apply',
        summary: 'Applies a change spec to the files: all of it or nothing.',
        may: WORKERS,
        query: ApplyQuery,
        body: ChangeSpecSchema,
        answers: {
          200: { description: 'What was changed.', schema: AppliedForm },
        },
        run: (asked) => this.#apply(asked),
        again: 'run',
      }),
      route({
        method: 'POST',
        path: '/dte/verify',
        summary: 'Verifies a change: patches, invariants, tests and mutants.',
        may: WORKERS,
        body: VerifyBody,
        answers: {
          200: { description: 'The verdict, yes or no.', schema: VerifiedForm },
        },
        run: (asked) => this.#verify(asked),
        again: 'run',
      }),
    ];
  }

  async #plan({ body, signal }: Asked<object, object, Static<typeof PlanBody>>): Promise<Answer> {
    const { intent, scope = ['**/*'], language, id, workingDir } = body;
    const own = { root: this.#folder(workingDir), intent, scope: typeof scope === 'string' ? [scope] : scope };
    const done = await this.#pool.run({ kind: 'plan', ...own, language, id }, signal);
    if (!done.ok) throw refused(done);
    return { body: done.body };
  }

  async #apply(asked: Asked<object, Static<typeof ApplyQuery>, object>): Promise<Answer> {
    const { dryRun = false, workingDir } = asked.query;
    const root = this.#folder(workingDir);
    return this.#recorded({ kind: 'apply', root, spec: asked.body, dryRun, context: this.#context(asked) }, asked);
  }

  async #verify(asked: Asked<object, object, Static<typeof VerifyBody>>): Promise<Answer> {
    const { spec, workingDir, detail = false } = asked.body;
    const { metrics } = this.#parts;
    const job: Job = { kind: 'verify', root: this.#folder(workingDir), spec, detail, context: this.#context(asked) };
    const answer = await this.#recorded(job, asked);
    metrics.changeVerifications.inc({ result: (answer.body as { success: boolean }).success ? 'passed' : 'failed' });
    return answer;
  }

  async #recorded(job: Job, { signal }: Pick<Asked, 'signal'>): Promise<Answer> {
    const { access, metrics } = this.#parts;
    const done = await this.#pool.run(job, signal);
    for (const { code } of done.findings) metrics.transformErrors.inc({ code });
    if (done.score !== undefined) metrics.mutationScore.set(done.score);
    const line = done.draft && (await access.append(done.draft));
    return { body: done.body, hash: line?.atomic.hash };
  }

  #context({ caller, traceId }: Pick<Asked, 'caller' | 'traceId'>): {
    actor: string;
    createdAt: string;
    traceId: string;
  } {
    return { actor: caller.actor, createdAt: this.#parts.now().toISOString(), traceId };
  }

  /** Answers a folder that is the root or below it, its links followed. @throws {LoglineError} PATH_UNSAFE, INPUT_MISSING */
  #folder(workingDir = '.'): string {
    const root = realpathSync(this.#parts.settings.DTE_ROOT);
    const folder = realFolder(resolve(root, workingDir));
    const path = folder === undefined ? '..' : relative(root, folder);
    const isOut = path === '..' || path.startsWith('../') || isAbsolute(path);
    if (folder === undefined && !relative(root, resolve(root, workingDir)).startsWith('..'))
      throw new LoglineError('INPUT_MISSING', 'There is no such folder below the root of the project.');
    if (folder === undefined || isOut)
      throw new LoglineError('PATH_UNSAFE', 'The folder is not below the root of the project (DTE_ROOT).');
    return folder;
  }
}

function realFolder(path: string): string | undefined {
  try {
    const real = realpathSync(path);
    return statSync(real).isDirectory() ? real : undefined;
  } catch {
    return undefined;
  }
}

function refused({ findings }: Done): LoglineError {
  const [first] = findings;
  return new LoglineError(first!.code, first!.message, { details: { findings } });
}
