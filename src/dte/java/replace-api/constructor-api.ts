/** replaceAPI of constructors: `new A(x)` becomes one of another type, or a call of what makes it. */
import type { Finding } from '../../../base/report.ts';
import type { TextEdit } from '../../edit.ts';
import type { PatchDetails } from '../../generated/types.ts';
import type { AttributeTest } from '../../selector/selector-node.ts';
import type { ApiUse, ApiUses, Written } from '../../tree-sitter/replace-api/api-language.ts';
import { nodeFinding } from '../../tree-sitter/node-finding.ts';
import type { Replacement } from '../../tree-sitter/replace-api/replacement.ts';
import { childOf, isComment, namedChildren, nodesOf } from '../../tree-sitter/syntax.ts';
import type { SyntaxNode } from '../../tree-sitter/syntax.ts';
import { rawType } from '../constructors.ts';
import type { JavaProject } from '../project.ts';
import type { JavaBinding } from './bindings.ts';
import { ConstructorBindings } from './constructor-bindings.ts';
import { constructorUses } from './constructor-uses.ts';
import { JavaApi } from './java-api.ts';
import { plannedUse } from './planned-use.ts';
import type { PlannedUse } from './planned-use.ts';
import { missingConstructors } from './missing-constructors.ts';
import { proofFaults } from './proof.ts';
import { written } from './write.ts';
import type { CalleeForm } from './write.ts';

type Use = ApiUse<JavaBinding>;

/** Constructors of one state of a tree. */
export class ConstructorApi extends JavaApi {
  override readonly callType = 'object_creation_expression';
  readonly #of: JavaProject;
  readonly #form: CalleeForm;
  #found: ConstructorBindings | undefined;

  constructor(project: JavaProject) {
    super(project);
    this.#of = project;
    this.#form = new CreationForm(project);
  }

  get #bindings(): ConstructorBindings {
    this.#found ??= new ConstructorBindings(this.#of.tree);
    return this.#found;
  }

  override isOfCallee({ path }: AttributeTest): boolean {
    return path[0] === 'type';
  }

  override writtenAs(test: AttributeTest, names: readonly string[]): string | undefined {
    if (test.path.join('.') !== 'type.text') return undefined;
    return names.map((_, index) => names.slice(index).join('.')).find((text) => test.accepts(text));
  }

  override bindingOf(path: string, creation: SyntaxNode): JavaBinding | undefined {
    return this.#bindings.ofCreation(path, creation);
  }

  override usesOf(paths: readonly string[], wanted: readonly JavaBinding[]): ApiUses<JavaBinding> {
    return constructorUses(this.#of.tree, this.#bindings, paths, wanted);
  }

  override write(uses: readonly Use[], details: PatchDetails, needed: ReadonlySet<string>): Written {
    return written(this.#of, this.#form, uses, details, needed);
  }

  override prove(edits: readonly TextEdit[], uses: readonly Use[], roots: Written['roots']): Finding[] {
    const faults = proofFaults(this.#of, edits, uses, roots);
    return faults.length > 0 ? faults : missingConstructors(this.#of, edits);
  }
}

/** What stands between `new` and the arguments. */
class CreationForm implements CalleeForm {
  readonly #project: JavaProject;

  constructor(project: JavaProject) {
    this.#project = project;
  }

  /** A property is that of the type: `A.of(…)`, whose name must not mean a variable there. */
  plan(use: Use, details: PatchDetails): PlannedUse {
    const plan = plannedUse(use, details);
    if ('fault' in plan || plan.replacement.head !== undefined || plan.replacement.property === undefined) return plan;
    const type = typeOf(use);
    const head = type.type === 'type_identifier' ? { head: this.#text(use, type) } : {};
    return { ...plan, replacement: { ...plan.replacement, ...head } };
  }

  edits(use: Use, { head, isWhole, property }: Replacement): TextEdit[] {
    const { path, node } = use;
    const type = typeOf(use);
    const now = head ?? this.#text(use, type);
    if (!isWhole && property === undefined)
      return this.#text(use, type) === now ? [] : [{ path, start: type.start, end: type.end, text: now }];
    const { start: end } = childOf(node, 'arguments')!;
    return [{ path, start: node.start, end, text: isWhole ? now : `${now}.${property!}` }];
  }

  faults({ path, node }: Use, { isWhole, property }: Replacement): Finding[] {
    const why = isWhole || property !== undefined ? lossOf(node) : undefined;
    return why === undefined ? [] : [nodeFinding(this.#project.syntax, 'NEEDS_PERSON', why, { path, node })];
  }

  #text({ path }: Use, node: SyntaxNode): string {
    return this.#project.tree.textOf(path, node);
  }
}

const typeOf = ({ node }: Use): SyntaxNode => rawType(childOf(node, 'type'))!;

/** What would be lost with `new` and the type. */
function lossOf(creation: SyntaxNode): string | undefined {
  const { start } = childOf(creation, 'arguments')!;
  const parts = [...nodesOf(creation)].filter((part) => part.end <= start);
  if (parts.some((part) => part.type === 'type_arguments' && namedChildren(part).length > 0))
    return 'The type arguments of this call would be lost.';
  if (parts.some(({ type }) => type.endsWith('annotation'))) return 'An annotation of the type would be lost.';
  return parts.some(isComment) ? 'A comment within the callee would be lost.' : undefined;
}
