import { writeJson } from '../../../src/lib/exact-json.ts';
import type { RemoteAnswer, RemoteRequest } from '../../remote.ts';
import type { DistributorAccount, DistributorCompany } from '../../world/types.ts';
import type { World } from '../../world/world.ts';
import { companyAnswer } from '../answers/company.ts';
import { badParameter } from '../errors.ts';
import { memoryOf } from '../memory.ts';
import { pageOfTexts } from '../pages.ts';
import { type SortKey, sorted } from '../sorting.ts';
import { companiesOf } from '../visible.ts';

const sortKeys: Readonly<Record<string, SortKey<DistributorCompany>>> = {
  name: (row) => row.name,
  city: (row) => row.address.city,
  country: (row) => row.address.country,
  stateOrProvince: (row) => row.address.state,
  postalCode: (row) => row.address.postalCode,
};

const filters: Readonly<Record<string, (row: DistributorCompany) => string>> = {
  city: (row) => row.address.city,
  country: (row) => row.address.country,
  stateOrProvince: (row) => row.address.state,
  postalCode: (row) => row.address.postalCode,
  selfServiceAllowed: (row) => String(row.selfServiceAllowed),
  billOnBehalfOfEnabled: (row) => String(row.billOnBehalfOfEnabled),
  orderApprovalRequired: (row) => String(row.orderApprovalRequired),
  status: (row) => row.status,
};

/** GET /companies. There is no filter by name or externalId: who wants one company by those reads them all. */
export function listCompanies(request: RemoteRequest, world: World, account: DistributorAccount): RemoteAnswer {
  const { query } = request;
  const status = query.get('status');
  if (status !== null && !['Active', 'Inactive', 'Deleted'].includes(status))
    return badParameter(request, 'status', 'status must be Active, Inactive or Deleted');
  const all = companiesOf(world, account);
  const isWhole = !Object.keys(filters).some((name) => query.has(name));
  const wanted = isWhole
    ? all
    : all.filter((row) =>
        Object.entries(filters).every(([name, of]) => {
          const asked = query.get(name);
          return asked === null || asked.toLowerCase() === of(row).toLowerCase();
        }),
      );
  const rows = sorted(wanted, query.get('sort'), sortKeys);
  if (rows === undefined) return badParameter(request, 'sort', `sort must be one of ${Object.keys(sortKeys).join(', ')}`);
  const { texts } = memoryOf(world);
  return pageOfTexts(request, rows, (row) => texts.get(row, 'company', () => writeJson(companyAnswer(row))));
}
