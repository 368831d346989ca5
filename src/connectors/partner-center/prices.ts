import { Fault } from '../../lib/errors.ts';
import type { HttpClient } from '../../platform/http/call.ts';
import { isRemoteError } from '../../platform/http/fault.ts';
import type { Marketplace, PriceSheetWanted } from '../ports.ts';
import type { SignIn } from './auth.ts';
import { explainRefusal } from './explain.ts';

type Options = { readonly http: HttpClient; readonly signIn: Pick<SignIn, 'headers'>; readonly connectionId: string };

/** Global only: whether other clouds have this address is not known (partner-center-api reference, section 19). */
const audience = 'https://api.partner.microsoft.com';

/** Microsoft's price sheets as files (partner-center-api reference 6.3): zip or plain text, as it comes. */
export function createPriceSheets({ http, signIn, connectionId }: Options): NonNullable<Marketplace['priceSheet']> {
  async function* read(wanted: PriceSheetWanted, signal?: AbortSignal): AsyncGenerator<Uint8Array> {
    try {
      const { body } = await http.download({
        remote: 'prices',
        connectionId,
        family: 'pricesheets',
        url: `${audience}${pathOf(wanted)}`,
        headers: { accept: '*/*', 'accept-encoding': 'identity' },
        tracing: { correlation: 'MS-CorrelationId', request: 'MS-RequestId' },
        authorise: (state) => signIn.headers(audience, state),
        explain: explainRefusal,
        ...(signal === undefined ? {} : { signal }),
      });
      yield* body;
    } catch (error) {
      throw isRemoteError(error, 'remote_not_found') ? noSheet(wanted, error) : error;
    }
  }
  return (wanted) => ({ name: `${wanted.view}_${wanted.market}_${wanted.month ?? 'current'}`, open: (signal) => read(wanted, signal) });
}

function pathOf({ market, view, month }: PriceSheetWanted): string {
  if (!/^[A-Z]{2}$/.test(market) || !/^[a-z_]{1,40}$/.test(view))
    throw new Fault('not_an_id', 'permanent', `There is no price sheet for ${market}`);
  const when = month === undefined ? 'timeline=current' : `timeline=history&month=${month.replace('-', '')}`;
  return `/v1.0/sales/pricesheets(Market='${market}',PricesheetView='${view}')/$value?${when}`;
}

const noSheet = ({ market, month }: PriceSheetWanted, cause: Error): Fault =>
  new Fault(
    'no_price_sheet',
    'permanent',
    `Microsoft has no price sheet for ${market}${month === undefined ? '' : ` and ${month}`}`,
    { remote: 'prices', hint: 'Prices of that time are judged by what the invoice says, and a finding that needs them is left out.' },
    cause,
  );
