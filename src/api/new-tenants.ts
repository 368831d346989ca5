import type { z } from 'zod';
import * as contract from '../contract/new-tenants.ts';
import { listMakings, makeTenant, type TenantMaking, type TenantOutcome } from '../features/customers/index.ts';
import { publicId } from '../model/ids.ts';
import { type Good, good, handle, type Mounted, type Refusal, refuse } from './handle.ts';

export const newTenantRoutes: readonly Mounted[] = [
  handle(contract.makeTenant, async ({ context, body }) => present(await makeTenant(context, body))),
  handle(contract.listNewTenants, async ({ context }) => good({ data: (await listMakings(context)).map(presentMaking) })),
];

function present(outcome: TenantOutcome): Good<z.input<typeof contract.MadeTenant>> | Refusal {
  switch (outcome.status) {
    case 'made':
      return good({
        customerId: publicId('customer', outcome.customerId),
        tenantId: outcome.tenantId,
        domain: outcome.domain,
        administrator: outcome.administrator ?? null,
        agreementUrl: outcome.agreementUrl ?? null,
        agreementRefusal: outcome.agreementRefusal ?? null,
      });
    case 'known':
      return refuse('duplicate', `${outcome.name} is a customer here already.`, {
        hint: `Open ${publicId('customer', outcome.customerId)} instead.`,
      });
    case 'awaited':
      return refuse('duplicate', `${outcome.expected.name} is expected already.`, {
        hint: `Open ${publicId('expected', outcome.expected.expectedId)} instead.`,
      });
    case 'incomplete':
      return refuse('invalid', 'Microsoft asks for more before it makes a tenant.', {
        errors: outcome.problems.map(({ field, problem }) => ({
          pointer: field === 'registrationNumber' ? '/registrationNumber' : `/billTo/${field}`,
          code: problem,
          detail: problem === 'missing' ? 'is missing' : 'is not taken in this country',
        })),
      });
    case 'address':
      return refuse('invalid', outcome.detail, {
        hint: 'Correct it, or use it as it is typed (addressAsTyped).',
        errors: [{ pointer: '/billTo/addressLine1', code: 'address_unknown', detail: 'is not known to Microsoft' }],
      });
    case 'refused':
      return refuse(codeOf[outcome.because], outcome.detail, outcome.hint === undefined ? {} : { hint: outcome.hint });
  }
}

const codeOf = {
  no_account: 'invalid',
  switched_off: 'write_switched_off',
  held: 'writing_held',
  not_offered: 'conflict',
  under_way: 'conflict',
  listed: 'duplicate',
  taken: 'conflict',
  not_asked: 'remote_unavailable',
  rejected: 'remote_refused',
  not_sent: 'remote_unavailable',
  unknown: 'remote_unavailable',
} as const;

const presentMaking = (making: TenantMaking): z.input<typeof contract.TenantMaking> => ({
  domain: making.domain,
  name: making.name,
  connectionId: publicId('connection', making.connectionId),
  state: making.state,
  tenantId: making.tenantId === '' ? null : making.tenantId,
  agreementUrl: making.agreementUrl === '' ? null : making.agreementUrl,
  detail: making.detail,
  madeBy: making.madeBy,
  at: making.startedAt.toString(),
});
