// One order of all units: wherever two meet in a partition they stand in the same order (else G0), and who committed what
// it read of another one stands behind it (else G1c). Adya, "Weak Consistency" (1999).
import type { Report } from './anomaly.js';
import { findCycle } from './cycle.js';
import type { Survey } from './survey.js';
import { hasHappened, type Unit } from './units.js';

export type Edges = Map<string, Set<string>>;

function addEdge(edges: Edges, from: Unit | undefined, to: Unit | undefined): void {
  if (from === undefined || to === undefined || from.name === to.name) return;
  const behind = edges.get(from.name);
  if (behind === undefined) edges.set(from.name, new Set([to.name]));
  else behind.add(to.name);
}

/** Who stands behind whom in some partition. */
function writeEdges({ log, units }: Survey): Edges {
  const edges: Edges = new Map();
  for (const partition of log.partitions) {
    let before: Unit | undefined;
    for (const offset of log.offsets(partition)) {
      const writer = units.writerOf(log.idAt(partition, offset) ?? '');
      addEdge(edges, before, writer);
      before = writer;
    }
  }
  return edges;
}

/** Who committed having read what another one wrote last. */
function addReadEdges(edges: Edges, { log, units }: Survey): void {
  for (const unit of units.all) {
    if (unit.commit === undefined || !hasHappened(unit, log)) continue;
    for (const { partition, offset } of unit.commit.offsets) {
      const last = log.lastBefore(partition, offset);
      if (last >= 0) addEdge(edges, units.writerOf(log.idAt(partition, last) ?? ''), unit);
    }
  }
}

export function checkCycles(survey: Survey, report: Report): void {
  const edges = writeEdges(survey);
  const inWrites = findCycle(edges);
  if (inWrites !== undefined) {
    report('G0', `each stands before the next, the last before the first: ${inWrites.join(' ')}`);
    return;
  }
  addReadEdges(edges, survey);
  const withReads = findCycle(edges);
  if (withReads !== undefined) {
    report('G1c', `each stands before the next or was read by it, the last before the first: ${withReads.join(' ')}`);
  }
}
