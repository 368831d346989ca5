import type { Command } from 'commander';
import type { Client } from './client.ts';

/** What a noun's file is given: how to reach Concord, where to write, and how to say the exit code. */
export type Noun = {
  readonly client: () => Client;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  readonly done: (code: number) => void;
};

/** `connections`: the one noun with commands of both sorts, over the API and on this machine; made by whoever comes first. */
export const connectionsNoun = (program: Command): Command =>
  program.commands.find((command) => command.name() === 'connections') ??
  program.command('connections').description('Accounts at Partner Center, distributors and PSA systems');

/** `notices`: over the API and on this machine, too. */
export const noticesNoun = (program: Command): Command =>
  program.commands.find((command) => command.name() === 'notices') ??
  program.command('notices').description('What Concord tells without being asked, and whom');

/** `customers`: listed with the rest of the picture, changed by its own commands. */
export const customersNoun = (program: Command): Command =>
  program.commands.find((command) => command.name() === 'customers') ?? program.command('customers').description('Customers');
