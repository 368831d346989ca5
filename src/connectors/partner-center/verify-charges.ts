import type { PartnerType } from '../../model/connection.ts';
import { isRemoteError } from '../../platform/http/fault.ts';
import type { Marketplace } from '../ports.ts';
import type { Check, Finding } from '../probes.ts';
import type { PartnerCenterClient } from './client.ts';
import { WireInvoice } from './schema.ts';

export type ChargeOptions = {
  readonly client: Pick<PartnerCenterClient, 'invoices'>;
  readonly partnerType: PartnerType;
  /** Absent where the cloud has no price API. */
  readonly priceSheet: Marketplace['priceSheet'];
  /** Absent where the cloud has no billing export. */
  readonly billingExport: Check | undefined;
  /** Country of the account, once its profile was read. */
  readonly market: () => string | undefined;
  readonly signal: AbortSignal | undefined;
};

/** What Microsoft charges and lists: the probes that a role is most often missing for. */
export function chargeChecks({ client, partnerType, priceSheet, billingExport, market, signal }: ChargeOptions): readonly Check[] {
  const sheet = priceSheet;
  return [
    {
      name: 'invoices',
      needs: ['sign-in'],
      run: () =>
        unlessOfProvider(
          partnerType,
          'An indirect reseller is invoiced by his provider: Microsoft keeps no invoices for this account',
          () => readInvoices(client, signal),
        ),
    },
    ...(billingExport === undefined
      ? []
      : [
          {
            name: billingExport.name,
            needs: ['sign-in'],
            run: () =>
              unlessOfProvider(
                partnerType,
                'An indirect reseller is invoiced by his provider: Microsoft exports no charges for this account',
                () => billingExport.run(),
              ),
          },
        ]),
    ...(sheet === undefined
      ? []
      : [
          {
            name: 'price sheet',
            needs: ['sign-in', 'profile'],
            run: () =>
              unlessOfProvider(
                partnerType,
                'An indirect reseller has the prices of his provider: Microsoft gives this account no price sheet',
                () => readSheet(sheet, market(), signal),
              ),
          },
        ]),
  ];
}

/** A refusal that belongs to the partner type is no fault of the connection: it is said, and skipped (S7). */
async function unlessOfProvider(partnerType: PartnerType, because: string, run: () => Promise<Finding>): Promise<Finding> {
  try {
    return await run();
  } catch (error) {
    if (partnerType === 'indirectReseller' && isRemoteError(error, 'remote_forbidden')) return { detail: because, notOffered: true };
    throw error;
  }
}

async function readInvoices(client: ChargeOptions['client'], signal: AbortSignal | undefined): Promise<Finding> {
  const { list } = await client.invoices(undefined, signal);
  const newest = list.items
    .flatMap((item) => WireInvoice.safeParse(item).data ?? [])
    .sort((a, b) => (b.invoiceDate ?? '').localeCompare(a.invoiceDate ?? ''))[0];
  if (newest === undefined) return { detail: 'Invoices can be read; there are none yet' };
  return { detail: `Invoices can be read, the newest in ${newest.currencyCode}`, facts: { currency: newest.currencyCode } };
}

/** The first bytes of this month's sheet of licences say enough: it is megabytes long. */
async function readSheet(
  priceSheet: NonNullable<Marketplace['priceSheet']>,
  country: string | undefined,
  signal: AbortSignal | undefined,
): Promise<Finding> {
  if (country === undefined) return { detail: 'The account does not tell its country, so no price sheet was asked for' };
  for await (const bytes of priceSheet({ market: country, view: 'updatedlicensebased' }).open(signal)) {
    if (bytes.length > 0) return { detail: `The price sheet of ${country} can be read` };
  }
  return {
    detail: `The price sheet of ${country} is empty`,
    failed: { code: 'sheet_empty', hint: 'Verify again tomorrow; prices are read from the last sheet until then.' },
  };
}
