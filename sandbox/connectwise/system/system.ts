import type { JsonObject } from '../../../src/lib/exact-json.ts';
import { jsonText } from '../../json.ts';
import type { RemoteAnswer } from '../../remote.ts';
import type { WorldEvent } from '../../world/world.ts';
import { wholeSeconds } from '../answers/values.ts';
import type { Call } from '../call.ts';
import { invalidParameter } from '../errors.ts';
import { ok } from '../lists/list.ts';
import { versionNumber } from '../login.ts';

export const systemInfo = ({ session }: Call): RemoteAnswer =>
  ok(
    jsonText({
      version: versionNumber,
      isCloud: true,
      serverTimeZone: 'Eastern Standard Time',
      cloudRegion: 'NA',
      licenseBits: [],
      companyId: session.instance.companyId,
    }),
  );

/** The API member itself and the person who works on the screens. */
export const members = ({ session }: Call): readonly JsonObject[] => [
  member(1, session.instance.member, 'API', 'Member', 'A'),
  member(2, 'jdoe', 'Jane', 'Doe', 'F'),
];

const member = (id: number, identifier: string, firstName: string, lastName: string, licenseClass: string): JsonObject => ({
  id,
  identifier,
  firstName,
  lastName,
  title: '',
  licenseClass,
  disableOnlineFlag: false,
  inactiveFlag: false,
  timeZone: { id: 1, name: 'GMT-5/Eastern Time: US & Canada' },
  officeEmail: `${identifier.toLowerCase()}@example.com`,
  _info: { lastUpdated: '2015-08-21T20:22:06Z', updatedBy: 'setup' },
});

const tablesOf: Readonly<Record<string, string>> = {
  agreement: 'psaAgreements',
  agreementaddition: 'psaAdditions',
  company: 'psaCompanies',
  productcatalog: 'psaCatalogItems',
};

/** GET /system/audittrail?type=Agreement&id=3: who did what to one row, newest first, from the world's own events. */
export function auditTrail({ request, world, session }: Call): readonly JsonObject[] | RemoteAnswer {
  const type = request.query.get('type') ?? '';
  const id = request.query.get('id') ?? '';
  const table = tablesOf[type.toLowerCase()];
  if (table === undefined) return invalidParameter('type', `type '${type}' has no audit trail.`);
  if (!/^\d+$/.test(id)) return invalidParameter('id', 'id is required.');
  return world.events
    .filter(
      (event) => event.about['instanceId'] === session.instance.id && event.changes.some((one) => one.table === table && one.key === id),
    )
    .map((event) => entry(type, event))
    .reverse();
}

const entry = (type: string, event: WorldEvent): JsonObject => ({
  text: event.kind.replace(/^psa\./, ''),
  enteredDate: wholeSeconds(event.at),
  enteredBy: event.actor.name,
  auditType: type,
  auditSubType: 'Record',
  auditSource: event.actor.kind === 'api' ? 'Integration' : 'PSA',
});
