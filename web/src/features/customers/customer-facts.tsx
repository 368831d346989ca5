import type { z } from 'zod';
import type { CustomerDetail } from '#contract/customers.ts';
import { formatNumber } from '../../lib/format.ts';
import { useMay } from '../../lib/use-me.ts';
import { AsOf } from '../../ui/as-of.tsx';
import { Facts } from '../../ui/card.tsx';
import { CopyText } from '../../ui/copy-text.tsx';
import { Money } from '../../ui/money.tsx';
import { StateBadge } from '../../ui/state-badge.tsx';
import { TextLink } from '../../ui/text-link.tsx';
import { When } from '../../ui/when.tsx';
import { accessWords, mappingWords } from '../../ui/words.ts';
import { readinessWords, soldWords } from './words.ts';

type Customer = z.infer<typeof CustomerDetail>;

/** Where there is none, as after a customer was added, the way to ask for it: the board with this customer alone. */
function Access({ customer: { access, tenantId } }: { readonly customer: Customer }) {
  const may = useMay('access:write');
  return (
    <>
      <StateBadge state={accessWords[access]} />{' '}
      {may && (access === 'missing' || access === 'expired') && <TextLink to={`/customers/access?q=${tenantId}`}>Ask for access</TextLink>}
    </>
  );
}

export function CustomerFacts({ customer }: { readonly customer: Customer }) {
  return (
    <Facts
      facts={[
        ['Readiness', <StateBadge key="readiness" state={readinessWords[customer.readiness]} />],
        ['Access (GDAP)', <Access key="access" customer={customer} />],
        ['Access ends', customer.accessEndsAt === null ? undefined : <When key="ends" at={customer.accessEndsAt} />],
        ['PSA mapping', <StateBadge key="mapping" state={mappingWords[customer.psaMapping]} />],
        ['Domain', customer.domain === '' ? undefined : <CopyText key="domain" text={customer.domain} />],
        ['Tenant id', <CopyText key="tenant" text={customer.tenantId} />],
        ['Country', customer.country ?? undefined],
        ['Sold', customer.partnerTypes.map((type) => soldWords[type]).join(', ') || undefined],
        ['Reseller', customer.resellers.map(({ mpn, name }) => `${name} (MPN ${mpn})`.trim()).join(', ') || undefined],
        [
          'Subscriptions',
          <TextLink key="subscriptions" to={`/customers/${customer.id}?tab=subscriptions`}>
            {formatNumber(customer.subscriptions)}
          </TextLink>,
        ],
        [
          'Open differences',
          <TextLink key="differences" to={`/reconciliation?customerId=${customer.id}`}>
            {formatNumber(customer.openDifferences)}
          </TextLink>,
        ],
        ['At stake', <Money key="stake" value={customer.atStake} signed per="month" />],
        ['Microsoft side read', <AsOf key="read" of={customer} />],
      ]}
    />
  );
}
