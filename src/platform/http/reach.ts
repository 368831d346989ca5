import type { Clock } from '../../lib/clock.ts';
import type { AllowList } from './allow.ts';
import { breakOf } from './explain-break.ts';
import { isRemoteError } from './fault.ts';
import { PrivateAddressError, type Transport } from './transport.ts';

/** How far a connection came: the name, the socket, the certificate, the answer. */
export type ReachStage = 'name' | 'connection' | 'certificate' | 'answer';

export type Reached =
  | { readonly host: string; readonly ms: number; readonly outcome: 'answers'; readonly status: number }
  | {
      readonly host: string;
      readonly ms: number;
      readonly outcome: 'fails';
      /** Where it ended. */
      readonly stage: ReachStage;
      readonly code: string;
      /** In words that follow the host's name: "does not accept connections". */
      readonly because: string;
    };

/** Whether this machine gets through to a host of the allow-list at all. Any answer is one, a refusal too. Never throws. */
export type Reach = (host: string) => Promise<Reached>;

type Options = {
  readonly transport: Transport;
  readonly allow: AllowList;
  /** The machine's. */
  readonly clock: Clock;
  readonly withinMs?: number;
};

/** Asks for the root of a host, without a token, once, beside pace and circuit of any account: nobody is signed in yet. */
export function createReach({ transport, allow, clock, withinMs = 10_000 }: Options): Reach {
  return async (host) => {
    const startedAt = clock.now().epochMilliseconds;
    const ms = (): number => Math.max(0, Math.round(clock.now().epochMilliseconds - startedAt));
    const [over, ended] = [new AbortController(), new AbortController()];
    void clock.sleep(withinMs, ended.signal).then(
      () => {
        over.abort(new DOMException('The host took too long', 'TimeoutError'));
      },
      () => undefined, // it answered
    );
    try {
      const target = allow.target(`https://${host}/`);
      const answer = await transport.send({
        method: 'GET',
        url: target.url,
        headers: { accept: '*/*', 'user-agent': 'Concord' },
        body: undefined,
        signal: over.signal,
        connectMs: Math.min(5_000, withinMs),
        firstByteMs: withinMs,
        mayBeLocal: target.mayBeLocal,
      });
      return { host, ms: ms(), outcome: 'answers', status: answer.status };
    } catch (error) {
      const reason: unknown = over.signal.aborted ? over.signal.reason : error;
      return { host, ms: ms(), outcome: 'fails', stage: stageOf(reason), ...whyOf(reason) };
    } finally {
      ended.abort();
      over.abort(); // what the page says is not read
    }
  };
}

function whyOf(error: unknown): { readonly code: string; readonly because: string } {
  if (isRemoteError(error)) return { code: error.code, because: 'is not a host that Concord calls' };
  const { code, message } = breakOf(error);
  return { code, because: message };
}

const names = new Set(['ENOTFOUND', 'EAI_AGAIN']);
const connections = new Set(['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'ETIMEDOUT', 'UND_ERR_CONNECT_TIMEOUT']);

function stageOf(error: unknown): ReachStage {
  if (breakOf(error).code === 'remote_insecure') return 'certificate';
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    const { code } = at as { code?: unknown };
    if (at instanceof PrivateAddressError || isRemoteError(at) || names.has(String(code))) return 'name';
    if (connections.has(String(code))) return 'connection';
  }
  return 'answer';
}
