/**
 * The program that runs mutants: reads a build, then answers requests, one line each. Requests come from standard input, answers
 * go to channel 3, since anything that tests print would be in between elsewhere.
 *
 * Its text is generated into generated/child-text.ts and written beside the copy of the tree: it has to be one file without
 * packages, whichever way the engine itself was installed.
 */
import { readFileSync, readSync, writeSync } from 'node:fs';
import { dryRun } from './dry.ts';
import { Judge } from './judge.ts';
import { listen } from './outcome.ts';
import type { Build, DryRun, Reply, Request } from './protocol.ts';
import { Session } from './session.ts';
import { setUp } from './switches.ts';

const REPLIES = 3;

const build = JSON.parse(readFileSync(process.argv[2]!, 'utf8')) as Build;
let rest = Buffer.alloc(0);

setUp(build.siteCount);
const exit = process.exit.bind(process);
listen();
mute();
// Once the engine hangs up, nobody wants an answer.
void serve().finally(() => exit(0));

function mute(): void {
  const swallow = ((_: unknown, second?: unknown, third?: unknown): boolean => {
    const done = typeof second === 'function' ? second : third;
    if (typeof done === 'function') queueMicrotask(done as () => void);
    return true;
  }) as typeof process.stdout.write;
  process.stdout.write = swallow;
  process.stderr.write = swallow;
}

async function serve(): Promise<void> {
  const session = new Session(build);
  let judge: Judge | undefined;
  for (let line = readLine(); line !== undefined; line = readLine()) {
    const request = JSON.parse(line) as Request;
    if (request.kind === 'mutants') {
      for (const task of request.mutants) answer(await judge!.judge(task));
    } else {
      const dry: DryRun = request.kind === 'load' ? request.dry : await dryRun(session, build);
      judge = new Judge(session, dry);
      answer(request.kind === 'load' ? { kind: 'ready' } : dry);
    }
  }
}

/** Waits for a line without the event loop, whose end tells that a test waits in vain. */
function readLine(): string | undefined {
  for (;;) {
    const end = rest.indexOf(10);
    if (end !== -1) {
      const line = rest.toString('utf8', 0, end);
      rest = rest.subarray(end + 1);
      return line;
    }
    const chunk = Buffer.alloc(65_536);
    const length = readSync(0, chunk);
    if (length === 0) return undefined;
    rest = Buffer.concat([rest, chunk.subarray(0, length)]);
  }
}

function answer(reply: Reply): void {
  const bytes = Buffer.from(`${JSON.stringify(reply)}\n`);
  for (let at = 0; at < bytes.length;) at += writeSync(REPLIES, bytes, at);
}
