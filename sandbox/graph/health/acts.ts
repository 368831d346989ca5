import { type Act, textIn } from '../../acts/act.ts';
import type { Cloud, ServiceIssue } from '../../world/types.ts';
import { put, type World } from '../../world/world.ts';
import { issuesIn } from './issues.ts';
import { serviceNamed } from './services.ts';

const clouds: readonly Cloud[] = ['global', 'usGovernment', 'china'];

function keep(world: World, kind: string, issue: ServiceIssue): { readonly done: ServiceIssue } {
  world.apply({ kind, actor: { kind: 'system', name: 'Microsoft' }, cause: 'control', changes: [put('serviceIssues', issue)] });
  return { done: issue };
}

/** {service: id or name, title?, classification?: incident or advisory, cloud?}: something goes wrong now, and nobody knows for how long. */
const report: Act = (world, input) => {
  const service = serviceNamed(textIn(input, 'service') ?? '');
  const cloud = clouds.find((one) => one === (textIn(input, 'cloud') ?? 'global'));
  if (service === undefined || cloud === undefined) return { refused: 'service or cloud is unknown' };
  const title = textIn(input, 'title') ?? `Some users can't access ${service.name}`;
  return keep(world, 'health.reported', {
    id: `${service.letters}${String(1_000_000 + world.tables.serviceIssues.size)}`,
    cloud,
    service: service.id,
    classification: textIn(input, 'classification') === 'advisory' ? 'advisory' : 'incident',
    title,
    impact: `${title}.`,
    feature: service.features[0] ?? service.name,
    startedAt: world.now(),
  });
};

/** {id}: it is over now. */
const resolve: Act = (world, input) => {
  const id = (textIn(input, 'id') ?? '').toLowerCase();
  const found = clouds.flatMap((cloud) => issuesIn(world, cloud)).find((issue) => issue.id.toLowerCase() === id);
  if (found === undefined) return { refused: 'there is no such issue' };
  if (found.endsAt !== undefined && Date.parse(found.endsAt) <= world.clock.nowMs()) return { refused: 'it is resolved already' };
  return keep(world, 'health.resolved', { ...found, endsAt: world.now() });
};

/** What happens to Microsoft's services. */
export const healthActs: Readonly<Record<string, Act>> = { 'health.report': report, 'health.resolve': resolve };
