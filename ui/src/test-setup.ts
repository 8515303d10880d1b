// happy-dom computes no layout and lacks a few browser functions that controls call without needing their effect in a test.
import { beforeEach } from 'vitest';
import { setLocale } from './shared/format/locale.svelte';

Element.prototype.scrollIntoView ??= () => undefined;
Element.prototype.hasPointerCapture ??= () => false;
Element.prototype.releasePointerCapture ??= () => undefined;
Element.prototype.setPointerCapture ??= () => undefined;

beforeEach(() => {
  setLocale('en', 'UTC');
});
