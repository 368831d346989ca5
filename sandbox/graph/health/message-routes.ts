import { json, type RemoteAnswer } from '../../remote.ts';
import type { Route } from '../../routing.ts';
import type { ServiceMessage } from '../../world/types.ts';
import { type InTenant, tenantRoute } from '../directory/route.ts';
import { type GraphRefusal, isRefusal, notFound } from '../errors.ts';
import { entity } from '../odata/entity.ts';
import { page } from '../odata/page.ts';
import { messagesIn } from './messages.ts';
import { serviceById, servicesOf } from './services.ts';

const base = '/v1.0/admin/serviceAnnouncement/messages';
const context = '/v1.0/$metadata#admin/serviceAnnouncement/messages';

const names = (message: ServiceMessage): string[] => message.services.map((id) => serviceById(id)?.name ?? id);

const messageAnswer = (call: InTenant, message: ServiceMessage) => ({
  startDateTime: message.publishedAt,
  endDateTime: message.expiresAt,
  lastModifiedDateTime: message.publishedAt,
  title: message.title,
  id: message.id,
  category: message.category,
  severity: message.severity,
  tags: message.tags,
  isMajorChange: message.isMajor,
  actionRequiredByDateTime: message.actBy ?? null,
  services: names(message),
  expiryDateTime: null,
  hasAttachments: false,
  details: [{ name: 'ExternalLink', value: `https://admin.microsoft.com/AdminPortal/home#/MessageCenter/:/messages/${message.id}` }],
  body: { contentType: 'html', content: `<p>${message.text}</p>` },
  // What a person has read; an application has no view of its own.
  viewPoint: call.token.userObjectId === undefined ? null : { isRead: false, isArchived: false, isFavorited: false },
});

const reads: Readonly<Record<string, (message: ServiceMessage) => string | boolean | undefined | readonly string[]>> = {
  id: ({ id }) => id,
  title: ({ title }) => title,
  category: ({ category }) => category,
  severity: ({ severity }) => severity,
  isMajorChange: ({ isMajor }) => isMajor,
  services: names,
  tags: ({ tags }) => tags,
  startDateTime: ({ publishedAt }) => publishedAt,
  endDateTime: ({ expiresAt }) => expiresAt,
  lastModifiedDateTime: ({ publishedAt }) => publishedAt,
  actionRequiredByDateTime: ({ actBy }) => actBy,
};

/** Messages about a service that the tenant has. */
function messagesOf({ world, tenant }: InTenant): readonly ServiceMessage[] {
  const ids = new Set(servicesOf(world, tenant).map(({ id }) => id));
  return messagesIn(world, tenant.account.cloud).filter((message) => message.services.some((id) => ids.has(id)));
}

function list(call: InTenant): RemoteAnswer | GraphRefusal {
  const found = page<ServiceMessage>(call.request, messagesOf(call), {
    context,
    paths: Object.keys(reads),
    read: (message, path) => reads[path]?.(message),
    keyOf: ({ id }) => id,
    answer: (message) => messageAnswer(call, message),
    maxTop: 1000,
    defaultTop: 100,
    next: 'skip',
    inOrder: true,
  });
  return isRefusal(found) ? found : json(200, found);
}

function one(call: InTenant): RemoteAnswer | GraphRefusal {
  const wanted = call.params['messageId']?.toLowerCase();
  const found = messagesOf(call).find(({ id }) => id.toLowerCase() === wanted);
  return found === undefined ? notFound() : entity(call.request, context, messageAnswer(call, found));
}

export const messageRoutes: readonly Route[] = [
  tenantRoute('GET', base, 'health', list),
  tenantRoute('GET', `${base}/{messageId}`, 'health', one),
];
