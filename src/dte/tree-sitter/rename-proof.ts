/** The proof of a renaming: every name of the old and the new spelling means afterwards what it meant before. */
import type { Finding } from '../../base/report.ts';
import type { TextEdit } from '../edit.ts';
import type { FileMove } from '../patch.ts';
import type { NameUse } from './name-use.ts';
import { nodeFinding } from './node-finding.ts';
import type { SyntaxProject } from './project.ts';

/** A renaming, and how the names are afterwards. */
export interface Renaming {
  readonly project: SyntaxProject;
  readonly oldName: string;
  readonly newName: string;
  /** Keys of what is renamed. */
  readonly targets: ReadonlySet<string>;
  readonly before: readonly NameUse[];
  readonly edits: readonly TextEdit[];
  readonly moves: readonly FileMove[];
}

/** Answers the names that mean something else afterwards. @param after - the same names in the tree with the edits made */
export function checkRenaming(renaming: Renaming, after: readonly NameUse[]): Finding[] {
  const collisions = renaming.before.filter((use) => collides(renaming, use));
  if (collisions.length > 0) return collisions.map((use) => collision(renaming, use));
  const found = new Map(after.map((use) => [`${use.path}:${use.node.start}`, use]));
  const place = placesAfter(renaming);
  const findings: Finding[] = [];
  for (const use of renaming.before) {
    const key = place(use);
    const later = found.get(key);
    found.delete(key);
    if (later === undefined || !isSame(renaming, use, later)) findings.push(changed(renaming, use, later));
  }
  for (const use of found.values()) if (findings.length === 0) findings.push(appeared(renaming, use));
  return findings;
}

/** Whether the new name stands already for something that lives where the renamed one does. */
function collides({ targets, oldName, newName }: Renaming, use: NameUse): boolean {
  return use.name === newName && use.keys.some((key) => targets.has(rekeyed(key, newName, oldName)));
}

const rekeyed = (key: string, from: string, to: string): string =>
  key.endsWith(`:${from}`) ? `${key.slice(0, -from.length)}${to}` : key;

function isSame({ targets, oldName, newName }: Renaming, use: NameUse, later: NameUse): boolean {
  const expected = use.keys.map((key) => (targets.has(key) ? rekeyed(key, oldName, newName) : key));
  return expected.length === later.keys.length && expected.every((key) => later.keys.includes(key));
}

/** Answers where a use of the tree before is in the tree after. */
function placesAfter({ edits, moves }: Renaming): (use: NameUse) => string {
  const paths = new Map(moves.map(({ from, to }) => [from, to]));
  return ({ path, node }) => {
    let start = node.start;
    for (const edit of edits) {
      if (edit.path === path && edit.end <= node.start && edit.start < node.start)
        start += edit.text.length - (edit.end - edit.start);
    }
    return `${paths.get(path) ?? path}:${start}`;
  };
}

function collision({ project, oldName, newName }: Renaming, use: NameUse): Finding {
  const message = `${newName} stands here for something else already, in the same place as ${oldName}.`;
  return nodeFinding(project, 'NAME_COLLISION', message, use);
}

function changed({ project, newName, oldName }: Renaming, use: NameUse, later: NameUse | undefined): Finding {
  const means = later === undefined ? 'would no longer be a name' : 'would mean something else';
  if (use.name === newName)
    return nodeFinding(
      project,
      'NAME_COLLISION',
      `${newName} ${means} here: the renamed ${oldName} would capture it.`,
      use,
    );
  const isLost = later === undefined || later.keys.every((key) => !key.includes('#'));
  const message = `${oldName} ${means} here once it is ${newName}.`;
  return nodeFinding(project, isLost ? 'BINDING_CHANGED' : 'NAME_COLLISION', message, use);
}

const appeared = ({ newName }: Renaming, use: NameUse): Finding => ({
  code: 'BINDING_CHANGED',
  message: `${newName} would stand in ${use.path} where no name stood before.`,
  path: use.path,
});
