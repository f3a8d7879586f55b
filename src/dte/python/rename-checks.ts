/** Names of a renaming whose meaning cannot be told for sure: each is a place for a person to look at. */
import type { Finding } from '../../base/report.ts';
import type { PatchTask } from '../patch.ts';
import { nodeFinding } from '../tree-sitter/node-finding.ts';
import { placesOf } from '../tree-sitter/selected.ts';
import { escapingModuleUses } from './module-escapes.ts';
import { bindingScope } from './name-uses.ts';
import type { PythonUse } from './name-uses.ts';
import { parameterFindings } from './parameter-calls.ts';
import type { PythonProject } from './project.ts';
import type { RenameTarget } from './rename-target.ts';

/** Answers what keeps a renaming from being proven. */
export function looseFindings(project: PythonProject, target: RenameTarget, task: PatchTask): Finding[] {
  return [
    ...tieFindings(project, target),
    ...partFindings(project, target),
    ...importFindings(project, target),
    ...attributeFindings(project, target, task),
    ...keywordFindings(project, target),
  ];
}

const needsPerson = (project: PythonProject, message: string, place: Pick<PythonUse, 'path' | 'node'>): Finding =>
  nodeFinding(project.syntax, 'NEEDS_PERSON', message, place);

const isMember = (key: string): boolean => key.startsWith('member:');

/** Python has no exports under other names: only an assignment that runs. What a module does not have has none to keep. */
export function aliasFindings(project: PythonProject, target: RenameTarget, { patch }: PatchTask): Finding[] {
  if (patch.details?.exports !== 'alias') return [];
  const { oldName, newName, before, targets } = target;
  const message = `Python keeps ${oldName} for importers only by an assignment, which runs: leave details.exports out, or put \`${oldName} = ${newName}\` behind it by insertNode.`;
  return before
    .filter((use) => use.keys.some((key) => targets.has(key)) && bindingScope(use)?.kind === 'module')
    .slice(0, 1)
    .map((use) => needsPerson(project, message, use));
}

/** What the symbol is tied to outside of the tree. */
function tieFindings(project: PythonProject, { targets, names, oldName }: RenameTarget): Finding[] {
  return [...targets].flatMap((key) => {
    if (isMember(key)) {
      const family = key.slice('member:'.length, -oldName.length - 1);
      return names.families
        .outsideOf(family, oldName)
        .map((base) =>
          needsPerson(project, `${oldName} may belong to this base class, which is not in the tree.`, base),
        );
    }
    return names.groups
      .tiesOf(key)
      .map((tie) => needsPerson(project, `${oldName} cannot be renamed here: ${tie.why}.`, tie));
  });
}

/** Names that mean the symbol or something else, depending on how the program runs. */
function partFindings(project: PythonProject, { targets, before, oldName }: RenameTarget): Finding[] {
  return before
    .filter(
      (use) =>
        use.name === oldName && use.keys.some((key) => targets.has(key)) && !use.keys.every((key) => targets.has(key)),
    )
    .map((use) => needsPerson(project, `Whether ${oldName} is the same here depends on how the program runs.`, use));
}

function importFindings(project: PythonProject, target: RenameTarget): Finding[] {
  if (modulePaths(target).length === 0) return [];
  return target.before
    .filter(({ name, keys }) => name === target.oldName && keys.some((key) => /^(?:unsure|star):/.test(key)))
    .map((use) => needsPerson(project, `Which module ${use.name} comes from here cannot be told.`, use));
}

/** Answers the files in whose module the symbol is a name. */
function modulePaths({ before, targets, oldName }: RenameTarget): string[] {
  const uses = before.filter(
    (use) => use.name === oldName && use.keys.some((key) => targets.has(key) && !isMember(key)),
  );
  return [...new Set(uses.filter((use) => bindingScope(use)?.kind === 'module').map(({ path }) => path))];
}

function attributeFindings(project: PythonProject, target: RenameTarget, task: PatchTask): Finding[] {
  const { before, oldName, targets } = target;
  if (task.patch.details?.attributes === 'byName') return byNameFindings(project, target, task);
  const unknown = before.filter(
    ({ name, keys, occurrence: { role } }) => name === oldName && keys[0] === 'unknown' && role !== 'keyword',
  );
  if (unknown.length === 0) return [];
  if ([...targets].some(isMember)) {
    const message = `Whether this ${oldName} is the member that is renamed cannot be proven; details.attributes "byName" with expectCount renames it by its name.`;
    return unknown.map((use) => needsPerson(project, message, use));
  }
  const escapes = escapingModuleUses(project, target.names, modulePaths(target));
  if (escapes.length === 0) return [];
  const message = `Whether this ${oldName} is that of the module cannot be proven: the module is used as a value elsewhere.`;
  return unknown.map((use) => needsPerson(project, message, use));
}

/** By name: the count has to be right, and no other class may have the name. */
function byNameFindings(
  project: PythonProject,
  { before, oldName, targets }: RenameTarget,
  { patch }: PatchTask,
): Finding[] {
  const attributes = before.filter(
    ({ name, keys, occurrence: { role } }) =>
      name === oldName && role === 'attribute' && keys.every((key) => targets.has(key)),
  );
  const others = before.filter(
    (use) => use.name === oldName && use.keys.some((key) => isMember(key) && !targets.has(key)),
  );
  if (others.length > 0) {
    const message = `Another class has a member ${oldName} too, so that its name alone does not tell; select both with details.all.`;
    return others.map((use) => needsPerson(project, message, use));
  }
  const { expectCount } = patch.details!;
  if (attributes.length === expectCount) return [];
  const places = placesOf(project.syntax, attributes);
  const says = expectCount === undefined ? 'expectCount has to say how many' : `expectCount says ${expectCount}`;
  return [
    {
      code: 'COUNT_MISMATCH',
      message: `${attributes.length} attributes are called ${oldName}, and ${says}.`,
      details: { places },
    },
  ];
}

/** Keywords of calls whose callee is not known. */
function keywordFindings(project: PythonProject, target: RenameTarget): Finding[] {
  const { before, oldName, targets } = target;
  const unknown = before.filter(
    ({ name, keys, occurrence: { role } }) => name === oldName && role === 'keyword' && keys[0] === 'unknown',
  );
  const parameters = before.flatMap((use) => {
    const scope = use.keys.some((key) => targets.has(key)) ? bindingScope(use) : undefined;
    const binding = scope?.bindings.get(oldName)?.find(({ node }) => node === use.node);
    return scope !== undefined && binding?.kind === 'parameter' ? [scope] : [];
  });
  if (parameters.length > 0) return parameters.flatMap((scope) => parameterFindings(project, scope, unknown));
  if (![...targets].some(isMember)) return [];
  return unknown.map((use) => needsPerson(project, `Whether this sets the member ${oldName} cannot be proven.`, use));
}
