import { z } from 'zod';
import type { Call, HttpClient } from '../../platform/http/call.ts';
import { isRemoteError } from '../../platform/http/fault.ts';
import type { WebhookRegistration, WebhookSlot } from '../ports.ts';
import { WireWebhookRegistration } from './schema.ts';

type MakeCall = (family: string, path: string, signal: AbortSignal | undefined) => Omit<Call, 'method' | 'write'>;

const path = '/webhooks/v1/registration';
const WireEventNames = z.array(z.string());
const WireTest = z.looseObject({ correlationId: z.string() });

/** The account's one webhook registration (partner-center-api reference 15). Somebody waits for each call, or it is one of the poll's two. */
export const createWebhookSlot = (http: HttpClient, call: MakeCall): WebhookSlot => ({
  read: async (signal) => {
    const request: Call = { ...call('webhooks', path, signal), method: 'GET', write: false, accept: [404], urgent: true };
    try {
      const answer = await http.send(request);
      return answer.status === 404 ? undefined : toRegistration(http.parse(request, answer, WireWebhookRegistration));
    } catch (error) {
      // Some accounts answer 400 where the documentation says 404 (single witness): both mean that there is none.
      if (isRemoteError(error, 'remote_rejected')) return undefined;
      throw error;
    }
  },

  events: (signal) => http.get({ ...call('webhooks', `${path}/events`, signal), urgent: true, reply: WireEventNames }),

  write: async ({ url, events, signatureInMsHeader }, how, signal) => {
    const body = {
      WebhookUrl: url,
      WebhookEvents: events,
      ...(signatureInMsHeader && { SignatureTokenToMsSignatureHeader: true }),
    };
    await http.send({
      ...call('webhooks', path, signal),
      method: how === 'create' ? 'POST' : 'PUT',
      write: true,
      urgent: true,
      body,
    });
  },

  sendTest: async (signal) => {
    const { correlationId } = await http.post({
      ...call('webhooks', `${path}/validationEvents`, signal),
      urgent: true,
      write: true,
      reply: WireTest,
    });
    return correlationId;
  },
});

const toRegistration = (wire: z.infer<typeof WireWebhookRegistration>): WebhookRegistration => ({
  url: wire.webhookurl,
  events: wire.webhookevents,
  signatureInMsHeader: wire.signaturetokentomssignatureheader ?? false,
});
