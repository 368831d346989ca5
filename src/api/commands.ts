import type { z } from 'zod';
import * as contract from '../contract/commands.ts';
import { type CommandView, decideCommand, listCommands } from '../features/plans/index.ts';
import { publicId } from '../model/ids.ts';
import { good, handle, type Mounted } from './handle.ts';
import { accepted } from './plans.ts';
import { publicCorrection } from './show-difference.ts';

export const commandRoutes: readonly Mounted[] = [
  handle(contract.listCommands, async ({ context, query }) => good({ data: (await listCommands(context, query)).map(toCommand) })),
  handle(contract.decideCommand, async ({ context, params, body }) => accepted(await decideCommand(context, params.id, body))),
];

const toCommand = (view: CommandView): z.input<typeof contract.Command> => ({
  id: publicId('command', view.commandId),
  state: view.state,
  direction: view.direction,
  planId: publicId('plan', view.planId),
  stepId: publicId('step', view.stepId),
  customerId: publicId('customer', view.customerId),
  customerName: view.customerName,
  connectionId: publicId('connection', view.connectionId),
  system: view.system,
  summary: view.summary,
  correction: publicCorrection(view.correction),
  sentence: view.outcome.sentence ?? null,
  hint: view.outcome.hint ?? null,
  candidates: [...(view.outcome.candidates ?? [])],
  looks: view.looks,
  createdAt: view.createdAt.toString(),
  changedAt: view.changedAt.toString(),
});
