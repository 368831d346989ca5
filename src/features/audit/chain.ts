import { createHash } from 'node:crypto';
import { canonicalJson } from '../../lib/canonical.ts';

/** What is hashed of an event: everything but the hash itself. Instants are text in microseconds, as the database keeps them. */
export type ChainedEvent = {
  readonly seq: number;
  readonly eventId: string;
  readonly at: string;
  readonly actor: string;
  readonly onBehalfOf: string | null;
  readonly origin: string | null;
  readonly action: string;
  readonly object: string;
  readonly resellerId: string | null;
  readonly before: unknown;
  readonly after: unknown;
  readonly reason: string | null;
  readonly planId: string | null;
  readonly correlationId: string | null;
  readonly result: string;
};

export const firstHash = '0'.repeat(64);

/** SHA-256 over the previous hash and the event in canonical JSON (SEC-51). */
export const hashEvent = (previous: string, event: ChainedEvent): string =>
  createHash('sha256').update(previous).update('\n').update(canonicalJson(event)).digest('hex');

export type ChainLink = { readonly event: ChainedEvent; readonly previousHash: string; readonly hash: string };

/** A head that was written outside the database at some time: without it, a cut tail or a full rewrite would not show. */
export type Checkpoint = { readonly seq: number; readonly hash: string };

export type ChainVerdict = {
  readonly intact: boolean;
  readonly events: number;
  readonly head: string;
  readonly brokenAt: number | null;
  readonly sentence: string;
};

/** Walks a chain from its first event; finds edits, deletions, swaps and insertions, and with checkpoints also a cut tail and a full re-stamp. */
export class ChainWalk {
  #expected = 1;
  #head = firstHash;
  #broken: { seq: number; sentence: string } | undefined;
  readonly #checkpoints: Map<number, string>;
  readonly #last: Checkpoint | undefined;

  constructor(checkpoints: readonly Checkpoint[]) {
    this.#checkpoints = new Map(checkpoints.map((each) => [each.seq, each.hash]));
    this.#last = checkpoints.toSorted((a, b) => a.seq - b.seq).at(-1);
  }

  step(link: ChainLink): void {
    if (this.#broken !== undefined) return;
    const { event } = link;
    if (event.seq !== this.#expected) this.#break(this.#expected, `Event ${this.#expected} is missing: the next one is ${event.seq}.`);
    else if (link.previousHash !== this.#head) this.#break(event.seq, `Event ${event.seq} does not follow the event before it.`);
    else if (hashEvent(this.#head, event) !== link.hash) this.#break(event.seq, `Event ${event.seq} was changed after it was written.`);
    else if ((this.#checkpoints.get(event.seq) ?? link.hash) !== link.hash)
      this.#break(event.seq, `Event ${event.seq} differs from the checkpoint that was kept outside the database.`);
    this.#expected = event.seq + 1;
    this.#head = link.hash;
  }

  end(head: Checkpoint): ChainVerdict {
    const events = this.#expected - 1;
    if (this.#broken === undefined && (head.seq !== events || head.hash !== this.#head))
      this.#break(events + 1, `The trail should end at event ${head.seq}, but ends at ${events}.`);
    if (this.#broken === undefined && this.#last !== undefined && this.#last.seq > events)
      this.#break(events + 1, `A checkpoint outside the database names event ${this.#last.seq}, but the trail ends at ${events}.`);
    const sentence = this.#broken?.sentence ?? `All ${events} events follow each other unchanged.`;
    return { intact: this.#broken === undefined, events, head: this.#head, brokenAt: this.#broken?.seq ?? null, sentence };
  }

  #break(seq: number, sentence: string): void {
    this.#broken = { seq, sentence };
  }
}
