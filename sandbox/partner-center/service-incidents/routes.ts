import { issuesIn, postsOf } from '../../graph/health/issues.ts';
import { type Service, services } from '../../graph/health/services.ts';
import { json } from '../../remote.ts';
import type { Route } from '../../routing.ts';
import type { ServiceIssue } from '../../world/types.ts';
import { type Call, callRoute } from '../call.ts';
import { wireInstant } from '../dates.ts';
import { collection } from '../paging.ts';

/** What the old client library reads of an incident. */
function incidentAnswer(issue: ServiceIssue, service: Service, nowMs: number) {
  const isOver = issue.endsAt !== undefined && Date.parse(issue.endsAt) <= nowMs;
  return {
    id: issue.id,
    workload: service.name,
    affectedWorkloadNames: [service.name],
    impactedArea: issue.feature,
    startTime: wireInstant(issue.startedAt),
    endTime: isOver ? wireInstant(issue.endsAt ?? issue.startedAt) : '0001-01-01T00:00:00',
    status: isOver ? 'normal' : levelOf(issue),
    messageType: 'incident',
    resolved: isOver,
    messages: postsOf(issue, nowMs).map(({ atMs, text }) => ({
      publishedTime: wireInstant(new Date(atMs).toISOString()),
      messageText: text,
    })),
  };
}

const levelOf = ({ classification }: ServiceIssue): string => (classification === 'incident' ? 'critical' : 'warning');

/** The old health list of Office services: the same issues as Graph's newer one, of every service. */
function list({ world, account }: Call) {
  const nowMs = world.clock.nowMs();
  const issues = Map.groupBy(issuesIn(world, account.cloud), ({ service }) => service);
  const items = services.map((service) => {
    const incidents = (issues.get(service.id) ?? []).map((issue) => incidentAnswer(issue, service, nowMs));
    const levels = new Set(incidents.map(({ status }) => status));
    const status = ['critical', 'warning'].find((level) => levels.has(level)) ?? 'normal';
    return { workload: service.name, incidents, status, attributes: { objectType: 'ServiceIncidents' } };
  });
  return json(200, collection(items));
}

export const serviceIncidentRoutes: readonly Route[] = [
  callRoute('GET', '/v1/serviceincidents/office', { audience: 'user', right: 'view' }, list),
];
