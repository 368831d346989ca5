import { type Command, InvalidArgumentError } from 'commander';
import { verifyAudit } from '../contract/audit.ts';
import { changePurposes } from '../contract/connection-changes.ts';
import { listConnections } from '../contract/connections.ts';
import { listCustomers } from '../contract/customers.ts';
import { getOverview } from '../contract/overview.ts';
import { listSubscriptions } from '../contract/subscriptions.ts';
import { listFeatures, listMissingBooks, verifyConnection } from '../contract/verifications.ts';
import { connectionsNoun, customersNoun, type Noun } from './noun.ts';
import { exitCodes, printMoney } from './output.ts';
import { type ListFlags, printRecord, printRows, readPages, withOutput, withPaging } from './print.ts';
import { readColumns } from './read-columns.ts';
import { filtersOf, savedViewCommands } from './saved-views.ts';

/** overview, connections, customers, subscriptions, audit. */
export function pictureCommands(program: Command, noun: Noun): void {
  withOutput(program.command('overview').description('How much differs, and how much money it is')).action(async (flags: ListFlags) => {
    const overview = await noun.client().call(getOverview);
    printRecord(noun, flags, overview, [
      ['differences', String(overview.differences.open)],
      ['a month', overview.monthly.map((each) => printMoney(each)).join(', ') || '0'],
      ['customers', String(overview.customers)],
      ['subscriptions', String(overview.subscriptions)],
      ...overview.freshness.map((each) => [each.name, `${each.state}, read ${each.lastSuccessAt ?? 'never'}`] as const),
    ]);
  });

  const connections = connectionsNoun(program);
  withOutput(connections.command('list')).action(async (flags: ListFlags) => {
    const { data } = await noun.client().call(listConnections);
    printRows(noun, flags, data, [
      { title: 'ID', value: (row) => row.id },
      { title: 'NAME', value: (row) => row.name },
      { title: 'KIND', value: (row) => (row.settings.kind === 'partnerCenter' ? `${row.kind} (${row.settings.partnerType})` : row.kind) },
      { title: 'STATE', value: (row) => (row.reason === null ? row.state : `${row.state} (${row.reason})`) },
      { title: 'WRITES', value: (row) => row.writeKinds.join(' ') || 'read only' },
      { title: 'READ', value: (row) => row.lastSuccessAt ?? 'never' },
      { title: 'SIGN-IN ENDS', value: (row) => row.consentEndsAt ?? '' },
    ]);
  });
  withOutput(connections.command('verify <id>').description('Run every probe of a connection')).action(
    async (id: string, flags: ListFlags) => {
      const verification = await noun.client().call(verifyConnection, { params: { id } });
      printRows(noun, flags, verification.probes, [
        { title: 'PROBE', value: (row) => row.name },
        { title: 'OUTCOME', value: (row) => row.outcome },
        { title: 'MS', value: (row) => String(row.ms), right: true },
        { title: 'DETAIL', value: (row) => [row.detail, row.hint].filter(Boolean).join(' ') },
      ]);
      for (const { name, became, code } of verification.changes)
        noun.err(`Changed: ${name} ${became}${code === null ? '' : ` (${code})`}\n`);
      if (verification.outcome !== 'passed') noun.done(exitCodes.withErrors);
    },
  );
  broughtCommands(connections, noun);

  const audit = program.command('audit').description('The audit trail');
  withOutput(audit.command('verify').description('Check that nobody changed the trail')).action(async (flags: ListFlags) => {
    const verdict = await noun.client().call(verifyAudit);
    printRecord(noun, flags, verdict, [
      ['intact', verdict.intact ? 'yes' : 'NO'],
      ['events', String(verdict.events)],
      ['head', verdict.head],
      ['says', verdict.sentence],
    ]);
    if (!verdict.intact) noun.done(exitCodes.failure);
  });

  listCommands(program, noun);
}

type CustomerFlags = ListFlags & {
  readonly search?: string;
  readonly segment?: string;
  readonly externalId?: string;
  readonly partnerType?: string;
  readonly reseller?: string;
  readonly view?: string;
};

const onOrOff = (text: string): boolean => {
  if (text !== 'on' && text !== 'off') throw new InvalidArgumentError('is on or off.');
  return text === 'on';
};

function listCommands(program: Command, noun: Noun): void {
  const customers = customersNoun(program);
  withPaging(
    customers
      .command('list')
      .option('-q, --search <text>', 'start of a name, domain or tenant id')
      .option('--segment <names>', 'in any of these segments, separated by commas')
      .option('--external-id <system:id>', 'who is called so in another system')
      .option('--partner-type <types>', 'sold to by an account of these: directBill, indirectProvider, indirectReseller')
      .option('--reseller <mpn>', 'sold through the reseller with this partner id (MPN)')
      .option('--view <id>', 'what one of the saved views shows (viw_...)'),
  ).action(async ({ search: q, segment, externalId, partnerType, reseller: resellerMpn, view, ...flags }: CustomerFlags) => {
    const client = noun.client();
    const named = Object.fromEntries(
      Object.entries({ q, segment, externalId, partnerType, resellerMpn }).filter(([, value]) => value !== undefined),
    );
    const filter = { ...(await filtersOf(noun, view, listCustomers)), ...named };
    const rows = await readPages(flags, (page) => client.call(listCustomers, { query: { ...page, ...filter } }));
    printRows(noun, flags, rows, [
      { title: 'ID', value: (row) => row.id },
      { title: 'NAME', value: (row) => row.name },
      { title: 'DOMAIN', value: (row) => row.domain },
      { title: 'SOLD AS', value: (row) => row.partnerTypes.join(' ') },
      { title: 'RESELLER', value: (row) => row.resellers.map(({ mpn }) => mpn).join(' ') },
      { title: 'ACCESS', value: (row) => row.access },
      { title: 'SUBSCRIPTIONS', value: (row) => String(row.subscriptions), right: true },
      { title: 'DIFFERENCES', value: (row) => String(row.openDifferences), right: true },
      { title: 'A MONTH', value: (row) => printMoney(row.atStake), right: true },
      ...readColumns,
    ]);
  });

  savedViewCommands(customers, noun, 'customers');

  const subscriptions = program.command('subscriptions').description('Subscriptions at Microsoft');
  withPaging(subscriptions.command('list').option('-q, --search <text>', 'start of a customer or product name')).action(
    async (flags: ListFlags & { search?: string }) => {
      const client = noun.client();
      const rows = await readPages(flags, (page) =>
        client.call(listSubscriptions, { query: { ...page, ...(flags.search !== undefined && { q: flags.search }) } }),
      );
      printRows(noun, flags, rows, [
        { title: 'ID', value: (row) => row.id },
        { title: 'CUSTOMER', value: (row) => row.customerName },
        { title: 'PRODUCT', value: (row) => row.offerName },
        { title: 'TERM', value: (row) => row.termLabel },
        { title: 'SEATS', value: (row) => String(row.seats), right: true },
        { title: 'STATUS', value: (row) => row.status },
        ...readColumns,
      ]);
    },
  );
}
/** What an account is read for, can be used for, and does not bring. */
function broughtCommands(connections: Command, noun: Noun): void {
  withOutput(
    connections
      .command('purposes <id>')
      .description(
        'What a distributor is read for: costs, and access; what is off is not read, and costs that were read are removed at once',
      )
      .option('--costs <on|off>', 'unit costs, invoices and usage', onOrOff)
      .option('--access <on|off>', 'a second witness of access', onOrOff),
  ).action(async (id: string, { costs, access, ...flags }: ListFlags & { costs?: boolean; access?: boolean }) => {
    const body = { ...(costs !== undefined && { costs }), ...(access !== undefined && { access }) };
    const connection = await noun.client().call(changePurposes, { params: { id }, body });
    printRecord(noun, flags, connection, [['read for', connection.purposes.join(' and ') || 'neither']]);
  });
  withOutput(connections.command('missing').description('What accounts do not bring, so that differences and invoices lack it')).action(
    async (flags: ListFlags) => {
      const { data } = await noun.client().call(listMissingBooks);
      printRows(noun, flags, data, [
        { title: 'ACCOUNT', value: (row) => row.name },
        { title: 'MISSING', value: (row) => row.missing },
        { title: 'STANDING', value: (row) => row.standing },
        { title: 'WHY, AND WHAT GOES ON', value: (row) => `${row.because} ${row.without}` },
      ]);
    },
  );
  withOutput(
    connections.command('features <id>').description('What a Partner Center account can be used for, and what is missing for the rest'),
  ).action(async (id: string, flags: ListFlags) => {
    const { data } = await noun.client().call(listFeatures, { params: { id } });
    printRows(noun, flags, data, [
      { title: 'FEATURE', value: (row) => row.feature },
      { title: 'STANDING', value: (row) => row.standing },
      { title: 'ROLES', value: (row) => row.roles.join(' or ') },
      { title: 'WHY NOT', value: (row) => (row.because === null ? '' : `${row.because} ${row.without}`) },
    ]);
  });
}
