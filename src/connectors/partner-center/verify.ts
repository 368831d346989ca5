import type { Clock } from '../../lib/clock.ts';
import { readGuid } from '../../lib/wire.ts';
import type { PartnerType } from '../../model/connection.ts';
import { microsoftErrors } from '../../model/microsoft-error.ts';
import { type Trouble, troubles } from '../../model/microsoft-trouble.ts';
import type { Answer } from '../../platform/http/call.ts';
import type { Marketplace } from '../ports.ts';
import type { Check, Finding, OwnCodes } from '../probes.ts';
import type { SignIn } from './auth.ts';
import type { PartnerCenterClient } from './client.ts';
import { chargeChecks } from './verify-charges.ts';

/** Refusals that are a state of the connection, by Microsoft's code; Entra's older answers name only the sort. */
export const ownCodes: OwnCodes = {
  ...Object.fromEntries(
    microsoftErrors.flatMap(({ code, trouble }) => {
      const { probe }: Trouble = troubles[trouble];
      return probe === undefined ? [] : [[code, probe]];
    }),
  ),
  invalid_grant: 'reconsent_needed',
  invalid_client: 'wrong_client_secret',
};

export type VerifyOptions = {
  readonly client: PartnerCenterClient;
  readonly signIn: SignIn;
  readonly clock: Clock;
  readonly audience: string;
  readonly tenantId: string;
  /** The check of customers' access (GDAP), which another connector makes. */
  readonly access: Check;
  /** Whether the hosts answer at all. */
  readonly network: Check;
  readonly partnerType: PartnerType;
  readonly priceSheet: Marketplace['priceSheet'];
  readonly billingExport: Check | undefined;
  readonly signal: AbortSignal | undefined;
};

/** The checks of "Verify connectivity" in order. What needs a sign-in is skipped when there is none. */
export function checksOf({
  client,
  signIn,
  clock,
  audience,
  tenantId,
  access,
  network,
  partnerType,
  priceSheet,
  billingExport,
  signal,
}: VerifyOptions): readonly Check[] {
  let profile: Answer | undefined;
  let country: string | undefined;
  const signedIn = ['sign-in'];
  return [
    network,
    {
      name: 'sign-in',
      run: async () => {
        // A token in hand proves nothing about the sign-in behind it, so a new one is asked for.
        await signIn.headers(audience, { refused: true });
        return { detail: 'Microsoft gave an access token for Partner Center' };
      },
    },
    {
      name: 'profile',
      needs: signedIn,
      run: async () => {
        const { body, answer } = await client.organizationProfile(signal);
        profile = answer;
        country = body.defaultAddress?.country?.toUpperCase();
        const finding = checkProfile(
          { tenantId: body.tenantId, name: body.companyName, isMfaCompliant: body.isMfaCompliant, answer },
          tenantId,
        );
        // Only told beside the rest: without it nothing is compared, and nothing else fails.
        const partnerId = await client.mpnProfile(signal).then(
          ({ mpnId }) => mpnId,
          () => undefined,
        );
        return {
          ...finding,
          facts: { ...(body.companyName && { name: body.companyName }), ...(country && { country }), ...(partnerId && { partnerId }) },
        };
      },
    },
    { name: 'customers', needs: signedIn, run: () => readCustomers(client, signal) },
    { name: 'subscriptions', needs: ['sign-in', 'customers'], run: () => readSubscriptions(client, signal) },
    ...chargeChecks({ client, partnerType, priceSheet, billingExport, market: () => country, signal }),
    { ...access, needs: signedIn },
    { name: 'activity log', needs: signedIn, run: () => readActivity(client, clock, signal) },
    { name: 'webhook registration', needs: signedIn, run: () => readRegistration(client, signal) },
    { name: 'clock', needs: ['sign-in', 'profile'], run: () => Promise.resolve(checkClock(profile, clock)) },
  ];
}

type Profile = {
  readonly tenantId: string | undefined;
  readonly name: string | undefined;
  readonly isMfaCompliant: boolean | undefined;
  readonly answer: Answer;
};

/** Whose account it is, and whether a second factor stands behind the sign-in (`ValidateMfa`, partner-center-api reference 1.3). */
function checkProfile({ tenantId, name, isMfaCompliant, answer }: Profile, wanted: string): Finding {
  const found = readGuid(tenantId);
  if (found !== undefined && found !== wanted.toLowerCase()) {
    return {
      detail: `This sign-in belongs to ${name ?? 'another partner'} (${found})`,
      failed: {
        code: 'wrong_tenant',
        hint: 'Sign in with a user of the connection\u2019s own tenant. The tenant of a connection never changes.',
      },
    };
  }
  const compliant = isMfaCompliant ?? answer.headers['ismfacompliant'] !== 'false';
  if (!compliant) {
    return {
      detail: `Signed in as ${name ?? 'the partner'}, but without a second factor`,
      failed: { code: 'mfa_required', hint: 'Let the integration user register a second factor and sign in again by the consent link.' },
    };
  }
  return { detail: `Signed in as ${name ?? 'the partner'}` };
}

async function readCustomers(client: PartnerCenterClient, signal: AbortSignal | undefined): Promise<Finding> {
  const { items } = await client.oneCustomer(signal);
  return { detail: items.length === 0 ? 'Customers can be read; there are none' : 'Customers can be read' };
}

async function readSubscriptions(client: PartnerCenterClient, signal: AbortSignal | undefined): Promise<Finding> {
  const first = (await client.oneCustomer(signal)).items[0];
  const id = typeof first === 'object' && first !== null && 'id' in first ? readGuid(String(first.id)) : undefined;
  if (id === undefined) return { detail: 'There is no customer yet whose subscriptions could be read' };
  const { items } = await client.subscriptions(id, signal);
  return { detail: `Subscriptions can be read (${items.length} of the first customer)` };
}

async function readActivity(client: PartnerCenterClient, clock: Clock, signal: AbortSignal | undefined): Promise<Finding> {
  const { list } = await client.auditRecords(clock.today().toString(), undefined, signal);
  return { detail: `The activity log can be read (${list.items.length} records of today)` };
}

async function readRegistration(client: PartnerCenterClient, signal: AbortSignal | undefined): Promise<Finding> {
  const found = await client.webhookSlot.read(signal);
  if (found === undefined) return { detail: 'No webhook is registered; changes are found by the activity log' };
  return { detail: `One webhook is registered, for ${found.events.length} kinds of event, at ${hostOf(found.url)}` };
}

const hostOf = (address: string): string => (URL.canParse(address) ? new URL(address).host : 'an unreadable address');

/** Two minutes: beyond that, windows of cancellation and times of events are read wrongly (F36). */
const mostSkewMs = 120_000;

function checkClock(profile: Answer | undefined, clock: Clock): Finding {
  const theirs = Date.parse(profile?.headers['date'] ?? '');
  if (Number.isNaN(theirs)) return { detail: 'Microsoft did not say what time it is' };
  const skewMs = clock.now().epochMilliseconds - theirs;
  const seconds = Math.round(Math.abs(skewMs) / 1000);
  const detail = `This machine is ${seconds} s ${skewMs < 0 ? 'behind' : 'ahead of'} Microsoft`;
  if (Math.abs(skewMs) <= mostSkewMs) return { detail };
  return { detail, failed: { code: 'clock_skew', hint: 'Set the clock of this machine, best by a time service.' } };
}
