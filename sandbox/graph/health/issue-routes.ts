import { json, type RemoteAnswer } from '../../remote.ts';
import type { Route } from '../../routing.ts';
import { dayMs, instantAt } from '../../world/estate/times.ts';
import type { ServiceIssue } from '../../world/types.ts';
import type { World } from '../../world/world.ts';
import { type InTenant, tenantRoute } from '../directory/route.ts';
import { type GraphRefusal, isRefusal, notFound } from '../errors.ts';
import { entity } from '../odata/entity.ts';
import { optionOf } from '../odata/options.ts';
import { page, type Shape } from '../odata/page.ts';
import { issuesIn, postsOf } from './issues.ts';
import { serviceById, servicesOf } from './services.ts';

const base = '/v1.0/admin/serviceAnnouncement';
const context = '/v1.0/$metadata#admin/serviceAnnouncement';

export function issueAnswer(world: World, issue: ServiceIssue) {
  const nowMs = world.clock.nowMs();
  const posts = postsOf(issue, nowMs);
  const last = posts.at(-1);
  const isResolved = issue.endsAt !== undefined && Date.parse(issue.endsAt) <= nowMs;
  return {
    startDateTime: issue.startedAt,
    endDateTime: isResolved ? issue.endsAt : null,
    lastModifiedDateTime: instantAt(last?.atMs ?? nowMs),
    title: issue.title,
    id: issue.id,
    impactDescription: issue.impact,
    classification: issue.classification,
    origin: 'microsoft',
    status: last?.status ?? 'investigating',
    service: serviceById(issue.service)?.name ?? issue.service,
    feature: issue.feature,
    featureGroup: issue.feature,
    isResolved,
    highImpact: null,
    details: [{ name: 'NotifyInApp', value: 'True' }],
    posts: posts.map(({ atMs, text }) => ({
      createdDateTime: instantAt(atMs),
      postType: 'regular',
      description: { contentType: 'html', content: `Title: ${issue.title}\n\nUser impact: ${issue.impact}\n\nCurrent status: ${text}` },
    })),
  };
}

const reads: Readonly<Record<string, (answer: ReturnType<typeof issueAnswer>) => string | boolean | null | undefined>> = {
  id: ({ id }) => id,
  title: ({ title }) => title,
  service: ({ service }) => service,
  status: ({ status }) => status,
  classification: ({ classification }) => classification,
  origin: ({ origin }) => origin,
  feature: ({ feature }) => feature,
  featureGroup: ({ featureGroup }) => featureGroup,
  isResolved: ({ isResolved }) => isResolved,
  startDateTime: ({ startDateTime }) => startDateTime,
  endDateTime: ({ endDateTime }) => endDateTime,
  lastModifiedDateTime: ({ lastModifiedDateTime }) => lastModifiedDateTime,
};

/** Issues of the services that the tenant has. */
function issuesOf({ world, tenant }: InTenant): readonly ServiceIssue[] {
  const ids = new Set(servicesOf(world, tenant).map(({ id }) => id));
  return issuesIn(world, tenant.account.cloud).filter(({ service }) => ids.has(service));
}

const issueShape = ({ world }: InTenant, of: string): Shape<ServiceIssue> => ({
  context: `${context}${of}`,
  paths: Object.keys(reads),
  read: (issue, path) => reads[path]?.(issueAnswer(world, issue)),
  keyOf: ({ id }) => id,
  answer: (issue) => issueAnswer(world, issue),
  maxTop: 1000,
  defaultTop: 100,
  next: 'skip',
  inOrder: true,
});

function listIssues(call: InTenant): RemoteAnswer | GraphRefusal {
  const found = page(call.request, issuesOf(call), issueShape(call, '/issues'));
  return isRefusal(found) ? found : json(200, found);
}

function oneIssue(call: InTenant): RemoteAnswer | GraphRefusal {
  const wanted = call.params['issueId']?.toLowerCase();
  const found = issuesOf(call).find(({ id }) => id.toLowerCase() === wanted);
  return found === undefined ? notFound() : entity(call.request, `${context}/issues`, issueAnswer(call.world, found));
}

type Shown = ReturnType<typeof issueAnswer>;

/** The worst that is open now; what was mended within a day is told as well. */
function statusOf(call: InTenant, own: readonly Shown[]): string {
  const open = own.filter(({ isResolved }) => !isResolved);
  const worst = open.find(({ classification }) => classification === 'incident') ?? open[0];
  if (worst !== undefined) return worst.status;
  const sinceMs = call.world.clock.nowMs() - dayMs;
  return own.some(({ endDateTime }) => Date.parse(endDateTime ?? '') > sinceMs) ? 'serviceRestored' : 'serviceOperational';
}

type Overview = { readonly id: string; readonly service: string; readonly status: string; readonly issues?: readonly Shown[] };

const isExpanded = ({ request }: InTenant): boolean => /\bissues\b/i.test(optionOf(request, 'expand') ?? '');

/** All services of the tenant as they are now. */
function overviews(call: InTenant): readonly Overview[] {
  const { world, tenant } = call;
  const issues = Map.groupBy(issuesIn(world, tenant.account.cloud), ({ service }) => service);
  return servicesOf(world, tenant).map(({ id, name }) => {
    const own = (issues.get(id) ?? []).map((issue) => issueAnswer(world, issue));
    return { service: name, status: statusOf(call, own), id, ...(isExpanded(call) ? { issues: own } : {}) };
  });
}

function listOverviews(call: InTenant): RemoteAnswer | GraphRefusal {
  const found = page<Overview>(call.request, overviews(call), {
    context: `${context}/healthOverviews${isExpanded(call) ? '(issues())' : ''}`,
    paths: ['id', 'service', 'status'],
    read: (one, path) => (path === 'id' ? one.id : path === 'service' ? one.service : one.status),
    keyOf: ({ id }) => id,
    answer: (one) => one,
    maxTop: 100,
    next: 'skip',
    inOrder: true,
  });
  return isRefusal(found) ? found : json(200, found);
}

const withService = (work: (call: InTenant, service: Overview) => RemoteAnswer | GraphRefusal) => (call: InTenant) => {
  const wanted = call.params['serviceId']?.toLowerCase();
  const found = overviews(call).find(({ id, service }) => id.toLowerCase() === wanted || service.toLowerCase() === wanted);
  return found === undefined ? notFound() : work(call, found);
};

function issuesOfService(call: InTenant, { id }: Overview): RemoteAnswer | GraphRefusal {
  const own = issuesIn(call.world, call.tenant.account.cloud).filter(({ service }) => service === id);
  const found = page(call.request, own, issueShape(call, `/healthOverviews('${id}')/issues`));
  return isRefusal(found) ? found : json(200, found);
}

export const issueRoutes: readonly Route[] = [
  tenantRoute('GET', `${base}/healthOverviews`, 'health', listOverviews),
  tenantRoute(
    'GET',
    `${base}/healthOverviews/{serviceId}`,
    'health',
    withService((call, service) => entity(call.request, `${context}/healthOverviews`, service)),
  ),
  tenantRoute('GET', `${base}/healthOverviews/{serviceId}/issues`, 'health', withService(issuesOfService)),
  tenantRoute('GET', `${base}/issues`, 'health', listIssues),
  tenantRoute('GET', `${base}/issues/{issueId}`, 'health', oneIssue),
];
