import type { Client } from './client.ts';

/** What a noun's file is given: how to reach Concord, where to write, and how to say the exit code. */
export type Noun = {
  readonly client: () => Client;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  readonly done: (code: number) => void;
};
