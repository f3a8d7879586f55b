/** The parts of a provenance graph, and how one is put together. */

/** A thing, something done, or somebody. JSON-able. */
export interface GraphNode {
  /** Such as `commit:0123…` or `event:89ab…`. */
  readonly id: string;
  /** Its PROV type. */
  readonly kind: 'entity' | 'activity' | 'agent';
  /** What it is, such as `commit`; of an activity, the intent of its atomic. */
  readonly type: string;
  /** For people. It may be hostile: whoever shows it makes it inert. */
  readonly label: string;
  /** Of an activity: RFC 3339, as its signer says. */
  readonly at?: string;
  /** Of an activity: number of its line in the ledger. */
  readonly line?: number;
  /** Of a thing that has one: its digest, as in-toto names it. */
  readonly digest?: Readonly<Record<string, string>>;
}

/** The relations, by their names in PROV. */
export type Relation =
  | 'used'
  | 'wasGeneratedBy'
  | 'wasInvalidatedBy'
  | 'wasDerivedFrom'
  | 'wasInformedBy'
  | 'wasAssociatedWith'
  | 'actedOnBehalfOf';

/** A relation between two nodes, in the direction of PROV: from what is later to what it comes from. */
export interface GraphEdge {
  /** Id of a node. */
  readonly from: string;
  /** Id of a node. */
  readonly to: string;
  /** Name of the relation. */
  readonly rel: Relation;
}

/** A provenance graph. JSON-able. */
export interface ProvenanceGraph {
  /** Sorted by id. */
  readonly nodes: readonly GraphNode[];
  /** Sorted by from, to, rel. */
  readonly edges: readonly GraphEdge[];
}

/** A graph in the making. A node that is named again stays as it was first described. */
export class GraphDraft {
  readonly #nodes = new Map<string, GraphNode>();
  readonly #edges = new Map<string, GraphEdge>();
  /** What was remembered of earlier events, by its name. */
  readonly memory = new Map<string, string>();

  /** Takes in a node, and answers its id. */
  node(node: GraphNode): string {
    if (!this.#nodes.has(node.id)) this.#nodes.set(node.id, node);
    return node.id;
  }

  /** Takes in a thing. */
  entity(type: string, name: string, label: string, digest?: GraphNode['digest']): string {
    return this.node({ id: `${type}:${name}`, kind: 'entity', type, label, ...(digest && { digest }) });
  }

  /** Takes in somebody: one name with two keys is two. */
  agent(actor: string, key: string | null): string {
    return this.node({ id: `agent:${actor}#${key?.slice(0, 16) ?? ''}`, kind: 'agent', type: 'agent', label: actor });
  }

  edge(from: string, to: string, rel: Relation): void {
    this.#edges.set(JSON.stringify([from, to, rel]), { from, to, rel });
  }

  graph(): ProvenanceGraph {
    const sorted = <T>(map: ReadonlyMap<string, T>): T[] =>
      [...map].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value);
    return { nodes: sorted(this.#nodes), edges: sorted(this.#edges) };
  }
}
