import type { FastifyInstance } from 'fastify';
import type { Config } from '../config.ts';
import type { Context, SampleAccount } from '../features/context.ts';
import type { ConsentPurpose } from '../model/consent.ts';
import type { Log } from '../platform/log.ts';
import type { Queue } from '../platform/queue/queue.ts';
import type { Io } from './output.ts';
import type { WorldAsked } from './sandbox.ts';

/** One process of Concord, wired by app.ts, which alone knows all parts. */
export type Process = {
  readonly context: Context;
  /** The same for requests: what they ask of the database has a time limit. */
  readonly requests: Context;
  readonly queue: Queue;
  readonly isMigrated: () => Promise<boolean>;
  readonly isReachable: () => Promise<boolean>;
  readonly close: () => Promise<void>;
};

/** Where a sandbox is, how far its time is from ours, and the accounts of its world. */
export type SandboxAt = {
  readonly url: string;
  readonly offsetMs: () => number;
  readonly accounts?: () => Promise<readonly SampleAccount[]>;
  /** Its mail server's port: every mail of the trial goes there. */
  readonly mailPort?: number | undefined;
};

export type OpenProcess = (options: {
  readonly config: Config;
  readonly log: Log;
  readonly sandbox?: SandboxAt | undefined;
  /** Answers requests and runs no jobs: it needs fewer connections to the database. */
  readonly onlyServes?: boolean;
  /** Also when stored secrets need a key that is gone: for the command that gives it up. */
  readonly mayLackKey?: boolean;
}) => Promise<Process>;

/** What app.ts hands to the command line. */
export type Parts = {
  readonly openProcess: OpenProcess;
  readonly migrateOnly: (config: Config, log: Log) => Promise<void>;
  readonly makeLog: (level: Config['logLevel']) => Log;
  /** Folder of package.json. */
  readonly root: string;
  readonly nowMs: () => number;
  /** Resolves when the process is asked to stop. */
  readonly stopAsked: () => Promise<void>;
  /** Metrics in Prometheus text. */
  readonly metrics: (context: Context) => Promise<string>;
  readonly watchRequests: (server: FastifyInstance) => void;
};

/** The text of a connection or set-up file, and whether the answer is wanted as JSON. */
export type AddRequest = { readonly text: string; readonly json: boolean };

/** Which connection, for how long, for whom, and whether to wait until somebody has signed in. */
export type ConsentRequest = {
  readonly connection: string;
  readonly purpose: ConsentPurpose;
  readonly minutes: number | undefined;
  readonly user: string | undefined;
  /** Who gets it by mail as well. */
  readonly mailTo: string | undefined;
  readonly wait: boolean;
};

/** What is done to one connection; `kinds` and `reason` are of writing. */
export type ConnectionAct = {
  readonly connection: string;
  readonly act: 'write' | 'withdrawWriting' | 'pause' | 'resume' | 'remove';
  readonly kinds: readonly string[];
  /** The connection's own name, where it has to be typed. */
  readonly name?: string | undefined;
  readonly reason: string | undefined;
};

/** `from`: the host that was seen registered, `none` for a free registration. */
export type WebhookAsked = { readonly connection: string; readonly act: string; readonly reason: string; readonly from: string };

/** Whom Concord tells: the text of a channel's or mail server's file, or what is done to a channel, by id or name. */
export type NoticesAsked =
  | { readonly act: 'add' | 'mailServer'; readonly text: string }
  | { readonly act: 'pause' | 'resume' | 'daily' | 'instant' | 'remove'; readonly channel: string }
  /** `text` undefined: quiet hours no more. */
  | { readonly act: 'quiet'; readonly channel: string; readonly text: string | undefined }
  | { readonly act: 'noMailServer' };

/** What the command line starts on this machine. Each answers the exit code when all of it has stopped. */
export type System = {
  /** Everything in one process group: database, sandbox, server, worker. */
  readonly start: (config: Config, io: Io) => Promise<number>;
  /** The sandbox alone, with the world that is asked for. */
  readonly sandbox: (config: Config, io: Io, world: WorldAsked) => Promise<number>;
  readonly serve: (config: Config, io: Io) => Promise<number>;
  readonly work: (config: Config, io: Io) => Promise<number>;
  readonly migrate: (config: Config, io: Io) => Promise<number>;
  readonly signInLink: (config: Config, io: Io) => Promise<number>;
  readonly releaseWriting: (config: Config, io: Io, reason: string) => Promise<number>;
  /** The whole set-up from one file, without the API: it holds secrets. */
  readonly setUp: (config: Config, io: Io, request: AddRequest) => Promise<number>;
  readonly importPreferences: (config: Config, io: Io, text: string) => Promise<number>;
  /** Connects an account without the API: for whoever may run commands on the host. */
  readonly addConnection: (config: Config, io: Io, request: AddRequest) => Promise<number>;
  /** Makes a consent link: for whoever may run commands on the host. */
  readonly consentLink: (config: Config, io: Io, request: ConsentRequest) => Promise<number>;
  /** A person says that what is missing from the answers of a connection is really gone. */
  readonly actOnConnection: (config: Config, io: Io, act: ConnectionAct) => Promise<number>;
  readonly acceptLoss: (config: Config, io: Io, connection: string, reason: string) => Promise<number>;
  /** A person decides who gets Microsoft's notifications of an account. */
  readonly actOnWebhook: (config: Config, io: Io, asked: WebhookAsked) => Promise<number>;
  readonly settleNotices: (config: Config, io: Io, asked: NoticesAsked) => Promise<number>;
  readonly giveUpLostKeys: (config: Config, io: Io, reason: string) => Promise<number>;
  readonly rotateKeys: (config: Config, io: Io, newKey: string | undefined) => Promise<number>;
};
