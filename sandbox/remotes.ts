import { autotask } from './autotask/routes.ts';
import { blobs } from './blobs/routes.ts';
import { connectwise } from './connectwise/routes.ts';
import { entra } from './entra/routes.ts';
import { gradient } from './gradient/routes.ts';
import { adminCenter } from './graph/pages/invitation.ts';
import { graph } from './graph/routes.ts';
import { halopsa } from './halopsa/routes.ts';
import { ingram } from './ingram/routes.ts';
import { partnerPortal } from './partner-center/invoices/portal.ts';
import { partnerCenter } from './partner-center/routes.ts';
import { pax8 } from './pax8/routes.ts';
import { prices } from './prices/routes.ts';
import type { Remote } from './remote.ts';
import { tdSynnex } from './td-synnex/routes.ts';
import { certificates } from './webhooks/routes.ts';

/** Every remote that the server shows. Each lives in its folder and exports its Remote from `routes.ts`. */
export const remotes: readonly Remote[] = [
  entra,
  // Before Partner Center, which answers the other invitations on the same host.
  adminCenter,
  partnerCenter,
  prices,
  partnerPortal,
  graph,
  // Before the storage of exports, which answers every other host of its kind.
  certificates,
  blobs,
  pax8,
  connectwise,
  autotask,
  halopsa,
  gradient,
  tdSynnex,
  ingram,
];
