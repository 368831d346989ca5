import { receiveMail } from './mail/receiver.ts';
import { remotes } from './remotes.ts';
import { readScenarioFile, scenarioNames, scenarioPath } from './scenario/library.ts';
import { runScenario } from './scenario/run.ts';
import { serve } from './server.ts';
import { Stage, type StageOptions } from './stage.ts';
import type { World } from './world/world.ts';

export type SandboxOptions = Omit<StageOptions, 'real'> & {
  /** 0 takes any free port. */
  readonly port: number;
  /** `127.0.0.1` by default. */
  readonly host?: string | undefined;
  /** A scenario file (YAML), or the name of one in `scenario/`, that a new world begins with. */
  readonly scenario?: string | undefined;
  /** Hears faults of the sandbox itself. */
  readonly log?: ((line: string) => void) | undefined;
};

export type Sandbox = {
  readonly url: string;
  readonly port: number;
  /** Of its mail server, on this machine only; what came is at `GET /_control/mails`. */
  readonly mailPort: number;
  /** Whether its world began with this start: no data folder went on with an earlier one. */
  readonly isNew: boolean;
  /** The present world; a reset puts another one here. */
  readonly world: World;
  /** Lets everything happen whose time has come; every call does so as well. */
  settle(): void;
  close(): Promise<void>;
};

/** Starts all remotes on one port. The data folder's world continues; without one, or in a new folder, the options make a new world. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  // Read before anything is laid, so that a mistake in it leaves no world behind.
  const scenario = options.scenario === undefined ? undefined : readScenarioFile(fileOf(options.scenario));
  const stage = new Stage({ ...options, real: () => Date.now() }, remotes);
  try {
    if (stage.isNew && scenario !== undefined) runScenario(stage, scenario);
    const mail = await receiveMail(0, (each) => {
      stage.keepMail(each);
    });
    const server = await serve(stage, { port: options.port, host: options.host ?? '127.0.0.1' }, options.log ?? (() => undefined));
    return {
      url: server.url,
      port: server.port,
      mailPort: mail.port,
      isNew: stage.isNew,
      get world() {
        return stage.world;
      },
      settle: () => {
        stage.settle();
      },
      close: async () => {
        await server.close();
        await mail.close();
        await stage.close();
      },
    };
  } catch (error) {
    await stage.close();
    throw error;
  }
}

const fileOf = (name: string): string => (scenarioNames().includes(name) ? scenarioPath(name) : name);

async function run(): Promise<void> {
  const {
    CONCORD_SANDBOX_PORT: port = '8090',
    SANDBOX_DATA_DIR: dataDir,
    SANDBOX_SEED: seed = '1',
    SANDBOX_SCALE: scale = '60',
    SANDBOX_STARTS_AT: startsAt,
    SANDBOX_SCENARIO: scenario,
  } = process.env;
  const sandbox = await startSandbox({
    port: Number(port),
    seed: Number(seed),
    scale: Number(scale),
    dataDir,
    startsAt,
    scenario,
    log: (line) => process.stderr.write(`${line}\n`),
  });
  process.stdout.write(`Sandbox: ${sandbox.url}/_control/\n`);
  const stop = (): void => {
    void sandbox.close().then(() => process.exit(0));
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}

if (import.meta.main) await run();
