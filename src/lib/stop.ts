/** A signal that aborts when any of the given ones does. */
export const anySignal = (...signals: readonly (AbortSignal | undefined)[]): AbortSignal =>
  AbortSignal.any(signals.filter((signal): signal is AbortSignal => signal !== undefined));

/** Throws the signal's reason when a stop was asked for; call it at every safe point of a long job. */
export function stopIfAsked(signal: AbortSignal | undefined): void {
  signal?.throwIfAborted();
}
