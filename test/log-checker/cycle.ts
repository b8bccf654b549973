// A cycle in a directed graph, by depth-first search with a stack of its own: chains are as long as a log.

type Edges = ReadonlyMap<string, Iterable<string>>;
type Visit = { readonly node: string; readonly rest: Iterator<string> };

/** The nodes of one cycle, in its order; undefined: there is none. */
export function findCycle(edges: Edges): string[] | undefined {
  const done = new Set<string>();
  for (const start of edges.keys()) {
    if (done.has(start)) continue;
    const cycle = searchFrom(start, edges, done);
    if (cycle !== undefined) return cycle;
  }
  return undefined;
}

function searchFrom(start: string, edges: Edges, done: Set<string>): string[] | undefined {
  const path: Visit[] = [];
  const onPath = new Set<string>();
  const enter = (node: string) => {
    onPath.add(node);
    path.push({ node, rest: (edges.get(node) ?? [])[Symbol.iterator]() });
  };
  enter(start);
  for (let visit = path.at(-1); visit !== undefined; visit = path.at(-1)) {
    const next = visit.rest.next();
    if (next.done === true) {
      path.pop();
      onPath.delete(visit.node);
      done.add(visit.node);
    } else if (onPath.has(next.value)) {
      const nodes = path.map(({ node }) => node);
      return nodes.slice(nodes.indexOf(next.value));
    } else if (!done.has(next.value)) enter(next.value);
  }
  return undefined;
}
