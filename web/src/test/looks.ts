import type { ReactNode } from 'react';
import { expect, test } from 'vitest';
import { axeViolations } from './axe.ts';
import { type RenderOptions, renderPage } from './render.tsx';

const looks = [
  ['light', 1280],
  ['dark', 1280],
  ['light', 390],
  ['dark', 390],
] as const;

/** A page in light and dark, on a desk and on a phone: accessible (WCAG 2.2 AA), and nothing wider than the screen. */
export function testLooks(name: string, make: () => ReactNode, ready: () => Promise<void>, options: RenderOptions = {}): void {
  test.each(looks)(`${name} is accessible and fits, %s at %i px`, async (theme, width) => {
    await renderPage(make(), { ...options, theme, width });
    await ready();

    expect(await axeViolations()).toEqual([]);
    expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(width);
  });
}
