import type { Command } from 'commander';
import { readConfig } from '../config.ts';
import { accessCommands } from './access.ts';
import { callCommands } from './calls.ts';
import { type Client, openClient } from './client.ts';
import { customerLabelCommands } from './customer-labels.ts';
import { customerPlanCommands } from './customer-plans.ts';
import { customerCommands } from './customers.ts';
import type { CliDeps } from './deps.ts';
import { differenceCommands } from './differences.ts';
import { distributorFileCommands } from './distributor-files.ts';
import { distributorPriceCommands } from './distributor-prices.ts';
import { feedCommands } from './feeds.ts';
import { invoiceCommands } from './invoices.ts';
import { jobCommands } from './jobs.ts';
import { lossMeterCommands } from './loss-meter.ts';
import { mappingCommands } from './mapping.ts';
import { noticeCommands } from './notices.ts';
import type { Noun } from './noun.ts';
import { organisationCommands } from './organisations.ts';
import { periodCommands } from './periods.ts';
import { pictureCommands } from './picture.ts';
import { planCommands } from './plans.ts';
import { preferenceCommands } from './preferences.ts';
import { providerCommands } from './provider.ts';
import { reconcileCommands } from './reconcile.ts';
import { registrationCommands } from './registrations.ts';
import { requestCommands } from './requests.ts';
import { ruleCommands } from './rules.ts';
import { scheduleCommands } from './schedules.ts';
import { readGiven } from './setting-flags.ts';
import { setupCommands } from './setup.ts';
import { syncStateCommands } from './sync-state.ts';
import { writeExclusionCommands } from './write-exclusions.ts';

/** Commands over our own HTTP API, here or on another machine; and the comparison of files, which needs no server. */
export function dataCommands(program: Command, deps: CliDeps, done: (code: number) => void): void {
  const client = (): Client =>
    openClient(deps.env, deps.env['CONCORD_TOKEN'] === undefined ? readConfig({ env: deps.env, cwd: deps.cwd }).dataDir : deps.cwd);
  const noun: Noun = { client, out: deps.io.out, err: deps.io.err, done };
  setupCommands(program, noun, (path, json) =>
    deps.system.setUp(readConfig({ env: deps.env, cwd: deps.cwd }), deps.io, { text: readGiven(path, deps.cwd), json }),
  );
  pictureCommands(program, noun);
  mappingCommands(program, noun);
  accessCommands(program, noun);
  customerCommands(program, noun);
  customerLabelCommands(program, noun);
  requestCommands(program, noun);
  organisationCommands(program, noun);
  registrationCommands(program, noun);
  customerPlanCommands(program, noun);
  providerCommands(program, noun);
  distributorFileCommands(program, noun);
  callCommands(program, noun);
  noticeCommands(program, noun);
  writeExclusionCommands(program, noun);
  feedCommands(program, noun);
  differenceCommands(program, noun);
  lossMeterCommands(program, noun);
  ruleCommands(program, noun);
  periodCommands(program, noun);
  planCommands(program, noun);
  invoiceCommands(program, noun);
  distributorPriceCommands(program, noun);
  jobCommands(program, noun);
  scheduleCommands(program, noun);
  preferenceCommands(program, noun, {
    read: (path) => readGiven(path, deps.cwd),
    importHere: (text) => deps.system.importPreferences(readConfig({ env: deps.env, cwd: deps.cwd }), deps.io, text),
  });
  syncStateCommands(program, noun);
  reconcileCommands(program, noun, deps.nowMs);
}
