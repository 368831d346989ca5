import { json, type RemoteAnswer } from '../remote.ts';
import type { Call } from './call.ts';
import { type Refusal, refuseWith } from './errors.ts';
import { type Reseller, resellerOf, resellersOf } from './resellers.ts';
import { countryOf } from './validations/countries.ts';

const guide = 'https://partner.microsoft.com/resources/detail/migrate-pmc-pc-mpa-guide-pptx';
const questions = 'https://learn.microsoft.com/partner-center/mpa-indirect-provider-faq';
const controllers = 'PartnerApiServiceControllers';

const no = (code: number, description: string, data: readonly string[] = []): Refusal => ({ ...refuseWith(400, code, description), data });

/** Whether an indirect reseller has signed the Microsoft Partner Agreement (page "Verify indirect reseller MPA status", with its texts). */
export function agreementStatus(call: Call): RemoteAnswer | Refusal {
  const mpnId = asked(call, 'mpnid');
  const tenantId = asked(call, 'tenantid');
  const wrong = wrongQuestion(mpnId, tenantId);
  if (wrong !== undefined) return wrong;
  const refused = mpnId === '' ? byTenant(call, tenantId) : byMpn(call, mpnId);
  return refused ?? json(200, { isAgreementSigned: true });
}

const asked = (call: Call, name: string): string => [...call.request.query].find(([key]) => key.toLowerCase() === name)?.[1].trim() ?? '';

function wrongQuestion(mpnId: string, tenantId: string): Refusal | undefined {
  if (mpnId === '' && tenantId === '') return refuseWith(400, 2001, 'Both MPN Id and Tenant Id cannot be empty.', 'ComplianceController');
  if (mpnId !== '' && tenantId !== '') {
    return refuseWith(400, 2000, 'Both MPN Id and Tenant Id should not be passed.', 'ComplianceController');
  }
  if (mpnId !== '' && !/^\d+$/.test(mpnId)) return refuseWith(400, 2000, 'MPN Id must be numeric.', controllers);
  const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(tenantId);
  return tenantId === '' || guid ? undefined : refuseWith(400, 2000, 'Tenant Id must be a GUID.', controllers);
}

/** Everybody whose MPN id this world has heard of. */
const allResellers = (call: Call): Reseller[] =>
  call.world.tables.partnerAccounts
    .all()
    .flatMap((account) => [resellerOf(call.world, account.mpnId), ...resellersOf(call.world, account.id)]);

function byMpn(call: Call, mpnId: string): Refusal | undefined {
  const found = allResellers(call).find((one) => one.mpnId === mpnId);
  if (found === undefined) {
    return no(2200, `Requested MPN Id ${mpnId} is either invalid or does not exist in Partner Center.`, [guide]);
  }
  const own = call.world.tables.partnerAccounts.all().find((row) => row.mpnId === mpnId);
  if (own !== undefined && own.partnerType !== 'indirectReseller') {
    return no(
      2204,
      `Requested MPN Id ${mpnId} is not associated with any CSP Indirect Reseller account in Partner Center. Please advise your reseller to enroll into the CSP program as an indirect reseller in Partner Center to be compliant.`,
      [questions],
    );
  }
  if (!isSameRegion(call.account.country, found.country)) {
    return no(
      2201,
      `The CSP region of the requested PartnerID ${mpnId} is ${countryName(found.country)} and doesn't match the CSP region ${countryName(call.account.country)} of Indirect Provider with Tenant id ${call.account.tenantId}.`,
      [questions],
    );
  }
  if (found.agreementSigned) return undefined;
  return no(
    2203,
    `MPN Id ${mpnId} has not signed Microsoft Partner Agreement (MPA) for the CSP region where the order is being placed. Please advise your reseller to sign MPA to continue with the order.`,
    [questions],
  );
}

function byTenant(call: Call, tenantId: string): Refusal | undefined {
  const found = allResellers(call).find((one) => one.id.toLowerCase() === tenantId.toLowerCase());
  if (found === undefined) return no(2205, `Could not find account with id '${tenantId}'.`);
  if (found.agreementSigned) return undefined;
  return no(2206, `Parnter Center Account associated to Tenant Id ${tenantId} hasn't signed the agreement`, [questions]);
}

const isSameRegion = (left: string, right: string): boolean => countryOf(left)?.region === countryOf(right)?.region;

const names = new Intl.DisplayNames('en', { type: 'region' });
const countryName = (iso: string): string => names.of(iso) ?? iso;
