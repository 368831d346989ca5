import type { RemoteAnswer } from '../../remote.ts';
import { type Route, route } from '../../routing.ts';
import { isRefusal, signIn } from '../session.ts';
import * as hooks from './handlers.ts';

const guarded = (method: string, path: string, work: (call: hooks.Call) => RemoteAnswer): Route =>
  route(method, `/api/v2/webhooks${path}`, (request, world, params) => {
    const account = signIn(request, world);
    return isRefusal(account) ? account : work({ request, world, params, account });
  });

/** API v2. More particular paths stand before those with `{id}` in the same place. */
export const webhookRoutes: readonly Route[] = [
  guarded('GET', '', hooks.listWebhooks),
  guarded('POST', '', hooks.createWebhook),
  guarded('GET', '/topic-definitions', hooks.topicDefinitions),
  guarded('GET', '/{id}', hooks.oneWebhook),
  guarded('DELETE', '/{id}', hooks.deleteWebhook),
  guarded('POST', '/{id}/configuration', hooks.configure),
  guarded('POST', '/{id}/status', hooks.setStatus),
  guarded('POST', '/{id}/topics', hooks.addTopic),
  guarded('PUT', '/{id}/topics', hooks.replaceTopics),
  guarded('DELETE', '/{id}/topics/{topicId}', hooks.deleteTopic),
  guarded('POST', '/{id}/topics/{topicId}/configuration', hooks.configureTopic),
  guarded('POST', '/{id}/topics/{topic}/test', hooks.testTopic),
  guarded('GET', '/{id}/logs', hooks.listLogs),
  guarded('GET', '/{id}/logs/{logId}', hooks.oneLog),
  guarded('POST', '/{id}/logs/{logId}/retry', hooks.retryLog),
];
