/** The edits of callees and imports of Python, file by file. */
import type { Finding } from '../../../base/report.ts';
import type { TextEdit } from '../../edit.ts';
import type { PatchDetails } from '../../generated/types.ts';
import type { ApiLanguage, ApiUse, Written } from '../../tree-sitter/replace-api/api-language.ts';
import { calleeEdits, calleeFaults } from '../../tree-sitter/replace-api/replacement.ts';
import type { Replacement } from '../../tree-sitter/replace-api/replacement.ts';
import { nodeFinding } from '../../tree-sitter/node-finding.ts';
import type { SyntaxNode } from '../../tree-sitter/syntax.ts';
import type { PythonProject } from '../project.ts';
import { exportList, contentText } from '../python-tree.ts';
import type { Binding, Scope } from '../scope.ts';
import { rootOf } from './bindings.ts';
import type { ImportOrigin, PythonBinding } from './bindings.ts';
import { importEdits } from './import-text.ts';
import { isNeeded } from './needed-import.ts';
import type { WantedImport } from './import-text.ts';
import { plannedUse } from './planned-use.ts';
import type { NeededImport, PlannedUse } from './planned-use.ts';

type Use = ApiUse<PythonBinding>;

/** Answers the edits of all uses. */
export function written(
  project: PythonProject,
  language: ApiLanguage<PythonBinding>,
  uses: readonly Use[],
  details: PatchDetails,
  needed: ReadonlySet<string>,
): Written {
  const paths = [...new Set(uses.map(({ path }) => path))];
  const files = paths.map((path) => {
    const own = uses.filter((use) => use.path === path);
    return { path, ...new FileWriter(project, language, path, needed).write(own, details) };
  });
  return {
    edits: files.flatMap(({ edits }) => edits),
    findings: files.flatMap(({ findings }) => findings),
    roots: new Map(files.map(({ path, roots }) => [path, roots])),
  };
}

class FileWriter {
  readonly #project: PythonProject;
  readonly #language: ApiLanguage<PythonBinding>;
  readonly #path: string;
  readonly #edits: TextEdit[] = [];
  readonly #findings: Finding[] = [];
  readonly #roots: Set<string>;
  readonly #wanted = new Map<string, WantedImport & { readonly scope: Scope; readonly use: Use }>();
  /** Imports that lose uses, with the names of those. */
  readonly #losing = new Map<Binding, { readonly origin: ImportOrigin; readonly roots: Set<SyntaxNode> }>();

  /** @param needed - names that new texts have beside those of callees */
  constructor(project: PythonProject, language: ApiLanguage<PythonBinding>, path: string, needed: ReadonlySet<string>) {
    this.#roots = new Set(needed);
    this.#project = project;
    this.#language = language;
    this.#path = path;
  }

  write(
    uses: readonly Use[],
    details: PatchDetails,
  ): Pick<Written, 'edits' | 'findings'> & { roots: ReadonlySet<string> } {
    for (const use of uses) this.#writeUse(use, plannedUse(use, details));
    const gone = new Set(
      [...this.#losing].flatMap(([binding, { origin, roots }]) => this.#ending(binding, origin, roots)),
    );
    for (const one of this.#wanted.values()) this.#checkTaken(one, gone);
    const file = this.#project.syntax.file(this.#path)!;
    this.#edits.push(...importEdits(file, gone, [...this.#wanted.values()]));
    return { edits: this.#edits, findings: this.#findings, roots: this.#roots };
  }

  #writeUse(use: Use, plan: PlannedUse): void {
    if ('fault' in plan) {
      this.#findings.push(this.#finding('NEEDS_PERSON', plan.fault, use.node));
      return;
    }
    const { origin } = use.binding;
    const replacement: Replacement = { ...plan.replacement, ...this.#headFor(use, plan) };
    this.#findings.push(...calleeFaults(this.#language, use, replacement));
    this.#edits.push(...calleeEdits(this.#language, use, replacement));
    if (replacement.head !== undefined) this.#roots.add(replacement.head.split('.', 1)[0]!);
    const root = rootOf(use.node);
    if (!plan.isLosing || origin === undefined || root === undefined) return;
    const entry = this.#losing.get(origin.binding) ?? { origin, roots: new Set<SyntaxNode>() };
    entry.roots.add(root);
    this.#losing.set(origin.binding, entry);
  }

  /** What the new callee begins with, by the name that the file has for it or gets. */
  #headFor(use: Use, { replacement: { head }, imported }: Exclude<PlannedUse, { fault: string }>): { head?: string } {
    if (imported === undefined) return head === undefined ? {} : { head };
    const known = this.#knownAs(use.binding.scope, imported);
    if (known === undefined) this.#want(use, imported);
    if (head === undefined) return {};
    const isAlias =
      imported.name === undefined && (known?.isAlias ?? imported.local !== imported.module.split('.', 1)[0]);
    const steps = head.split('.').slice(isAlias ? imported.module.split('.').length : 1);
    return { head: [known?.local ?? imported.local, ...steps].join('.') };
  }

  #want(use: Use, imported: NeededImport): void {
    const { origin, scope: own } = use.binding;
    const isInner = origin !== undefined && origin.scope.kind !== 'module';
    const scope = isInner ? origin.scope : own.module;
    const key = `${scope.index} ${imported.module} ${imported.name ?? ''}`;
    this.#wanted.set(key, { ...imported, beside: origin?.binding.statement.parent, isInner, scope, use });
    this.#roots.add(imported.local);
  }

  /** The name by which the file has an import already, where the use is. */
  #knownAs(from: Scope, { module, name }: NeededImport): { local: string; isAlias: boolean } | undefined {
    for (let scope: Scope | undefined = from; scope !== undefined; scope = scope.parent) {
      for (const [local, bindings] of scope.bindings) {
        const origins = bindings.map((binding) => this.#imports(binding, from.path));
        if (origins.every((origin) => origin?.module === module && origin.name === name))
          return { local, isAlias: bindings[0]!.kind === 'importAs' };
      }
    }
    return undefined;
  }

  #imports({ kind, statement }: Binding, path: string): { module: string; name: string | undefined } | undefined {
    if (!kind.startsWith('import')) return undefined;
    const { tree } = this.#project;
    const named = statement.children.find(({ field }) => field === 'name') ?? statement;
    const text = (node: SyntaxNode): string => tree.textOf(path, node).replaceAll(/\s/g, '');
    if (kind !== 'importFrom') return { module: text(named), name: undefined };
    const from = statement.parent!.children.find(({ field }) => field === 'module_name')!;
    return { module: text(from), name: text(named) };
  }

  /** The import, if nothing else uses it: what a package brings to others by an import of its own stays. */
  #ending(binding: Binding, origin: ImportOrigin, roots: ReadonlySet<SyntaxNode>): SyntaxNode[] {
    const { name, statement } = binding;
    if (/(?:^|\/)__init__\.pyi?$/.test(this.#path) && !name.startsWith('_')) return [];
    const isBoundAnew = [...this.#wanted.values()].some(({ local }) => local === name);
    if (this.#roots.has(name) && !isBoundAnew) return [];
    const scopes = this.#project.tree.scopes(this.#path)!;
    const listed = exportList(scopes) ?? [];
    if (listed.some((string) => contentText(string, scopes.file.text) === name)) return [];
    return isNeeded(this.#project, binding, origin, roots) ? [] : [statement];
  }

  #checkTaken(
    { local, name, scope, isInner }: WantedImport & { readonly scope: Scope; readonly use: Use },
    gone: ReadonlySet<SyntaxNode>,
  ): void {
    const bindings = scope.bindings.get(local) ?? [];
    const other = bindings.find(
      ({ statement, kind }) => !gone.has(statement) && !(name === undefined && kind === 'import'),
    );
    if (other === undefined) return;
    const message = `${local} means something else already ${isInner ? 'in this function' : 'in this file'}.`;
    this.#findings.push(this.#finding('NAME_COLLISION', message, other.node));
  }

  #finding(code: Finding['code'], message: string, node: SyntaxNode): Finding {
    return nodeFinding(this.#project.syntax, code, message, { path: this.#path, node });
  }
}
