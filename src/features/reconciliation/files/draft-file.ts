import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { Fault } from '../../../lib/errors.ts';

/** What to call it when a file cannot be written: `code` for programs, `what` begins the sentence. */
export type DraftName = { readonly code: string; readonly what: string };

const batch = 1 << 16;

/**
 * A file that is written beside its place and put there when it is whole and on disk: the old one stays until then. Holds one batch of
 * text at a time, so it may grow as long as the disk has room.
 */
export class DraftFile {
  readonly #file: string;
  readonly #draft: string;
  readonly #name: DraftName;
  readonly #handle: number;
  #isOpen = true;
  #waiting: string[] = [];
  #characters = 0;

  constructor(file: string, name: DraftName) {
    this.#file = file;
    this.#draft = `${file}.${process.pid}.tmp`;
    this.#name = name;
    this.#handle = this.#try(() => openSync(this.#draft, 'w'));
  }

  write(text: string): void {
    this.#waiting.push(text);
    this.#characters += text.length;
    if (this.#characters >= batch) this.#flush();
  }

  /** Puts the file in place. */
  async keep(): Promise<void> {
    try {
      this.#flush();
      this.#try(() => {
        fsyncSync(this.#handle);
      });
      this.#close();
      await rename(this.#draft, this.#file);
    } catch (error) {
      await this.drop();
      throw error instanceof Fault ? error : this.#fault(error);
    }
  }

  /** Leaves nothing behind. */
  async drop(): Promise<void> {
    this.#close();
    await rm(this.#draft, { force: true });
  }

  #flush(): void {
    const bytes = Buffer.from(this.#waiting.join(''));
    this.#waiting = [];
    this.#characters = 0;
    let written = 0;
    while (written < bytes.length) written += this.#try(() => writeSync(this.#handle, bytes, written));
  }

  #close(): void {
    if (this.#isOpen) closeSync(this.#handle);
    this.#isOpen = false;
  }

  #try<Value>(act: () => Value): Value {
    try {
      return act();
    } catch (error) {
      throw this.#fault(error);
    }
  }

  #fault(error: unknown): Fault {
    const hint = 'Check that the folder exists, may be written and has room.';
    return new Fault(this.#name.code, 'permanent', `${this.#name.what} could not be written to ${this.#file}.`, { hint }, error);
  }
}
