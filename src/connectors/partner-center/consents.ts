import type { CloudHosts } from '../../model/cloud.ts';
import type { Answer, Call, HttpClient } from '../../platform/http/call.ts';
import { type Explained, isRemoteError } from '../../platform/http/fault.ts';
import type { PreparedCall } from '../ports.ts';
import type { SignIn } from './auth.ts';
import { explainRefusal } from './explain.ts';

export type ConsentOptions = {
  readonly http: HttpClient;
  readonly signIn: SignIn;
  readonly hosts: CloudHosts;
  readonly connectionId: string;
  /** The app that consents for itself: it must be the one of the token (partner-center-api reference 1.5). */
  readonly clientId: string;
};

/** Microsoft Graph in every tenant, and what is read there: licences and who is blocked. */
const grants = [{ enterpriseApplicationId: '00000003-0000-0000-c000-000000000000', scope: 'Directory.Read.All' }];

const pathOf = (tenantId: string): string => `/v1/customers/${encodeURIComponent(tenantId)}/applicationconsents`;
const bodyOf = (clientId: string) => ({ applicationId: clientId, applicationGrants: grants });

/** Our own word for a refusal that is none: it is there already. */
const alreadyThere = 'permission_entry_exists';

const rightsHint =
  'The integration user must be an Admin agent and member of a group that holds the role Application, Cloud Application or Global Administrator in this customer\u2019s relationship.';

function explain(answer: Answer): Explained | undefined {
  const text = answer.text();
  if (/permission entry already exists/i.test(text)) return { remoteCode: alreadyThere };
  const known = explainRefusal(answer);
  if (answer.status === 403) return { ...known, hint: rightsHint };
  if (answer.status === 400 && /service principal/i.test(text))
    return { ...known, hint: 'The customer\u2019s tenant does not know Microsoft Graph yet. Assign it a first licence, then try again.' };
  return known;
}

/** Consent of our app in customers' tenants (partner-center-api reference 1.5). Repeating it does no harm. */
export function createConsents({ http, signIn, hosts, connectionId, clientId }: ConsentOptions) {
  const audience = `https://${hosts.partnerCenter}`;
  const call = (path: string, signal: AbortSignal | undefined): Omit<Call, 'method'> => ({
    remote: 'partner-center',
    connectionId,
    family: 'applicationconsents',
    url: `${audience}${path}`,
    headers: { accept: 'application/json', 'MS-Contract-Version': 'v1', 'X-Locale': 'en-US' },
    tracing: { correlation: 'MS-CorrelationId', request: 'MS-RequestId' },
    authorise: (state) => signIn.headers(audience, state),
    explain,
    write: true,
    urgent: true,
    ...(signal === undefined ? {} : { signal }),
  });
  const remove = (tenantId: string): string => `${pathOf(tenantId)}/${encodeURIComponent(clientId)}`;

  return {
    /** Pure: what `set` sends. */
    prepare: (tenantId: string, to: boolean): readonly PreparedCall[] =>
      to
        ? [{ summary: 'Consent to the app in the customer\u2019s tenant', method: 'POST', path: pathOf(tenantId), body: bodyOf(clientId) }]
        : [{ summary: 'Take the consent to the app back', method: 'DELETE', path: remove(tenantId), body: null }],

    /** `POST /v1/customers/{id}/applicationconsents`, or `DELETE .../{application-id}`. What is there already, or gone already, is as good. */
    set: async (tenantId: string, to: boolean, signal?: AbortSignal): Promise<void> => {
      try {
        await http.send(
          to
            ? { ...call(pathOf(tenantId), signal), method: 'POST', body: bodyOf(clientId) }
            : { ...call(remove(tenantId), signal), method: 'DELETE', accept: [404] },
        );
      } catch (error) {
        if (isRemoteError(error) && error.facts.remoteCode === alreadyThere) return;
        throw error;
      }
    },
  };
}

export type Consents = ReturnType<typeof createConsents>;
