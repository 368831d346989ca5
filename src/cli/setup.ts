import type { Command } from 'commander';
import type { z } from 'zod';
import * as contract from '../contract/setup.ts';
import type { Noun } from './noun.ts';
import { exitCodes, table } from './output.ts';
import { type ListFlags, printRecord, withOutput } from './print.ts';

type SetupReply = z.output<typeof contract.Setup>;

/** setup: how far it is, and each of its acts. Connecting accounts is `connections add`; all of it from one file is `setup --file`. */
export function setupCommands(program: Command, noun: Noun, setUpFrom: (path: string, json: boolean) => Promise<number>): void {
  const setup = setupNoun(program);
  const answers = (command: Command, ask: (flags: ListFlags & Flags) => Promise<SetupReply>): Command =>
    withOutput(command).action(async (flags: ListFlags & Flags) => {
      printSetup(noun, flags, await ask(flags));
    });
  withOutput(
    setup
      .command('show', { isDefault: true })
      .description('The six steps, what is missing, what the first comparison will show; with --file all of it is done, on this machine')
      .option('--file <path>', 'JSON or YAML with connections and confirmedBy; - for standard input'),
  ).action(async (flags: ListFlags & Flags) => {
    if (flags.file === undefined) printSetup(noun, flags, await noun.client().call(contract.getSetup));
    else noun.done(await setUpFrom(flags.file, flags.json === true || flags.output === 'json'));
  });
  answers(
    setup
      .command('confirm')
      .description('Confirm the readiness checklist, or, with --without-tenant-evidence, that it goes on with no customer Ready')
      .option('--without-tenant-evidence', 'compare without access to any tenant')
      .option('--reason <text>', 'why; needed without tenant evidence'),
    ({ withoutTenantEvidence, reason }) =>
      noun.client().call(contract.confirmSetup, {
        body: {
          subject: withoutTenantEvidence === true ? 'withoutTenantEvidence' : 'readiness',
          confirmed: true,
          ...(reason !== undefined && { reason }),
        },
      }),
  );
  withOutput(
    setup.command('network').description('Ask the hosts of the chosen systems whether this machine reaches them; no account is needed'),
  ).action(async (flags: ListFlags & Flags) => {
    printNetwork(noun, flags, await noun.client().call(contract.checkNetwork));
  });
  answers(setup.command('check').description('Ask every host and every account again and repeat the four checks'), () =>
    noun.client().call(contract.runSetupChecks),
  );
  answers(setup.command('finish').description('Check everything, start the first full sync and the schedules'), () =>
    noun.client().call(contract.finishSetup),
  );
  answers(
    setup.command('draft').description('Stop the schedules; connections and mappings stay').requiredOption('--reason <text>', 'why'),
    ({ reason = '' }) => noun.client().call(contract.returnToDraft, { body: { reason } }),
  );
}

type Flags = { readonly file?: string; readonly withoutTenantEvidence?: boolean; readonly reason?: string };

/** `setup`: a noun with commands of both sorts, over the API and on this machine; made by whoever comes first. */
export const setupNoun = (program: Command): Command =>
  program.commands.find((command) => command.name() === 'setup') ??
  program.command('setup').description('Set Concord up: steps, gates, finish');

/** Steps as a table, then what is missing with where it is put right. */
export function printSetup(noun: Noun, flags: ListFlags, setup: SetupReply): void {
  if (flags.json === true || flags.output === 'json') {
    printRecord(noun, flags, setup, []);
    return;
  }
  noun.out(`${setup.state === 'live' ? 'Live' : 'Draft'}: ${setup.done} of ${setup.steps.length} steps done\n`);
  noun.out(
    table(setup.steps, [
      { title: '', value: (row) => String(row.number), right: true },
      { title: 'STEP', value: (row) => row.step },
      { title: 'STATE', value: (row) => row.state },
      { title: 'HOW FAR', value: (row) => row.line },
    ]),
  );
  const { customers, subscriptions, differences, seconds } = setup.preview;
  noun.out(
    `${customers} customers, ${subscriptions} subscriptions, ${differences} differences${seconds === null ? '' : `; reading all takes about ${seconds} s`}\n`,
  );
  for (const { check, outcome, detail } of setup.checks?.checks ?? []) noun.out(`${marks[outcome]} ${check}: ${detail}\n`);
  for (const { detail, page } of setup.missing) noun.err(`Missing (${page}): ${detail}\n`);
  if (setup.checks?.checks.some(({ outcome }) => outcome === 'failed') === true) noun.done(exitCodes.withErrors);
}

/** Each host with how long it took, and what to do where it fails. Ends with errors when a system cannot be reached. */
function printNetwork(noun: Noun, flags: ListFlags, { network, checklist }: SetupReply): void {
  const hosts = network?.hosts ?? [];
  if (flags.json === true || flags.output === 'json') printRecord(noun, flags, { network }, []);
  else
    noun.out(
      table(hosts, [
        { title: 'SYSTEM', value: (row) => row.system },
        { title: 'HOST', value: (row) => row.host },
        { title: 'MS', value: (row) => String(row.ms), right: true },
        { title: 'RESULT', value: (row) => row.detail },
      ]),
    );
  const item = checklist.find(({ id }) => id === 'network');
  if (item?.outcome !== 'failed') return;
  for (const hint of new Set(hosts.flatMap((each) => each.hint ?? []))) noun.err(`${hint}\n`);
  noun.done(exitCodes.withErrors);
}

const marks = { passed: '✓', lastKnown: '!', failed: '✗' } as const;
