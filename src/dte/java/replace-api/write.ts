/** The edits of callees and imports of Java, file by file. */
import type { Finding } from '../../../base/report.ts';
import type { TextEdit } from '../../edit.ts';
import type { PatchDetails } from '../../generated/types.ts';
import type { ApiLanguage, ApiUse, Written } from '../../tree-sitter/replace-api/api-language.ts';
import { calleeEdits, calleeFaults } from '../../tree-sitter/replace-api/replacement.ts';
import type { Replacement } from '../../tree-sitter/replace-api/replacement.ts';
import { nodeFinding } from '../../tree-sitter/node-finding.ts';
import { firstOfType, isWithin } from '../../tree-sitter/syntax.ts';
import type { SyntaxNode } from '../../tree-sitter/syntax.ts';
import { wordsIn } from '../../tree-sitter/words.ts';
import type { FileDecls, ImportDecl } from '../declarations.ts';
import type { JavaProject } from '../project.ts';
import type { JavaBinding } from './bindings.ts';
import { rootOf } from './full-names.ts';
import { importEdits } from './import-text.ts';
import type { WantedImport } from './import-text.ts';
import { plannedUse } from './planned-use.ts';
import type { NeededImport, PlannedUse } from './planned-use.ts';

type Use = ApiUse<JavaBinding>;

/** How the callees of one kind are written. */
export interface CalleeForm {
  plan(use: Use, details: PatchDetails): PlannedUse;
  edits(use: Use, replacement: Replacement): TextEdit[];
  /** Answers why a callee cannot be replaced. */
  faults(use: Use, replacement: Replacement): Finding[];
}

/** Answers how callees of methods are written. */
export const callForm = (language: ApiLanguage<JavaBinding>): CalleeForm => ({
  plan: plannedUse,
  edits: (use, replacement) => calleeEdits(language, use, replacement),
  faults: (use, replacement) => {
    const hasTypes = firstOfType(use.node, 'type_arguments') !== undefined;
    const why = 'The type arguments of this call would be lost.';
    const lost = replacement.isWhole && hasTypes ? [nodeFinding(language.syntax, 'NEEDS_PERSON', why, use)] : [];
    return [...lost, ...calleeFaults(language, use, replacement)];
  },
});

/** Answers the edits of all uses. @param needed - names that new arguments have */
export function written(
  project: JavaProject,
  form: CalleeForm,
  uses: readonly Use[],
  details: PatchDetails,
  needed: ReadonlySet<string>,
): Written {
  const paths = [...new Set(uses.map(({ path }) => path))];
  const files = paths.map((path) => {
    const own = uses.filter((use) => use.path === path);
    return { path, ...new FileWriter(project, form, path, needed).write(own, details) };
  });
  return {
    edits: files.flatMap(({ edits }) => edits),
    findings: files.flatMap(({ findings }) => findings),
    roots: new Map(files.map(({ path, roots }) => [path, roots])),
  };
}

class FileWriter {
  readonly #project: JavaProject;
  readonly #form: CalleeForm;
  readonly #path: string;
  readonly #file: FileDecls;
  readonly #roots: Set<string>;
  readonly #edits: TextEdit[] = [];
  readonly #findings: Finding[] = [];
  readonly #wanted = new Map<string, WantedImport & { readonly use: Use }>();
  /** Imports that lose uses, with the names of those. */
  readonly #losing = new Map<ImportDecl, Set<SyntaxNode>>();

  constructor(project: JavaProject, form: CalleeForm, path: string, needed: ReadonlySet<string>) {
    this.#project = project;
    this.#form = form;
    this.#path = path;
    this.#file = project.tree.files.get(path)!;
    this.#roots = new Set(needed);
  }

  write(
    uses: readonly Use[],
    details: PatchDetails,
  ): Pick<Written, 'edits' | 'findings'> & { roots: ReadonlySet<string> } {
    for (const use of uses) this.#writeUse(use, this.#form.plan(use, details));
    const gone = new Set([...this.#losing].filter(([decl, roots]) => !this.#isUsed(decl, roots)).map(([decl]) => decl));
    for (const one of this.#wanted.values()) this.#checkTaken(one, gone);
    this.#edits.push(...importEdits(this.#file, gone, [...this.#wanted.values()]));
    return { edits: this.#edits, findings: this.#findings, roots: this.#roots };
  }

  #writeUse(use: Use, plan: PlannedUse): void {
    if ('fault' in plan) {
      this.#findings.push(nodeFinding(this.#project.syntax, 'NEEDS_PERSON', plan.fault, use));
      return;
    }
    const { replacement, imported } = plan;
    this.#findings.push(...this.#form.faults(use, replacement));
    this.#edits.push(...this.#form.edits(use, replacement));
    const [first] = replacement.head?.split('.') ?? [];
    if (first !== undefined && first !== 'this' && first !== 'super') this.#roots.add(first);
    if (imported !== undefined) this.#want(use, imported);
    if (plan.isLosing) this.#lose(use);
  }

  #lose({ binding: { origin }, object, name }: Use): void {
    const root = object === undefined ? name : rootOf(object);
    if (origin === undefined || root === undefined) return;
    this.#losing.set(origin, (this.#losing.get(origin) ?? new Set()).add(root));
  }

  /** Types of the file's own package need no import, nor does what is imported already. */
  #want(use: Use, { name, isStatic }: NeededImport): void {
    const { imports, packageName } = this.#file;
    this.#roots.add(name.slice(name.lastIndexOf('.') + 1));
    const home = name.slice(0, name.lastIndexOf('.'));
    const isThere = imports.some((one) => one.isStatic === isStatic && !one.isStar && one.names.join('.') === name);
    if (isThere || (!isStatic && (home === packageName || home === 'java.lang'))) return;
    this.#wanted.set(`${String(isStatic)} ${name}`, { name, isStatic, beside: use.binding.origin, use });
  }

  /** Whether anything else in the file uses what an import brings; a comment may as well, by `{@link …}`. */
  #isUsed(decl: ImportDecl, roots: ReadonlySet<SyntaxNode>): boolean {
    const name = decl.names.at(-1)!;
    const full = decl.names.join('.');
    const isKept =
      this.#roots.has(name) &&
      ![...this.#wanted.values()].some((one) => one.name.endsWith(`.${name}`) && one.name !== full);
    const { text } = this.#file.file;
    const starts = new Set([...roots].map(({ start }) => start));
    return (
      isKept ||
      wordsIn(text, name).some((at) => !starts.has(at) && !isWithin({ ...decl.node, start: at, end: at }, decl.node))
    );
  }

  /** Another type or static import of the same name. */
  #checkTaken({ name, isStatic, use }: WantedImport & { readonly use: Use }, gone: ReadonlySet<ImportDecl>): void {
    const local = name.slice(name.lastIndexOf('.') + 1);
    const imported = this.#file.imports.find(
      (one) => one.isStatic === isStatic && !one.isStar && one.names.at(-1) === local && !gone.has(one),
    );
    const declared = isStatic ? undefined : this.#file.all.find((decl) => decl.name === local);
    if (imported === undefined && declared === undefined) return;
    const node = imported?.node ?? declared?.node ?? use.node;
    const message = `${local} means something else already in this file.`;
    this.#findings.push(nodeFinding(this.#project.syntax, 'NAME_COLLISION', message, { path: this.#path, node }));
  }
}
