/** The names that Python and Java sources declare, by selectors over their syntax. */
import type { LanguageProject, MatchedNode } from '../patch.ts';
import type { SourceText } from '../source-text.ts';
import type { DeclaredName } from './declared-name.ts';

/** Nodes that declare the first identifier right in them, by what they are to what stands in them. */
const DECLARATIONS = {
  python: { class_definition: 'type', function_definition: 'body', assignment: 'leaf' },
  java: {
    class_declaration: 'type',
    interface_declaration: 'type',
    enum_declaration: 'type',
    record_declaration: 'type',
    annotation_type_declaration: 'type',
    method_declaration: 'body',
    constructor_declaration: 'body',
    variable_declarator: 'leaf',
    enum_constant: 'leaf',
  },
} as const satisfies Record<string, Readonly<Record<string, 'type' | 'body' | 'leaf'>>>;

interface Block extends MatchedNode {
  readonly role: 'type' | 'body' | 'leaf';
  readonly name: MatchedNode;
}

/** Answers what sources declare, in the order of paths and places. */
export function declaredInSyntax(
  language: 'python' | 'java',
  project: LanguageProject,
  texts: readonly SourceText[],
): DeclaredName[] {
  const byPath = new Map(texts.map((source) => [source.path, source]));
  const isLookedAt = (path: string): boolean => byPath.has(path);
  const roles: Readonly<Record<string, Block['role']>> = DECLARATIONS[language];
  const types = Object.keys(roles);
  const nodes = project.select(isLookedAt, types.join(', '));
  const names = project.select(isLookedAt, types.map((type) => `${type} > identifier`).join(', '));
  return [...byPath.values()].flatMap((source) => {
    const own = nodes.filter(({ path }) => path === source.path);
    const blocks = withNames(
      own,
      names.filter(({ path }) => path === source.path),
      roles,
    );
    return blocks.map((block) => declaredBy(block, blocks, source));
  });
}

/** A name belongs to the smallest node around it; the first one is what that node declares. */
function withNames(
  nodes: readonly MatchedNode[],
  names: readonly MatchedNode[],
  roles: Readonly<Record<string, Block['role']>>,
): Block[] {
  const found = new Map<MatchedNode, MatchedNode>();
  for (const name of names) {
    const around = nodes.filter((node) => contains(node, name));
    const owner = around.reduce<MatchedNode | undefined>(
      (best, node) => (best === undefined || contains(best, node) ? node : best),
      undefined,
    );
    if (owner !== undefined && !found.has(owner)) found.set(owner, name);
  }
  return nodes.flatMap((node) => {
    const name = found.get(node);
    return name === undefined ? [] : [{ ...node, role: roles[node.type]!, name }];
  });
}

const contains = (outer: MatchedNode, inner: MatchedNode): boolean =>
  outer.start <= inner.start && inner.end <= outer.end;

function declaredBy(block: Block, blocks: readonly Block[], source: SourceText): DeclaredName {
  const around = blocks
    .filter((other) => other !== block && other.role !== 'leaf' && contains(other, block))
    .sort((a, b) => a.start - b.start);
  const nameOf = ({ name }: Block): string => source.text.slice(name.start, name.end);
  const level = around.some(({ role }) => role === 'body') ? 'local' : around.length > 0 ? 'member' : 'module';
  return {
    ...{ name: nameOf(block), containers: around.map(nameOf), level, source },
    ...{ start: block.name.start, end: block.name.end },
  };
}
