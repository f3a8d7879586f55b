/** The pages that users read, taken apart: fences, headings, links, code in the text. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../checks/scratch.ts';

/** A block of code. */
export interface Fence {
  /** `README.md:17`: the line of its first line of code. */
  readonly place: string;
  readonly language: string;
  readonly text: string;
}

/** One Markdown file. */
export interface Page {
  /** From the root of the project, with forward slashes. */
  readonly path: string;
  /** The text without its fences and comments. */
  readonly prose: string;
  readonly fences: readonly Fence[];
  /** What a link can name after `#`. */
  readonly anchors: ReadonlySet<string>;
  /** Targets of links, as they are written. */
  readonly links: readonly string[];
  /** What stands between single backticks. */
  readonly code: readonly string[];
}

/** All pages, sorted by path. */
export const pages: readonly Page[] = [
  ...markdownIn('.'),
  ...markdownIn('.github'),
  ...markdownIn('docs'),
  ...markdownIn('examples'),
].map((path) => readPage(path));

/** The page with this path. */
export function pageOf(path: string): Page {
  const page = pages.find((candidate) => candidate.path === path);
  if (page === undefined) throw new Error(`there is no ${path}`);
  return page;
}

function markdownIn(folder: string): string[] {
  const absolute = join(projectRoot, folder);
  if (!existsSync(absolute)) return [];
  const names = readdirSync(absolute).filter((name) => name.endsWith('.md'));
  return names.sort().map((name) => (folder === '.' ? name : `${folder}/${name}`));
}

/** Answers a page of a folder. */
export function readPage(path: string, folder = projectRoot): Page {
  const { prose, fences } = split(path, readFileSync(join(folder, path), 'utf8'));
  return {
    path,
    prose,
    fences,
    anchors: new Set(anchorsOf(prose)),
    links: [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target!),
    code: [...prose.matchAll(/(?<!`)`([^`]+)`(?!`)/g)].map(([, code]) => code!.replaceAll(/\s+/g, ' ')),
  };
}

function split(path: string, text: string): Pick<Page, 'prose' | 'fences'> {
  const prose: string[] = [];
  const fences: Fence[] = [];
  let open: { language: string; first: number; lines: string[] } | undefined;
  for (const [index, line] of text.split('\n').entries()) {
    const mark = /^ *```(\S*)/.exec(line);
    if (open === undefined && mark === null) prose.push(line);
    else if (open === undefined) open = { language: mark![1]!, first: index + 2, lines: [] };
    else if (mark === null) open.lines.push(line);
    else {
      const code = open.lines.map((codeLine) => `${codeLine}\n`).join('');
      fences.push({ place: `${path}:${open.first}`, language: open.language, text: code });
      open = undefined;
    }
  }
  if (open !== undefined) throw new Error(`${path}:${open.first}: this fence has no end`);
  return { prose: prose.join('\n').replaceAll(/<!--[^]*?-->/g, ''), fences };
}

/** As GitHub makes them: lower case, without punctuation, spaces to hyphens, a number after the second of a kind. */
function anchorsOf(prose: string): string[] {
  const seen = new Map<string, number>();
  const headings = [...prose.matchAll(/^#{1,6} +(.+?) *$/gm)].map(([, heading]) => heading!);
  const named = [...prose.matchAll(/<a (?:id|name)="([^"]+)">/g)].map(([, name]) => name!);
  return headings
    .map(slugOf)
    .map((slug) => {
      const count = seen.get(slug) ?? 0;
      seen.set(slug, count + 1);
      return count === 0 ? slug : `${slug}-${count}`;
    })
    .concat(named);
}

function slugOf(heading: string): string {
  const text = heading.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1').toLowerCase();
  return text.replaceAll(/[^\p{L}\p{N}\s_-]/gu, '').replaceAll(' ', '-');
}
