/** Builds what a Dockerfile describes, without an engine: stages are folders, COPY copies, and RUN runs with the folder as its root. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DockerfileParser } from 'dockerfile-ast';
import { enter, makeRoot } from './sandbox.ts';

/** One line of a Dockerfile. */
export interface Step {
  readonly keyword: string;
  /** All that follows the keyword, continued lines joined. */
  readonly text: string;
  readonly place: string;
}

/** What stands between one FROM and the next. */
export interface Stage {
  readonly base: string;
  readonly name: string;
  readonly steps: readonly Step[];
}

/** What a container of an image is started with. */
export interface Image {
  readonly root: string;
  readonly folder: string;
  readonly user: string;
  readonly env: Readonly<Record<string, string>>;
  readonly command: readonly string[];
  readonly healthCheck: readonly string[];
}

/** Answers the stages of a Dockerfile. */
export function stagesOf(path: string): Stage[] {
  const stages: { base: string; name: string; steps: Step[] }[] = [];
  const lines = readFileSync(path, 'utf8').split('\n');
  for (const instruction of DockerfileParser.parse(lines.join('\n')).getInstructions()) {
    const keyword = instruction.getKeyword();
    const { start, end } = instruction.getRange();
    const whole = lines.slice(start.line, end.line + 1).join('\n');
    const text = whole
      .replaceAll(/\\\n\s*/g, '')
      .slice(keyword.length)
      .trim();
    const place = `${path}:${String(start.line + 1)}`;
    if (keyword === 'FROM') {
      const [base = '', , name = String(stages.length)] = text.split(/\s+/);
      stages.push({ base, name, steps: [] });
    } else stages.at(-1)!.steps.push({ keyword, text, place });
  }
  return stages;
}

/** What is done in place of a RUN, by its command. */
export type Instead = Readonly<Record<string, (root: string) => void>>;

/** Builds all stages below a folder and answers the last. */
export async function buildImage(
  stages: readonly Stage[],
  context: string,
  below: string,
  instead: Instead = {},
): Promise<Image> {
  const images = new Map<string, Image>();
  let image: Image | undefined;
  for (const { base, name, steps } of stages) {
    const root = join(below, name);
    const from = images.get(base);
    if (from === undefined) makeRoot(root);
    else run('cp', ['--archive', from.root, root]);
    image = { ...(from ?? BARE), root };
    for (const step of steps) image = await after(image, step, { context, images, instead });
    images.set(name, image);
  }
  assert.ok(image);
  return image;
}

const BARE = { folder: '/', user: '0:0', env: {}, command: [], healthCheck: [] };

interface Surroundings {
  readonly context: string;
  readonly images: ReadonlyMap<string, Image>;
  readonly instead: Instead;
}

/** Steps that say how the image is used, and those that change its files. */
async function after(image: Image, { keyword, text, place }: Step, around: Surroundings): Promise<Image> {
  switch (keyword) {
    case 'WORKDIR':
      mkdirSync(join(image.root, text), { recursive: true });
      return { ...image, folder: text };
    case 'COPY':
      copy(image, text, around);
      return image;
    case 'RUN':
      await runStep(image, text, place, around.instead);
      return image;
    case 'ENV':
      return { ...image, env: { ...image.env, ...variablesIn(text) } };
    case 'USER':
      return { ...image, user: text };
    case 'CMD':
      return { ...image, command: JSON.parse(text) as string[] };
    case 'HEALTHCHECK':
      return { ...image, healthCheck: JSON.parse(text.replace(/^.*?CMD /, '')) as string[] };
    default:
      assert.ok(['EXPOSE', 'VOLUME', 'STOPSIGNAL'].includes(keyword), `${place}: ${keyword}`);
      return image;
  }
}

const variablesIn = (text: string): Record<string, string> =>
  Object.fromEntries(text.split(/\s+/).map((one) => one.split('=') as [string, string]));

function copy({ root, folder }: Image, text: string, { context, images }: Surroundings): void {
  const [first = '', ...rest] = text.split(/\s+/);
  const stage = /^--from=(.*)$/.exec(first)?.[1];
  const words = stage === undefined ? [first, ...rest] : rest;
  const origin = stage === undefined ? context : images.get(stage)!.root;
  const target = join(root, folder, words.at(-1)!);
  for (const source of words.slice(0, -1)) {
    mkdirSync(target.endsWith('/') ? target : dirname(target), { recursive: true });
    run('cp', [
      '--archive',
      '--no-target-directory',
      join(origin, source),
      target.endsWith('/') ? join(target, source) : target,
    ]);
  }
}

/** Packages of Debian are those of this machine: what installs them is left out. */
async function runStep(image: Image, text: string, place: string, instead: Instead): Promise<void> {
  const other = instead[text];
  if (other !== undefined) {
    other(join(image.root, image.folder));
    return;
  }
  const script = text.replaceAll(/apt-get [^&]*/g, 'true ');
  const { PATH = '', HOME = '/root' } = process.env;
  const npm = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => /^npm_config_|^NODE_EXTRA_CA_CERTS$/i.test(name)),
  );
  const env = { ...npm, PATH, HOME, ...image.env } as Record<string, string>;
  const child = enter({ root: image.root, folder: image.folder, user: '0:0', env }, ['/bin/sh', '-ec', script]);
  let output = '';
  for (const stream of [child.stdout!, child.stderr!])
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const [status] = (await once(child, 'close')) as [number];
  assert.equal(status, 0, `${place}: ${text}\n${output}`);
}

function run(program: string, args: readonly string[]): void {
  const { status, stderr } = spawnSync(program, args, { encoding: 'utf8' });
  assert.equal(status, 0, stderr);
}
