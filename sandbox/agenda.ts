import { gdapRule } from './graph/life.ts';
import { haloInvoices, haloSync } from './halopsa/night.ts';
import { ingramOrderSteps } from './ingram/orders/progress.ts';
import { ingramReportSteps } from './ingram/reports.ts';
import { invoiceDays } from './ledger/closing.ts';
import { migrationRule, migrationScheduleRule } from './partner-center/migrations/move.ts';
import { orderRule } from './partner-center/orders/provisioning.ts';
import { upgradeRule } from './partner-center/product-upgrades/upgrade.ts';
import { qualificationRule } from './partner-center/qualifications/state.ts';
import { acceptedRule } from './partner-center/subscriptions/accepted.ts';
import { transferRule } from './partner-center/transfers/take-over.ts';
import { invoicesReady } from './pax8/invoices/ready.ts';
import { provisioning } from './pax8/orders/provision.ts';
import { webhookRetries } from './pax8/webhooks/deliver.ts';
import { psaNoticeRetries } from './psa-notices.ts';
import { ionOrderSteps } from './td-synnex/orders/progress.ts';
import { usageThresholds } from './usage/thresholds.ts';
import { ingramFollows, ionFollows } from './world/distributors2/follow.ts';
import type { Agenda } from './world/due.ts';
import { termRule } from './world/terms.ts';

/** Everything in the world that happens by itself when its time comes. A remote or book adds its rule here. */
export const agenda: Agenda = {
  rows: [
    gdapRule,
    termRule,
    acceptedRule,
    migrationRule,
    migrationScheduleRule,
    transferRule,
    orderRule,
    upgradeRule,
    qualificationRule,
    ionFollows,
    ingramFollows,
    ionOrderSteps,
    ingramOrderSteps,
    ingramReportSteps,
    provisioning,
    webhookRetries,
    psaNoticeRetries,
  ],
  days: [haloSync, haloInvoices, invoiceDays, invoicesReady, usageThresholds],
};
