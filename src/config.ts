import { join, resolve } from 'node:path';
import { z } from 'zod';
import { Fault } from './lib/errors.ts';
import { plainly } from './lib/field-words.ts';
import { wordsIn } from './lib/words-in.ts';
import { collectSettings, type Origin } from './platform/settings/collect.ts';
import { nearest } from './platform/settings/nearest.ts';

const port = z.coerce.number().int().min(0).max(65_535);
const address = z.url({ protocol: /^https?$/ }).transform((text) => text.replace(/\/$/, ''));
const clouds = ['global', 'usGovernment', 'china'] as const;
const app = z.strictObject({ clientId: z.string().min(1).optional(), clientSecret: z.string().min(1).optional() });

/** Every setting (product.md 4.2). Units and defaults stand in `settings`, the reference page is made from both. */
const Settings = z.strictObject({
  profile: z.enum(['trial', 'production']),
  host: z.string().min(1).default('127.0.0.1'),
  port: port.default(8080),
  baseUrl: address.optional(),
  dataDir: z.string().min(1).default('./data'),
  blobDir: z.string().min(1).optional(),
  uploadLimit: z.coerce.number().int().min(1).max(100_000).default(1_024),
  statementLimit: z.coerce.number().int().min(1).max(3_600).default(30),
  databaseUrl: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must begin with postgres://')
    .optional(),
  secretKey: z.string().min(1).optional(),
  secretKeyOld: z.string().min(1).optional(),
  webhookAuthorities: z.string().min(1).optional(),
  privateHosts: z
    .string()
    .default('')
    .transform((text) => wordsIn(text.toLowerCase())),
  sandbox: z.enum(['on', 'off', 'empty']).optional(),
  sandboxPort: port.default(8090),
  logLevel: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
  microsoft: z.partialRecord(z.enum(clouds), app).default({}),
});

export type Config = Omit<z.infer<typeof Settings>, 'sandbox'> & {
  /** Absolute. */
  readonly dataDir: string;
  /** Absolute. */
  readonly blobDir: string;
  readonly sandbox: boolean;
  /** The sandbox's accounts are connected at the first start. */
  readonly sample: boolean;
  /** Settings that somebody set; the others hold their defaults. A busy port is an error only when it was set. */
  readonly explicit: ReadonlySet<string>;
  /** Where each set value came from, for `config print`. */
  readonly origins: Readonly<Record<string, Origin>>;
};

type MicrosoftSetting = `microsoft.${(typeof clouds)[number]}.${'clientId' | 'clientSecret'}`;
export type SettingName = Exclude<keyof z.infer<typeof Settings>, 'microsoft'> | MicrosoftSetting;

const upperSnake = (name: string): string => name.replace(/[A-Z]/g, '_$&').toUpperCase();

type Setting = { readonly name: SettingName; readonly env: string; readonly says: string; readonly secret?: true };

/** The list that environment names, flags and the reference page are made from. */
export const settings: readonly Setting[] = [
  { name: 'profile', env: 'CONCORD_PROFILE', says: '`trial` (sandbox, loopback) or `production`' },
  { name: 'host', env: 'CONCORD_HOST', says: 'Address to listen on' },
  { name: 'port', env: 'CONCORD_PORT', says: 'Port; when not set and busy, the next free one' },
  { name: 'baseUrl', env: 'CONCORD_BASE_URL', says: 'Address by which people reach Concord; https in production' },
  { name: 'dataDir', env: 'CONCORD_DATA_DIR', says: 'Folder of the embedded database, generated key and sandbox' },
  {
    name: 'blobDir',
    env: 'CONCORD_BLOB_DIR',
    says: 'Folder of provider invoices, `blobs` in the data folder when not set; one for all servers of an installation',
  },
  { name: 'uploadLimit', env: 'CONCORD_UPLOAD_LIMIT', says: 'Largest upload of invoice files, in MiB as sent' },
  { name: 'databaseUrl', env: 'CONCORD_DATABASE_URL', says: 'PostgreSQL 15 or newer, or Citus; absent: embedded', secret: true },
  {
    name: 'statementLimit',
    env: 'CONCORD_STATEMENT_LIMIT',
    says: 'Longest that the database may work on one statement of a request, in seconds (1 to 3600); after it the answer is 503',
  },
  { name: 'secretKey', env: 'CONCORD_SECRET_KEY', says: 'Encrypts stored secrets; at least 32 characters', secret: true },
  { name: 'secretKeyOld', env: 'CONCORD_SECRET_KEY_OLD', says: 'The key before, while secrets are wrapped anew', secret: true },
  {
    name: 'webhookAuthorities',
    env: 'CONCORD_WEBHOOK_AUTHORITIES',
    says: 'PEM file of authorities that may sign for Microsoft’s notifications, besides public roots: those between a root and the signer',
  },
  {
    name: 'privateHosts',
    env: 'CONCORD_PRIVATE_HOSTS',
    says: 'Hosts of your own network that mail and notices may be sent to, with commas between; all other private addresses are refused',
  },
  {
    name: 'sandbox',
    env: 'CONCORD_SANDBOX',
    says: '`off` for no sandbox, `empty` for one whose accounts are not connected yet: to try the set-up',
  },
  { name: 'sandboxPort', env: 'CONCORD_SANDBOX_PORT', says: 'Port of the sandbox' },
  { name: 'logLevel', env: 'CONCORD_LOG_LEVEL', says: '`debug`, `info`, `warn`, `error`, `silent`' },
  ...clouds.flatMap((cloud): Setting[] => [
    {
      name: `microsoft.${cloud}.clientId`,
      env: `CONCORD_MICROSOFT_${upperSnake(cloud)}_CLIENT_ID`,
      says: `The partner's app registration, ${cloud}`,
    },
    {
      name: `microsoft.${cloud}.clientSecret`,
      env: `CONCORD_MICROSOFT_${upperSnake(cloud)}_CLIENT_SECRET`,
      says: 'Its secret',
      secret: true,
    },
  ]),
];

/** Read by the command line, not by the server. */
const otherNames = ['CONCORD_URL', 'CONCORD_TOKEN', 'CONCORD_CONFIG', 'CONCORD_NEW_SECRET_KEY'];

export type ReadOptions = {
  /** By setting name: `{ port: '9000' }`. */
  readonly flags?: Readonly<Record<string, string | undefined>>;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** `trial` for `npm start`, `production` for `serve` and `worker`. */
  readonly defaultProfile?: 'trial' | 'production';
};

/** Reads the settings: flag, then environment, then concord.config.yaml, then default. All mistakes are named at once; no value of a secret is. */
export function readConfig({ flags = {}, env, cwd, defaultProfile = 'trial' }: ReadOptions): Config {
  const { values, origins, mistakes } = collectSettings({ settings, otherNames, flags, env, cwd });
  const parsed = Settings.safeParse({ profile: defaultProfile, ...values }, plainly);
  if (!parsed.success) mistakes.push(...parsed.error.issues.map((issue) => describe(issue)));
  else mistakes.push(...checkProduction(parsed.data));
  if (!parsed.success || mistakes.length > 0) {
    throw new Fault(
      'config_invalid',
      'needs_operator',
      `The settings cannot be used:\n${[...new Set(mistakes)].map((line) => `  - ${line}`).join('\n')}`,
      {
        hint: 'Correct them and start again. All settings are listed in docs/reference/settings.md.',
      },
    );
  }
  const { sandbox, dataDir, blobDir, ...rest } = parsed.data;
  return {
    ...rest,
    dataDir: resolve(cwd, dataDir),
    blobDir: resolve(cwd, blobDir ?? join(dataDir, 'blobs')),
    sandbox: rest.profile === 'trial' && sandbox !== 'off',
    sample: rest.profile === 'trial' && sandbox !== 'off' && sandbox !== 'empty',
    explicit: new Set(Object.keys(origins)),
    origins,
  };
}

const envOf = (name: string): string => settings.find((setting) => setting.name === name)?.env ?? name;

function describe(issue: z.core.$ZodIssue): string {
  const name = issue.path.join('.');
  if (issue.code === 'unrecognized_keys') {
    const known = settings.map((setting) => setting.name);
    return issue.keys.map((key) => `${[name, key].filter(Boolean).join('.')} is not a setting${nearest(key, known)}`).join('; ');
  }
  return `${envOf(name)} (${name}): ${issue.message}`;
}

function checkProduction(config: z.infer<typeof Settings>): string[] {
  const mistakes: string[] = [];
  if (config.secretKey !== undefined && isWeak(config.secretKey)) {
    mistakes.push(
      'CONCORD_SECRET_KEY (secretKey): is too weak; use at least 32 random characters, for example from `openssl rand -base64 32`',
    );
  }
  if (config.profile === 'trial') return mistakes;
  if (config.secretKey === undefined)
    mistakes.push('CONCORD_SECRET_KEY or CONCORD_SECRET_KEY_FILE (secretKey): is required in the production profile');
  if (config.baseUrl === undefined) mistakes.push('CONCORD_BASE_URL (baseUrl): is required in the production profile');
  else if (!config.baseUrl.startsWith('https://')) mistakes.push('CONCORD_BASE_URL (baseUrl): must be https in the production profile');
  if (config.sandbox === 'on' || config.sandbox === 'empty')
    mistakes.push('CONCORD_SANDBOX (sandbox): there is no sandbox in the production profile');
  return mistakes;
}

const isWeak = (key: string): boolean => key.length < 32 || new Set(key).size < 10 || /change.?me|example|password|secret.?key/i.test(key);
