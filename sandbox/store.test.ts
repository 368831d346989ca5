import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { FolderStore } from './store.ts';
import type { WorldEvent } from './world/world.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sandbox-store-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const event = (seq: number): WorldEvent => ({
  seq,
  at: '2026-11-21T10:00:00Z',
  kind: 'test',
  actor: { kind: 'system', name: 'test' },
  cause: 'test',
  about: {},
  changes: [{ table: 'products', key: 'p', row: null }],
});

describe('the data folder', () => {
  test('a new one has no world', () => {
    const store = new FolderStore(folder);
    expect(store.read()).toBeUndefined();
    expect(store.events()).toEqual([]);
    store.close();
  });

  test('gives back the events in order', () => {
    const store = new FolderStore(folder);
    store.append(event(1));
    store.append(event(2));
    store.close();
    const again = new FolderStore(folder);
    expect(again.events().map(({ seq }) => seq)).toEqual([1, 2]);
    again.close();
  });

  test('a line that a killed process left half written is cut off, and writing goes on behind the last whole one', () => {
    const store = new FolderStore(folder);
    store.append(event(1));
    store.close();
    appendFileSync(join(folder, 'events.jsonl'), '{"seq":2,"at":"2026');
    const again = new FolderStore(folder);
    expect(again.events()).toHaveLength(1);
    again.append(event(2));
    again.close();
    expect(readFileSync(join(folder, 'events.jsonl'), 'utf8').trimEnd().split('\n')).toHaveLength(2);
  });

  test('damage in the middle is named with its line and what to do, and nothing is thrown away', () => {
    const lines = [JSON.stringify(event(1)), 'rubbish', JSON.stringify(event(3)), ''].join('\n');
    writeFileSync(join(folder, 'events.jsonl'), lines);
    writeFileSync(join(folder, 'world.json'), '{"options":');
    const store = new FolderStore(folder);

    const code = 'sandbox_world_unreadable';
    expect(() => store.events()).toThrow(
      expect.objectContaining({ code, message: expect.stringContaining('events.jsonl, line 2') as string }),
    );
    expect(() => store.read()).toThrow(expect.objectContaining({ code, message: expect.stringContaining('world.json') as string }));
    expect(readFileSync(join(folder, 'events.jsonl'), 'utf8')).toBe(lines);
    store.close();
  });

  test('clear forgets the events, not the folder', () => {
    const store = new FolderStore(folder);
    store.append(event(1));
    store.clear();
    store.append(event(5));
    expect(store.events().map(({ seq }) => seq)).toEqual([5]);
    store.close();
  });
});
