// happy-dom computes no layout and lacks a few browser functions that controls call without needing their effect in a test.
// All files of a worker share one world, so what outlives a screen is put away after each test.
import { afterEach, beforeEach, vi } from 'vitest';
import { setLocale } from './shared/format/locale.svelte';
import { fetchWords } from './shared/i18n';
import { toasts } from './shared/notices';

await fetchWords('de');

Element.prototype.scrollIntoView ??= () => undefined;
Element.prototype.hasPointerCapture ??= () => false;
Element.prototype.releasePointerCapture ??= () => undefined;
Element.prototype.setPointerCapture ??= () => undefined;

beforeEach(() => {
  setLocale('en', 'UTC');
});

afterEach(() => {
  vi.useRealTimers();
  for (const { id } of toasts.shown) toasts.dismiss(id);
});
