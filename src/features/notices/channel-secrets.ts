import { randomBytes } from 'node:crypto';
import type { Context } from '../context.ts';
import { secretText } from './sign.ts';

const column = (channelId: string, name: 'address' | 'secret' | 'secret_before') => ({
  table: 'notice_channel',
  row: channelId,
  column: name,
});

/** A new secret for signing; 32 bytes are within what the standard asks for (24 to 64). */
export const makeSecret = (): string => secretText(randomBytes(32));

type Sealing = Pick<Context, 'secrets'>;

export const sealAddress = ({ secrets }: Sealing, channelId: string, address: string): string =>
  secrets.seal(address, column(channelId, 'address'));

export const openAddress = ({ secrets }: Sealing, channelId: string, sealed: string): string =>
  secrets.open(sealed, column(channelId, 'address'));

export const sealSecret = ({ secrets }: Sealing, channelId: string, secret: string): string =>
  secrets.seal(secret, column(channelId, 'secret'));

export const openSecret = ({ secrets }: Sealing, channelId: string, sealed: string): string =>
  secrets.open(sealed, column(channelId, 'secret'));

type Kept = { readonly channel_id: string; readonly secret: string | null };
type Signing = Kept & { readonly secret_before: string | null; readonly secret_before_until: Temporal.Instant | null };

/** The secret of now as the one before, so that both sign for a while. */
export const asBefore = ({ secrets }: Sealing, { channel_id: id, secret }: Kept): string | null =>
  secret === null ? null : secrets.seal(secrets.open(secret, column(id, 'secret')), column(id, 'secret_before'));

/** What a delivery is signed with: the secret of now first, then the one before while it still holds. */
export function signingSecrets(context: Sealing & Pick<Context, 'clock'>, channel: Signing): readonly string[] {
  const { channel_id: id, secret, secret_before: before, secret_before_until: until } = channel;
  const holds = until !== null && Temporal.Instant.compare(context.clock.now(), until) < 0;
  return [
    ...(secret === null ? [] : [context.secrets.open(secret, column(id, 'secret'))]),
    ...(before === null || !holds ? [] : [context.secrets.open(before, column(id, 'secret_before'))]),
  ];
}
