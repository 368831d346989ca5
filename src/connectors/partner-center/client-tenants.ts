import type { z } from 'zod';
import type { Call, HttpClient } from '../../platform/http/call.ts';
import { WireAttestation, WireCheckedAddress, WireMadeCustomer } from './schema-tenants.ts';

type MakeCall = (family: string, path: string, signal: AbortSignal | undefined) => Omit<Call, 'method' | 'write'>;

/** Making a tenant (partner-center-api reference 3 and 5). Somebody waits for each of these calls. */
export const tenantsOf = (http: HttpClient, call: MakeCall) => ({
  /** `POST /v1/validations/address`: judges, changes nothing. */
  checkAddress: (body: unknown, signal?: AbortSignal): Promise<z.infer<typeof WireCheckedAddress>> =>
    http.post({ ...call('customers', '/v1/validations/address', signal), urgent: true, write: false, body, reply: WireCheckedAddress }),

  /** `POST /v1/customers`: 201 with the first administrator's password, once. So the answer is never kept. */
  makeCustomer: (body: unknown, signal?: AbortSignal): Promise<z.infer<typeof WireMadeCustomer>> =>
    http.post({ ...call('customers', '/v1/customers', signal), urgent: true, sensitive: true, body, reply: WireMadeCustomer }),

  /** `POST /v1/attestations/enhanced`: the id under which the customer accepts the Microsoft Customer Agreement. */
  attest: (body: unknown, signal?: AbortSignal): Promise<z.infer<typeof WireAttestation>> =>
    http.post({ ...call('agreements', '/v1/attestations/enhanced', signal), urgent: true, body, reply: WireAttestation }),
});
