import { z } from 'zod';
import { AccessState } from '../model/access.ts';
import { ConnectionKind, ConnectionState, DegradedReason, Side } from '../model/connection.ts';
import { HostCheck } from '../model/host-check.ts';
import { MappingState } from '../model/mapping.ts';
import { SetupChoices, SetupCondition, SetupPage, SetupState, SetupStep, SetupSubject, StepState } from '../model/setup.ts';
import { instant } from './page.ts';
import { route } from './route.ts';

const said = z.object({ by: z.string(), at: instant, reason: z.string().nullable() });

/** What a gate asks for and that is not there, with how far off it is. */
const SetupMissing = z.object({
  code: SetupCondition,
  /** The screen where it is put right. */
  page: SetupPage,
  detail: z.string(),
  have: z.number().int(),
  need: z.number().int(),
});

/** One item of the readiness checklist. `open`: no account answers yet. */
const SetupChecklistItem = z.object({
  id: z.enum([
    'microsoftAdmin',
    'partnerRoles',
    'secondFactor',
    'distributorAdmin',
    'psaKeys',
    'access',
    'invoices',
    'webhook',
    'clock',
    'network',
  ]),
  outcome: z.enum(['passed', 'failed', 'open']),
  detail: z.string(),
  hint: z.string().nullable(),
  correlationId: z.string().nullable(),
  checkedAt: instant.nullable(),
  /** Where it is mended: a path in the browser app. */
  fix: z.object({ text: z.string(), path: z.string() }).nullable(),
});

export const Setup = z
  .object({
    /** `draft`: nothing runs by schedule. */
    state: SetupState,
    /** Where to go on; null once it is live. */
    next: SetupPage.nullable(),
    /** Steps done, of six. */
    done: z.number().int(),
    steps: z.array(
      z.object({
        step: SetupStep,
        number: z.number().int(),
        state: StepState,
        line: z.string(),
        pages: z.array(z.object({ page: SetupPage, state: StepState, line: z.string() })),
      }),
    ),
    /** All that is missing until it can be finished, in order. */
    missing: z.array(SetupMissing),
    choices: z
      .object({ ...SetupChoices.shape, distributors: z.array(ConnectionKind), psas: z.array(ConnectionKind), by: z.string(), at: instant })
      .nullable(),
    checklist: z.array(SetupChecklistItem),
    /** What the hosts of the chosen systems answered when they were last asked; null until then, and after another choice. */
    network: z.object({ at: instant, by: z.string(), hosts: z.array(HostCheck) }).nullable(),
    readiness: said.nullable(),
    withoutTenantEvidence: said.nullable(),
    connections: z.array(
      z.object({
        id: z.string(),
        kind: ConnectionKind,
        side: Side,
        name: z.string(),
        state: ConnectionState,
        reason: DegradedReason.nullable(),
        readAt: instant.nullable(),
        isReading: z.boolean(),
        counts: z.record(z.string(), z.number().int()),
      }),
    ),
    customers: z.object({ all: z.number().int(), ready: z.number().int(), access: z.partialRecord(AccessState, z.number().int()) }),
    accounts: z.object({ mapped: z.number().int(), states: z.partialRecord(MappingState, z.number().int()) }),
    products: z.object({ states: z.partialRecord(MappingState, z.number().int()) }),
    /** What the first comparison shows, from what was read so far, and how long reading all of it takes. */
    preview: z.object({
      customers: z.number().int(),
      subscriptions: z.number().int(),
      differences: z.number().int(),
      seconds: z.number().int().nullable(),
    }),
    /** The last live run of the four checks. */
    checks: z
      .object({
        at: instant,
        by: z.string(),
        checks: z.array(
          z.object({
            check: z.enum(['connections', 'accounts', 'products', 'readyToSync']),
            /** `lastKnown`: on what was read before, because a system does not answer now. */
            outcome: z.enum(['passed', 'lastKnown', 'failed']),
            detail: z.string(),
          }),
        ),
      })
      .nullable(),
    finished: z.object({ by: z.string(), at: instant, jobIds: z.array(z.string()) }).nullable(),
    /** Whether the sandbox's accounts can be connected by `connectSamples`. */
    hasSamples: z.boolean(),
  })
  .meta({ id: 'Setup' });

const answersSetup = { tag: 'Set-up', tenantScope: 'installation', status: 200, reply: Setup } as const;

export const getSetup = route({
  id: 'getSetup',
  method: 'GET',
  path: '/setup',
  summary: 'How far the set-up is: steps, what is missing, what the first comparison will show',
  may: 'connections:read',
  ...answersSetup,
});

export const chooseSystems = route({
  id: 'chooseSystems',
  method: 'POST',
  path: '/setup/systems',
  summary: 'Choose partner types, clouds, distributors and PSA systems; empty lists are an answer',
  may: 'setup:write',
  body: SetupChoices,
  ...answersSetup,
});

export const confirmSetup = route({
  id: 'confirmSetup',
  method: 'POST',
  path: '/setup/confirmations',
  summary: 'Confirm the readiness checklist, or go on without tenant evidence; or take either back',
  may: 'setup:write',
  body: z.strictObject({
    subject: SetupSubject,
    confirmed: z.boolean(),
    /** Needed to go on without tenant evidence. */
    reason: z.string().trim().min(1).max(500).optional(),
  }),
  problems: ['setup_gate'],
  ...answersSetup,
});

export const connectSamples = route({
  id: 'connectSamples',
  method: 'POST',
  path: '/setup/samples',
  summary: 'Connect the accounts of the sandbox that were chosen; they start read-only',
  may: 'connections:write',
  freshProof: true,
  problems: ['setup_gate', 'conflict'],
  ...answersSetup,
});

export const checkNetwork = route({
  id: 'checkNetwork',
  method: 'POST',
  path: '/setup/network',
  summary: 'Ask the hosts of the chosen systems whether this machine reaches them, before an account is connected',
  may: 'connections:test',
  problems: ['setup_gate'],
  ...answersSetup,
});

export const runSetupChecks = route({
  id: 'runSetupChecks',
  method: 'POST',
  path: '/setup/checks',
  summary: 'Ask every host and every account again and repeat the four checks of the finish',
  may: 'connections:test',
  ...answersSetup,
});

export const finishSetup = route({
  id: 'finishSetup',
  method: 'POST',
  path: '/setup/finish',
  summary: 'Run the four checks live, queue the first full sync once, and start the schedules',
  may: 'setup:write',
  problems: ['setup_gate'],
  ...answersSetup,
});

export const returnToDraft = route({
  id: 'returnToDraft',
  method: 'POST',
  path: '/setup/draft',
  summary: 'Stop the schedules; connections, mappings and everything read stay',
  may: 'setup:write',
  body: z.strictObject({ reason: z.string().trim().min(1).max(500) }),
  ...answersSetup,
});
